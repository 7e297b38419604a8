"""The members of a Slack export, and its groups: channels, private channels and direct messages."""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.sources.faults import NO_RECORD_ID
from commkit.sources.files.file import broken
from commkit.sources.text.json_values import items, mapping, mappings, parse_file, text
from commkit.sources.text.stamps import LATEST
from commkit.store.batch import find_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from commkit.sources.files.file import File
    from commkit.sources.rows import Rows
    from commkit.sources.slack.messages import SlackMessage

USERS = "users.json"
NO_USERS = ("no-user-list", "users.json is missing, so names, bots and staff are unknown")
NO_CHANNELS = ("no-channel-list", "channels.json is missing, so channels go by the names of their folders")
SLACKBOT = "USLACKBOT"  # users.json says that it is not a bot
GROUP_FILES = {"channels.json": "channel", "groups.json": "channel", "dms.json": "direct", "mpims.json": "direct"}
STAFF = ("is_admin", "is_owner", "is_primary_owner")
DIRECT = re.compile(r"D[A-Z0-9]{6,30}|mpdm-.{1,300}", re.DOTALL)  # how folders of direct chats are named


@dataclass(slots=True)
class SlackMembers:
    """What messages must know of members: who is known, a bot, deactivated or from outside. And where they live."""

    known: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=lambda: {SLACKBOT})
    leavers: list[dict[str, object]] = field(default_factory=list)  # the records of deactivated accounts
    left_at: dict[str, int] = field(default_factory=dict)  # when they left as far as is known, in microseconds
    outsiders: set[str] = field(default_factory=set)  # in no list, such as people of another workspace, but no bots
    through_apps: list[tuple[SlackMessage, str, int]] = field(default_factory=list)  # with its group and instant
    zones: Counter[str] = field(default_factory=Counter)

    @property
    def zone(self) -> str | None:
        """The zone of half the people or more; None where there is none, or no such zone."""
        home, is_of_half = find_home(self.zones)
        return home if is_of_half and home in zoneinfo.available_timezones() else None

    def see(self, member: str, at: int, *, by_app: bool) -> None:
        """Somebody did something then, in microseconds; a deactivated account had not left before."""
        if not by_app and member not in self.known:
            self.outsiders.add(member)
        if member in self.left_at:
            self.left_at[member] = max(self.left_at[member], at)


@dataclass(slots=True)
class SlackGroups:
    """The id of each channel's folder, and the ids of the pinned messages."""

    ids: dict[str, str] = field(default_factory=dict)
    pins: set[str] = field(default_factory=set)

    def of_folder(self, folder: str, rows: Rows) -> str:
        """The id of a folder's channel. A folder that is in no list becomes a group with the folder's name."""
        if folder not in self.ids:
            rows.records["group"] += 1
            is_private = DIRECT.fullmatch(folder) is not None
            rows.add(
                "group", native=folder, title=folder, kind="direct" if is_private else "channel", is_private=is_private
            )
            self.ids[folder] = folder
        return self.ids[folder]


def read_members(file: File | None, rows: Rows) -> SlackMembers:
    """The users as member records; an export without its list of them says so."""
    if file is None:
        rows.records["member"] += 1
        rows.reject("member", (USERS, 1), *NO_USERS)
    users = SlackMembers()
    for native, user in _listed(file, "member", rows):
        is_bot = user.get("is_bot") is True or native == SLACKBOT
        users.known.add(native)
        if is_bot:
            users.bots.add(native)
        elif zone := text(user.get("tz")):
            users.zones[zone] += 1
        is_staff = any(user.get(key) is True for key in STAFF)
        profile = mapping(user.get("profile"))
        rows.add("contact", member=native, email=text(profile.get("email")), phone=text(profile.get("phone")))
        record: dict[str, object] = {"native": native, "name": _name(user), "is_bot": is_bot, "is_staff": is_staff}
        if left_at := _left_at(user):
            users.leavers.append(record)
            users.left_at[native] = left_at
            rows.records["member"] -= 1  # until it is added
        else:
            rows.add("member", **record)
    return users


def add_leavers(users: SlackMembers, rows: Rows) -> None:
    """The deactivated accounts as member records, once every message has been seen."""
    rows.records["member"] += len(users.leavers)
    for record in users.leavers:
        rows.add("member", **record, left_at=users.left_at[str(record["native"])])


def read_groups(files: Mapping[str, File], users: SlackMembers, rows: Rows) -> SlackGroups:
    """Channels and direct messages as group records; an export without any list of them says so.

    Direct messages have no title; channels name who is in them.
    """
    groups = SlackGroups()
    if not files.keys() & GROUP_FILES.keys():
        rows.records["group"] += 1
        rows.reject("group", ("channels.json", 1), *NO_CHANNELS)
    for base, kind in GROUP_FILES.items():
        for native, group in _listed(files.get(base), "group", rows):
            title = text(group.get("name"))
            is_private = base != "channels.json" or group.get("is_private") is True
            rows.add("group", native=native, title=title, kind=kind, is_private=is_private)
            groups.ids |= {title or native: native, native: native}
            groups.pins |= {f"{native}/{text(pin.get('id'))}" for pin in mappings(group.get("pins"))}
            if kind == "channel":
                _add_roster(native, group.get("members"), users, rows)
    return groups


def _add_roster(group: str, members: object, users: SlackMembers, rows: Rows) -> None:
    """Who is in a channel as the export is made."""
    for native in dict.fromkeys(filter(None, map(text, items(members)))):
        rows.records["member"] += 1
        rows.add("member", native=native, group=group, is_bot=native in users.bots)


def _listed(file: File | None, kind: str, rows: Rows) -> Iterator[tuple[str, dict[str, object]]]:
    """Each record of a list with its id; a file that is `null` lists nothing."""
    value = parse_file(file) if file else None
    if file and not isinstance(value, list | None):
        raise broken(file)
    for number, record in enumerate(items(value), 1):
        rows.records[kind] += 1
        if native := text(mapping(record).get("id")):
            yield native, mapping(record)
        else:
            rows.reject(kind, (file.name if file else "", number), *NO_RECORD_ID)


def _name(user: dict[str, object]) -> str | None:
    """The name that the others see."""
    profile = mapping(user.get("profile"))
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((name for name in map(text, names) if name), None)


def _left_at(user: dict[str, object]) -> int | None:
    """When a deactivated account last changed, usually then, in microseconds. The 2015 schema does not tell."""
    updated = user.get("updated")
    if user.get("deleted") is not True or not isinstance(updated, int) or not 0 < updated <= LATEST:
        return None
    return updated * 1_000_000
