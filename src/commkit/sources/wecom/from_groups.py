"""Who is in WeCom's customer groups (客户群): answers of externalcontact/groupchat/get and groupchat/list.

Layout: https://developer.work.weixin.qq.com/document/path/92122 and .../92120
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.rows import Rows
from commkit.sources.text.json_values import items, mapping, mappings, text
from commkit.sources.text.stamps import read_unix_text
from commkit.sources.wecom.answers import count_empty, read_answers
from commkit.sources.wecom.messages import is_bot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.wecom.answers import Answer
    from commkit.store.batch import Batch

PLATFORM = "wecom"
LACKS = frozenset({"reactions", "replies", "leaves", "mentions"})

MARKS = re.compile(rb'"group_chat"\s*:\s*\{|"group_chat_list"\s*:\s*\[')
SCENES = {"1": "invite", "2": "link", "3": "qr_code"}  # of joining
EMPLOYEE = "1"  # a member's type


@dataclass(slots=True)
class MetGroups:
    """The groups and members of an export so far, and the groups that are only listed."""

    groups: set[str] = field(default_factory=set)
    members: set[tuple[str, str]] = field(default_factory=set)
    listed: dict[str, None] = field(default_factory=dict)


def recognises(file: File) -> bool:
    """Whether it begins with an answer that describes or lists groups."""
    start = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start in (b"{", b"[") and b'"chat_id"' in file.head and MARKS.search(file.head) is not None


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All the answers of the load: there is one for each group."""
    return [file, *(each for each in files if each is not file and recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (answers speak for themselves)
    """Group by group; those that are only listed come last."""
    met, rows = MetGroups(), Rows()
    for file in files:
        for answer in read_answers(file):
            _add(file.name, answer, met, rows)
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
    for group in met.listed:
        if group in met.groups:
            rows.skipped["group", "repeated"] += 1
        else:
            rows.add("group", native=group, kind="channel", is_private=False)
    rows.records["group"] += len(met.listed)
    yield rows.batch()


def _add(name: str, answer: Answer, met: MetGroups, rows: Rows) -> None:
    """What one answer tells; one that tells nothing, such as an error, is skipped."""
    said = answer.said
    if "group_chat" in said:
        _add_group(name, answer, mapping(said["group_chat"]), met, rows)
    elif "group_chat_list" in said:
        for each in items(said["group_chat_list"]):
            _add_listed(name, answer, text(mapping(each).get("chat_id")), met, rows)
    else:
        count_empty("group", name, answer, rows)


def _add_listed(name: str, answer: Answer, group: str | None, met: MetGroups, rows: Rows) -> None:
    if group is None:
        rows.records["group"] += 1
        rows.reject("group", (name, answer.line), "no-id", "a group without chat_id", (answer.start, answer.end))
    elif group in met.listed:
        rows.records["group"] += 1
        rows.skipped["group", "repeated"] += 1
    else:
        met.listed[group] = None


def _add_group(name: str, answer: Answer, chat: dict[str, object], met: MetGroups, rows: Rows) -> None:
    group, where, span = text(chat.get("chat_id")), (name, answer.line), (answer.start, answer.end)
    rows.records["group"] += 1
    if group is None:
        rows.reject("group", where, "no-id", "a group without chat_id", span)
    elif group in met.groups:
        rows.skipped["group", "repeated"] += 1
    else:
        met.groups.add(group)
        rows.add("group", native=group, title=text(chat.get("name")), kind="channel", is_private=False)
    leads = {text(chat.get("owner")), *(text(each.get("userid")) for each in mappings(chat.get("admin_list")))}
    for each in items(chat.get("member_list")):
        rows.records["member"] += 1
        if fault := _add_member(group, mapping(each), leads, met, rows):
            rows.reject("member", where, *fault, span)


def _add_member(
    group: str | None, member: dict[str, object], leads: set[str | None], met: MetGroups, rows: Rows
) -> tuple[str, str] | None:
    """A member of this group and how they joined, or the code and the reason why there is none."""
    native, joined_at = text(member.get("userid")), read_unix_text(member.get("join_time"))
    if native is None:
        return "no-id", "a member without userid"
    if group is None:
        return "no-room", "a member of a group without chat_id"
    if joined_at is None:
        return "bad-time", "join_time is no Unix time in seconds"
    if (group, native) in met.members:
        rows.skipped["member", "repeated"] += 1
        return None
    met.members.add((group, native))
    called = text(member.get("name")) or text(member.get("group_nickname"))
    is_staff = text(member.get("type")) == EMPLOYEE or native in leads
    state, inviter = text(member.get("state")), text(mapping(member.get("invitor")).get("userid"))
    rows.add(
        "member",
        native=native,
        name=called,
        is_bot=is_bot(native),
        is_staff=is_staff,
        joined_at=joined_at,
        channel=state,
        group=group,
    )
    how = SCENES.get(text(member.get("join_scene")) or "")
    rows.add("membership", group=group, member=native, happened_at=joined_at, change="join", how=how, inviter=inviter)
    return None
