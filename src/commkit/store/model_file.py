"""A model kept beside the database as JSON, with a digest that tells whether it is still what was written."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo
from commkit.file_names import show_path
from commkit.named_files import replace_file
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST = 1 << 24  # bytes


def model_beside(database: Path) -> Path:
    """Where the churn model of a database lies: NAME.churn.json."""
    return database.parent / f"{database.stem}.churn.json"


def save_model(path: Path, said: Mapping[str, Any]) -> None:
    """Write these numbers and words, whole or not at all, for the owner's eyes only. Raises OSError."""
    text = json.dumps({**said, "digest": _digest(said)}, ensure_ascii=False, indent=1)
    replace_file(path, [text.encode()])


def load_model(path: Path) -> dict[str, Any] | None:
    """What was written there; None where nothing was. Raises CannotDo for anything else, and OSError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise refuse_damaged_model(path)
    with os.fdopen(handle, "rb") as stream:
        content = stream.read(LONGEST + 1)
    try:
        said = json.loads(content) if len(content) <= LONGEST else None
    except (ValueError, RecursionError) as fault:
        raise refuse_damaged_model(path) from fault
    if not isinstance(said, dict) or said.pop("digest", None) != _digest(said):
        raise refuse_damaged_model(path)
    return said


def refuse_damaged_model(path: Path) -> CannotDo:
    """The refusal of a model that is not what was written."""
    return CannotDo(
        say("{path} is no churn model that commkit wrote, or is damaged", path=show_path(str(path))),
        hint=say("train it anew: commkit churn score --fit"),
    )


def _digest(said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
