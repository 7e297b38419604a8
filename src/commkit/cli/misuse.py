"""Typer's complaints about a command line, in the language in force."""

from __future__ import annotations

import re
from functools import cache

from commkit.words import say

# Typer's own sentences that say it well, and the others, as we put them; the first one that fits is used.
KEPT = (
    "No such option: {name} (Possible options: {names})",
    "No such option: {name}",
    "No such command {name}. Did you mean {names}?",
    "No such command {name}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument(s) ({names})",
    "Invalid value for {name}: {reason}",
)
SENTENCES = {
    **{each: each for each in KEPT},
    "Value error, {value} is not one of {choices}.": "{value} is not one of {choices}",
    "Input should be greater than or equal to {least}": "it must be at least {least}",
    "Input should be less than or equal to {most}": "it must be at most {most}",
    "Input should be a finite number": "it must be a finite number",
    "Unable to parse input string as an integer, exceeded maximum size": "the number is too large",
    "Input should be a valid integer, unable to parse string as an integer": "it must be a whole number",
    "Input should be a valid number, unable to parse string as a number": "it must be a number",
    "Input should be a valid integer": "it must be a whole number",
}


def translate(message: str) -> str:
    """Typer's message in the language in force; an unknown message stays as it is."""
    for sentence, ours in SENTENCES.items():
        if found := _form(sentence).fullmatch(message):
            return say(ours, **{name: translate(part) for name, part in found.groupdict().items()})
    return message


@cache
def _form(sentence: str) -> re.Pattern[str]:
    """A pattern for the sentence, with any text in place of each name."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
