"""All exports of a community, each read by the reader of its format."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.recount.exports import discord, events, kept, members, orders, referrals, slack, wecom, whatsapp
from tests.recount.exports.records import Author, Export

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Community:
    """The exports, the zone of their clocks, whom the configuration names, and whom labels leave out."""

    exports: tuple[Export, ...]
    tz: ZoneInfo
    staff: frozenset[Author] = field(default=frozenset())
    bots: frozenset[Author] = field(default=frozenset())
    left_out: frozenset[Author] = field(default=frozenset())


def sample(folder: Path) -> Community:
    """The sample community, with its commkit.toml."""
    told = tomllib.loads((folder / "commkit.toml").read_text("utf-8"))["community"]
    tz = ZoneInfo(told["tz"])
    exports = (
        slack.read(folder / "slack.zip"),
        *(discord.read(path) for path in sorted((folder / "discord").glob("*.json"))),
        *(whatsapp.read(path, tz) for path in folder.glob("WhatsApp*.txt")),
        wecom.read(folder / "企微群聊天记录.csv", tz),
        members.read(folder / "members.csv", tz),
        referrals.read(folder / "referrals.csv", tz),
        events.read(folder / "events.csv", tz),
        orders.read_workbook(folder / "订单.xlsx", tz),
        *kept.read(folder),
    )
    out = kept.left_out(folder / "member_labels.csv")
    return Community(exports, tz, _authors(told["staff"]), _authors(told["bots"]), out)


def houston(folder: Path) -> Community:
    """A Slack workspace in the zone of most of its people."""
    export = slack.read(folder)
    return Community((export,), ZoneInfo(export.zone or "UTC"))


def cdnow(path: Path) -> Community:
    """The orders of CDNOW."""
    tz = ZoneInfo("UTC")
    return Community((orders.read_cdnow(path, tz),), tz)


def retail(path: Path) -> Community:
    """The invoices of Online Retail."""
    tz = ZoneInfo("UTC")
    return Community((orders.read_retail(path, tz),), tz)


def _authors(named: list[str]) -> frozenset[Author]:
    return frozenset(Author(*each.split(":", 1)) for each in named)
