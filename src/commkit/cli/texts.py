"""What stands on the command line, as text: nothing empty, and no text that is not UTF-8."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EMPTY = re.compile(r"(--[\w-]+=)?[\s,]*")  # names nothing, not even in a list


def refuse_empty(arguments: Iterable[str]) -> None:
    """Refuse a word that names nothing, as an unset variable of the shell leaves it. Raises WrongUse."""
    for before, word in pairwise(["commkit", *arguments]):
        if found := EMPTY.fullmatch(word):
            what = say("what follows {word} is empty", word=(found[1] or before).rstrip("="))
            raise WrongUse(what, hint=say("write what is meant, or leave it out"))


def refuse_undecoded(values: Mapping[str, Any]) -> None:
    """Refuse text of which Python could not read every byte. Files may have any name but the database's.

    Raises WrongUse.
    """
    said = [values.get("db"), *(part for value in values.values() for part in _texts(value))]
    for text in map(str, said):
        if any("\udc80" <= character <= "\udcff" for character in text):
            raise WrongUse(say("{path} is not UTF-8", path=text), hint=say("write it in UTF-8"))


def name_folders(value: object) -> object:
    """The option's value, with the folders that `.` and `..` stand for in their place: sentences name what is meant."""
    if isinstance(value, list):
        return list(map(name_folders, value))
    return value.resolve() if isinstance(value, Path) and value.name in ("", "..") else value


def _texts(value: object) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
