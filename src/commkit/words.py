"""The language door: English is written in the code, Chinese comes from locale/zh.toml."""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.file_names import show_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATHS = frozenset({"path", "file"})  # what sentences call a path that they name
PLATFORMS = {
    "chatlab": "ChatLab",
    "discord": "Discord",
    "discourse": "Discourse",
    "github": "GitHub",
    "irc": "IRC",
    "mattermost": "Mattermost",
    "qq": "QQ",
    "slack": "Slack",
    "telegram": "Telegram",
    "wechat": "WeChat",
    "wecom": "WeCom",
    "whatsapp": "WhatsApp",
    "zulip": "Zulip",
}
ABBREVIATIONS = frozenset(
    {"dau", "wau", "mau", "d1", "d7", "d30", "d90", "gmv", "arpu", "aov", "nps", "csat"}
)  # indicators, in English
COUNTS = {  # what platforms count by day, in English
    "new_chat_cnt": "new group chats",
    "chat_total": "group chats",
    "chat_has_msg": "group chats with messages",
    "new_member_cnt": "new group members",
    "member_total": "group members",
    "member_has_msg": "group members who wrote",
    "msg_total": "group messages",
    "migrate_trainee_chat_cnt": "migrated group chats",
    "chat_cnt": "direct chats",
    "message_cnt": "direct messages",
    "reply_percentage": "direct chats replied to (%)",
    "avg_reply_time": "mean first reply (minutes)",
    "negative_feedback_cnt": "times deleted or blocked",
    "new_apply_cnt": "friend requests sent",
    "new_contact_cnt": "new customers",
}
_current = "en"


@cache
def _chinese() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads((Path(__file__).parent / "locale" / "zh.toml").read_text("utf-8"))


@cache
def _quotations() -> dict[str, str]:
    import tomllib

    return tomllib.loads((Path(__file__).parent / "locale" / "benchmarks.toml").read_text("utf-8"))


def call_counted(many: str, number: int) -> str:
    """What so many things are called, given what many are: 1 order line, 2 order lines. Chinese has one form."""
    if number != 1 or _current != "en" or not many.endswith("s") or many == "points":
        return many
    return f"{many[:-3]}y" if many.endswith("ies") else many[:-1]


def language() -> str:
    """The language in force, `en` or `zh`."""
    return _current


def speak(name: str) -> None:
    """Use this language from here on."""
    global _current  # noqa: PLW0603 (one language per process, chosen before anything is printed)
    _current = name
    gettext.gettext = say  # type: ignore[assignment]  # Typer takes its headings from there when it is imported


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Use this language until the context ends."""
    before = _current
    speak(name)
    try:
        yield
    finally:
        speak(before)


def choose_language(asked: str | None = None) -> str:
    """The language asked for, else that of COMMKIT_LANG or of the system's locale."""
    names = ("COMMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wish = asked or next((os.environ[name] for name in names if os.environ.get(name)), "en")
    return "zh" if wish.lower().startswith("zh") else "en"


def say(text: str, **values: object) -> str:
    """This sentence in the language in force, with `{named}` values filled in; `path` and `file` are shown as paths."""
    if _current == "zh":
        text = _chinese()["text"].get(text, text)
    shown = {name: show_path(str(each)) if name in PATHS else each for name, each in values.items()}
    return text.format(**shown) if values else text


def say_counted(number: int, one: str, many: str, **values: object) -> str:
    """The sentence about one thing, or about so many, which `many` calls {number}; Chinese has that form alone."""
    return say(one if number == 1 and _current == "en" else many, number=f"{number:,}", **values)


def quote(text: str) -> str:
    """What a row of the benchmarks says, in the language in force: hundreds of sentences that few commands show."""
    return _quotations().get(text, text) if _current == "zh" else text


def heading(column: str) -> str:
    """A column's heading for people: `first_on` reads 'first on', or its Chinese name."""
    if _current != "zh":
        return column.replace("_", " ")
    headings = _chinese()["columns"]
    first, _, rest = column.partition("_")
    if column not in headings and rest in headings and first == "previous":
        return say("previous {column}", column=headings[rest])
    if column not in headings and rest in headings and first == "change":
        return say("change of {column}", column=headings[rest])
    return headings.get(column, column.replace("_", " "))


def value(word: str, column: str = "") -> str:
    """A value from a closed list (a segment, a status) as people read it, in this column; also `kind: name`."""
    if _current != "zh":
        return _say_in_english(word, column)
    values = _chinese()["values"]
    kind, colon, name = word.partition(": ")
    if colon and word not in values:
        return f"{values.get(kind, kind)}：{values.get(name, name)}"
    return values.get(f"{column}: {word}", values.get(word, word))


def _say_in_english(word: str, column: str) -> str:
    if column in ("indicator", "criterion") and word in ABBREVIATIONS:
        return word.upper()
    kind, colon, name = word.rpartition(": ")
    return f"{kind}{colon}{COUNTS.get(name, name)}".replace("_", " ")


def recognise(given: str, known: Iterable[str], column: str = "") -> str:
    """Which of these words of a column is meant, written as it is shown in either language; else what was given.

    Case, spaces, hyphens and underscores make no difference, and what a translation adds in brackets can be left out.
    """
    words = [*map(str, known)]
    if given in words:
        return given
    shown = _chinese()["values"]
    chinese = {shown.get(f"{column}: {word}", shown.get(word, word)): word for word in words}
    short = {_flatten(each.partition("（")[0]): word for each, word in chinese.items() if each != word}
    whole = {_flatten(each): word for each, word in (chinese | dict(zip(words, words, strict=True))).items()}
    return (short | whole).get(_flatten(given), given)


def suggest(given: str, known: Iterable[str], most: int = 1) -> list[str]:
    """At most so many of the known words that are near to what was given, the nearest first; case does not matter."""
    from difflib import get_close_matches

    written = {each.casefold(): each for each in sorted(map(str, known))}
    return [written[each] for each in get_close_matches(given.casefold(), written, most)]


def _flatten(word: str) -> str:
    return word.casefold().translate(str.maketrans("", "", " -_"))


def count(number: int, plural: str) -> str:
    """So many of a kind from a closed list: `2 bots`, and of one alone in the singular."""
    return say("{count} {what}", count=f"{number:,}", what=call_counted(value(plural), number))


def proper(platform: str) -> str:
    """A platform's name as it writes it itself."""
    chinese = _chinese()["values"].get(platform) if _current == "zh" else None
    return chinese or PLATFORMS.get(platform, platform)
