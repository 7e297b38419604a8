"""GitHub's events as JSON lines, as the events API gives them and GH Archive keeps them.

Format: https://docs.github.com/en/rest/using-the-rest-api/github-event-types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_SENDER, NO_ZONED_TIME, NOT_AN_OBJECT_LINE
from commkit.sources.rows import Rows
from commkit.sources.text.json_objects import peek_objects, read_objects
from commkit.sources.text.json_values import mapping, text
from commkit.sources.text.stamps import read_zoned
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "github"
LACKS = frozenset({"leaves", "roster", "reactions", "mentions"})

TYPE = re.compile(r"([A-Z][A-Za-z]{1,60})Event")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Types of event that open a thread -> the key of the thread in the payload.
OPENINGS = {"Issues": "issue", "PullRequest": "pull_request", "Discussion": "discussion"}
# Types that are a comment -> the keys of the comment and of what it answers in the payload.
COMMENTS = {
    "IssueComment": ("comment", "issue"),
    "PullRequestReview": ("review", "pull_request"),
    "PullRequestReviewComment": ("comment", "pull_request"),
    "DiscussionComment": ("comment", "discussion"),
    "CommitComment": ("comment", ""),
}
SAID = frozenset(
    {"opened", "created", "submitted", None}
)  # actions that say something; every other one changes something that exists
PLAIN = frozenset({"started", None})  # actions that add nothing to their type
STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


@dataclass(slots=True)
class MetRepositories:
    """The repositories, apps and staff of the lines so far."""

    groups: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)


class GithubEvent(NamedTuple):
    """What every event tells: who did what, where and when."""

    kind: str
    action: str | None
    actor: str
    login: str
    group: str
    happened_at: datetime


def recognises(file: File) -> bool:
    """Whether the first lines are events of GitHub's."""
    found = peek_objects(file, 3)
    return bool(found) and all(
        TYPE.fullmatch(text(each.get("type")) or "")
        and "login" in mapping(each.get("actor"))
        and "name" in mapping(each.get("repo"))
        and "created_at" in each
        for each in found
    )


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All the files of events of the load: the archive has one for every hour."""
    return [file, *(each for each in files if each is not file and recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (events speak for themselves)
    """Line by line: something said is a message, everything else an event."""
    met, rows = MetRepositories(), Rows()
    for file in files:
        for number, start, end, line in read_objects(file):
            fault = _add(line, met, rows)
            if fault:
                rows.records["event"] += 1
                rows.reject("event", (file.name, number), *fault, (start, end))
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
    yield rows.batch()


def _add(line: dict[str, object] | None, met: MetRepositories, rows: Rows) -> tuple[str, str] | None:
    """One line's rows, or the code and the reason why there are none."""
    if line is None:
        return NOT_AN_OBJECT_LINE
    actor, repo, payload = mapping(line.get("actor")), mapping(line.get("repo")), mapping(line.get("payload"))
    found = TYPE.fullmatch(text(line.get("type")) or "")
    native, login = text(actor.get("id")), text(actor.get("login"))
    group, happened_at = text(repo.get("id")), read_zoned(text(line.get("created_at")))
    if not found or group is None:
        return "no-event", "an event without its type or its repository"
    if native is None or login is None:
        return NO_SENDER
    if happened_at is None:
        return NO_ZONED_TIME
    event = GithubEvent(found[1], text(payload.get("action")), native, login, group, happened_at)
    _add_group(event, text(repo.get("name")), met, rows, is_private=line.get("public") is False)
    if event.action in SAID and _add_said(event, payload, met, rows):
        return None
    _add_member(event, {}, met, rows)
    _add_event(event, payload, rows)
    return None


def _add_group(event: GithubEvent, name: str | None, met: MetRepositories, rows: Rows, *, is_private: bool) -> None:
    if event.group not in met.groups:
        met.groups.add(event.group)
        rows.records["group"] += 1
        rows.add("group", native=event.group, title=name, kind="channel", is_private=is_private)


def _add_said(event: GithubEvent, payload: dict[str, object], met: MetRepositories, rows: Rows) -> bool:
    """Add the message that the event contains; whether there is one."""
    if event.kind in OPENINGS:
        said = mapping(payload.get(OPENINGS[event.kind]))
        native, parent = _thread(event, said), None
    elif event.kind in COMMENTS:
        key, above = COMMENTS[event.kind]
        said, number = mapping(payload.get(key)), text(mapping(payload.get(key)).get("id"))
        native = f"{event.kind}/{number}" if number else None
        parent = _thread(event, mapping(payload.get(above))) if above else None
    else:
        return False
    if native is None:
        return False
    is_bot = event.login.endswith("[bot]") or mapping(said.get("user")).get("type") == "Bot"
    words = text(said.get("body")) or text(said.get("title"))
    rows.records["message"] += 1
    rows.add(
        "message",
        native=native,
        group=event.group,
        author=event.actor,
        author_name=event.login,
        sent_at=event.happened_at,
        kind="text",
        text=words,
        reply_to=parent,
        flags=BOT if is_bot else 0,
    )
    _add_member(event, said, met, rows)
    return True


def _thread(event: GithubEvent, said: dict[str, object]) -> str | None:
    """An issue's id: repository and number, which pull requests and discussions share."""
    number = text(said.get("number"))
    return f"{event.group}#{number}" if number else None


def _add_member(event: GithubEvent, said: dict[str, object], met: MetRepositories, rows: Rows) -> None:
    """Add an actor that is an app or maintains the repository; others are known by what they do."""
    is_bot, is_staff = event.login.endswith("[bot]"), text(said.get("author_association")) in STAFF
    if (is_bot or is_staff) and event.actor not in met.members:
        met.members.add(event.actor)
        rows.records["member"] += 1
        rows.add("member", native=event.actor, name=event.login, is_bot=is_bot, is_staff=is_staff)


def _add_event(event: GithubEvent, payload: dict[str, object], rows: Rows) -> None:
    """watch, fork, push, issues_closed ... and whoever is added to a repository joins it."""
    name = HUMP.sub("_", event.kind).lower() + (f"_{event.action}" if event.action not in PLAIN else "")
    rows.records["event"] += 1
    rows.add("event", member=event.actor, group=event.group, name=name, happened_at=event.happened_at)
    member = text(mapping(payload.get("member")).get("id"))
    if event.kind == "Member" and event.action == "added" and member:
        rows.add(
            "membership",
            group=event.group,
            member=member,
            happened_at=event.happened_at,
            change="join",
            how="added",
            inviter=event.actor,
        )
