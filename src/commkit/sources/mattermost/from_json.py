"""Mattermost's bulk export: JSON lines of channels, users with their memberships, posts with replies and reactions.

Format: https://docs.mattermost.com/onboard/bulk-loading-data-format.html (the one of bulk import, too).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.faults import NO_RECORD_ID, NOT_AN_OBJECT_LINE
from commkit.sources.mattermost.messages import Known, add_post
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_objects import peek_objects, read_objects
from commkit.sources.text.json_values import items, mapping, mappings, text
from commkit.sources.text.stamps import read_unix, read_zoned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "mattermost"
LACKS: frozenset[str] = frozenset()

parts = alone

NO_RECORDS = frozenset({"version", "info", "scheme", "role", "emoji", "team"})
KINDS = {"channel": "group", "direct_channel": "group", "user": "member", "bot": "member"}
LINES = NO_RECORDS | KINDS.keys() | {"post", "direct_post"}
STAFF = frozenset({"system_admin", "system_manager", "system_user_manager", "team_admin"})


def recognises(file: File) -> bool:
    """Whether the first line states the format's version and the next is of one of its types."""
    first, *others = peek_objects(file, 2) or [{}]
    is_version = first.get("type") == "version" and isinstance(first.get("version"), int)
    return is_version and all(_is_line(each) for each in others)


def _is_line(fields: dict[str, object]) -> bool:
    """Whether the line is of one of the format's types; one whose type is no text is for `read` to reject."""
    kind = text(fields.get("type"))
    return kind in fields and kind in LINES if kind else "type" in fields


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """Line by line, as channels and users come before the posts that name them."""
    for file in files:
        known, rows = Known(), Rows()
        for number, start, end, line in read_objects(file):
            before = len(rows.rejects)
            _add(line, known, (file.name, number), rows)
            rows.rejects[before:] = [each._replace(start=start, end=end) for each in rows.rejects[before:]]
            if rows.is_full:
                yield rows.batch(observed_at=known.made_at, covers_until=known.made_at)
                rows = Rows()
        yield rows.batch(observed_at=known.made_at, covers_until=known.made_at)


def _add(line: dict[str, object] | None, known: Known, where: tuple[str, int], rows: Rows) -> None:
    kind = text(mapping(line).get("type")) or ""
    body = mapping(mapping(line).get(kind))
    if line is None:
        rows.records["message"] += 1
        rows.reject("message", where, *NOT_AN_OBJECT_LINE)
    elif not kind:
        rows.records["message"] += 1
        rows.reject("message", where, "no-type", "a line that does not say what it is")
    elif kind in {"post", "direct_post"}:
        group = _direct(body, "channel_members", known, rows) if kind == "direct_post" else _channel(body)
        add_post(body, group, known, where, rows)
    elif kind in KINDS:
        if not _added(kind, body, known, rows):
            rows.records[KINDS[kind]] += 1
            rows.reject(KINDS[kind], where, *NO_RECORD_ID)
    elif kind in NO_RECORDS:
        _note(line, kind, body, known)
    else:
        rows.records["message"] += 1
        rows.skipped["message", "unsupported"] += 1


def _note(line: dict[str, object], kind: str, body: dict[str, object], known: Known) -> None:
    """What a line that is not a record tells: the teams, and when the export was made."""
    if kind == "team" and (name := text(body.get("name"))):
        known.teams.add(name)
    created = text((mapping(line.get("info")) if kind == "version" else body).get("created"))
    if created and kind in {"version", "info"}:
        known.made_at = read_zoned(created)


def _added(kind: str, body: dict[str, object], known: Known, rows: Rows) -> bool:
    """Whether the line's group or member could be taken."""
    if kind == "direct_channel":
        return _direct(body, "members", known, rows) is not None
    if kind == "channel":
        return _add_channel(body, known, rows)
    return _add_user(body, known, rows, is_bot=kind == "bot")


def _channel(fields: dict[str, object]) -> str | None:
    team, channel = text(fields.get("team")), text(fields.get("channel"))
    return f"{team}/{channel}" if team and channel else None


def _add_channel(body: dict[str, object], known: Known, rows: Rows) -> bool:
    native = _channel(body | {"channel": body.get("name")})
    if native is None:
        return False
    rows.records["group"] += 1
    if native in known.groups:
        rows.skipped["group", "repeated"] += 1
        return True
    known.groups.add(native)
    title = text(body.get("display_name")) or text(body.get("name"))
    rows.add("group", native=native, title=title, kind="channel", is_private=text(body.get("type")) != "O")
    return True


def _direct(body: dict[str, object], key: str, known: Known, rows: Rows) -> str | None:
    """The id of a direct group, which is its members. The first line that names it adds it."""
    named = [text(each) for each in items(body.get(key))]
    named += [text(each.get("username")) for each in mappings(body.get("participants"))]
    members = sorted({each for each in named if each})
    native = ",".join(members)
    if members and native not in known.groups:
        known.groups.add(native)
        rows.records["group"] += 1
        rows.add("group", native=native, kind="direct", is_private=True)
    elif members and key == "members":
        rows.records["group"] += 1
        rows.skipped["group", "repeated"] += 1
    return native or None


def _add_user(body: dict[str, object], known: Known, rows: Rows, *, is_bot: bool) -> bool:
    """A member: one record for the server and one for each channel."""
    native = text(body.get("username"))
    if native is None:
        return False
    rows.records["member"] += 1
    if native in known.members:
        rows.skipped["member", "repeated"] += 1
        return True
    known.members.add(native)
    teams = mappings(body.get("teams"))
    roles = {role for each in (body, *teams) for role in (text(each.get("roles")) or "").split()}
    left_at = read_unix(body.get("delete_at"), per_second=1000)
    is_staff = not STAFF.isdisjoint(roles)
    rows.add("member", native=native, name=_name(body), is_bot=is_bot, is_staff=is_staff, left_at=left_at)
    rows.add("contact", member=native, email=text(body.get("email")))
    groups = {_channel({"team": team.get("name"), "channel": each.get("name")}) for team, each in _channels(teams)}
    for group in sorted(filter(None, groups)):
        rows.records["member"] += 1
        rows.add("member", native=native, is_bot=is_bot, is_staff=is_staff, group=group)
    return True


def _channels(teams: list[dict[str, object]]) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    return ((team, channel) for team in teams for channel in mappings(team.get("channels")))


def _name(body: dict[str, object]) -> str | None:
    """The name that the others see."""
    both = " ".join(filter(None, (text(body.get("first_name")), text(body.get("last_name")))))
    return text(body.get("nickname")) or text(body.get("display_name")) or both or text(body.get("username"))
