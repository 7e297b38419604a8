"""The sections of a card, each as rows of section, item, value and detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.choices import Basis, Scoring
from commkit.errors import NotEnoughData
from commkit.segment.contribution_score import PARTS, score_members
from commkit.segment.levels import find_levels, list_month_ends
from commkit.segment.pyramid_members import list_members
from commkit.segment.rfm import PROSPECTS, rfm
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from commkit.segment.judge import Judge
    from commkit.store.ask.community import Store

    Row = tuple[str, str, str | None, str]

SECTIONS = ("person", "level", "month", "worth", "group", "close", "label", "contribution")
ROLES = ("member", "staff", "bot")
ITEMS = (
    *("handle", "name", "role", "platform", "channel", "came_on", "left_on", "left_out"),
    *("level", "since_on", "standing", "next_level", "missing"),
    *("segment", "value_level", "orders", "net_amount", "last_on"),
    *("score", *PARTS),
)
MONTHS, MOST_GROUPS, MOST_PARTNERS = 12, 10, 5


def tell_person(person: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Row]:
    """Who it is, where and since when."""
    role = "bot" if person["is_bot"] else "staff" if person["is_staff"] else "member"
    earlier = say("or earlier") if person["is_earlier"] else ""
    yield "person", "handle", person["handle"], ""
    yield from _tell("person", "name", names.get(person["handle"]))
    yield "person", "role", role, ""
    yield "person", "platform", person["platform"], ""
    yield from _tell("person", "channel", person["channel"])
    if not person["left_out_for"]:
        yield from _tell("person", "came_on", person["origin_on"], earlier)
        yield from _tell("person", "left_on", person["left_on"])
    yield from _tell("person", "left_out", person["left_out_for"])


def _tell(section: str, item: str, value: object, detail: str = "") -> Iterator[Row]:
    """A row, where there is something to tell."""
    if value is not None:
        yield section, item, str(value), detail


def tell_level(judge: Judge, handle: str) -> tuple[list[Row], tuple[str, ...]]:
    """The level, since when, and what is missing for the next; with what must be said of levels."""
    result = list_members(judge)
    found = result.table.filter(result.table["handle"] == handle)
    rows = [row for each in found.iter_rows(named=True) for row in _tell_standing(each)]
    if not rows:
        return rows, (say("no level: not in the community as of {day}.", day=judge.as_of),)
    return rows, result.notes


def _tell_standing(standing: Mapping[str, Any]) -> Iterator[Row]:
    yield "level", "level", standing["level"], ""
    for item, column in (
        ("since_on", "since_on"),
        ("standing", "label"),
        ("next_level", "next_level"),
        ("missing", "missing"),
    ):
        yield from _tell("level", item, standing[column])


def tell_months(judge: Judge, person: Mapping[str, Any], spoken: pl.DataFrame) -> Iterator[Row]:
    """The level at each of the last month-ends, null where it is not known, and the messages of that month."""
    store = judge.store
    ends = list_month_ends(person["origin_on"] or store.begins_on, judge.as_of)[-MONTHS:]
    known = [day for day in ends if judge.is_known(day)]
    levels = find_levels(judge, known, beside=("handle",)) if known else None
    stood = {}
    if levels is not None:
        here = levels.filter(levels["handle"] == person["handle"])
        stood = dict(here.select("review_on", "level").iter_rows())
    messages = dict(spoken.group_by(spoken["day"].dt.month_end().alias("day")).agg(_sum_messages()).iter_rows())
    reach = store.coverage.reach(["messages"])
    for day in ends:
        level = judge.scheme.names[stood[day]] if day in stood else None
        is_told = reach.first_on is not None and reach.last_on is not None and reach.first_on <= day <= reach.last_on
        detail = say_counted(messages.get(day, 0), "1 message", "{number} messages") if is_told else ""
        yield "month", f"{day:%Y-%m}", level, detail


def _sum_messages() -> pl.Expr:
    import polars as pl

    return pl.col("messages").sum()


def tell_value(store: Store, handle: str, cuts: Path | None) -> Iterator[Row]:
    """What the member bought, and where that places them by RFM."""
    mode = Scoring.fixed if cuts else Scoring.quintile
    try:
        scored = rfm(store, on=Basis.orders, mode=mode, cuts=cuts, members=True).table
    except NotEnoughData:  # nobody has bought by then
        return
    found = scored.filter(scored["handle"] == handle)
    if found.is_empty():
        yield "worth", "segment", PROSPECTS, ""
        yield "worth", "orders", "0", ""
        return
    bought = found.row(0, named=True)
    yield "worth", "segment", bought["segment"], ""
    yield "worth", "value_level", str(bought["level"]), say("of 5")
    yield "worth", "orders", str(bought["orders"]), ""
    yield "worth", "net_amount", str(bought["net_amount"]), store.currency or ""
    yield "worth", "last_on", str(bought["last_on"]), ""


def tell_company(store: Store, handle: str, names: Mapping[str, str]) -> Iterator[Row]:
    """The groups that the member talks in, the people closest to them, and what labels say."""
    for title, messages, last_on in store.ask("segment/card/groups", handle=handle).head(MOST_GROUPS).iter_rows():
        yield "group", title, say_counted(messages, "1 message", "{number} messages"), say("last on {day}", day=last_on)
    for other in store.ask("segment/card/partners", handle=handle, most=MOST_PARTNERS).iter_rows(named=True):
        exchanges = say_counted(other["exchanges"], "1 exchange", "{number} exchanges")
        yield "close", other["handle"], exchanges, _describe(other, names)
    for dimension, value in store.ask("segment/card/labels", handle=handle).iter_rows():
        yield "label", dimension, value, ""


def _describe(other: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The name where it is told, whether it is staff, and what was exchanged."""
    kinds = (
        (other["replies"], say_counted(other["replies"], "1 reply", "{number} replies")),
        (other["reactions"], say_counted(other["reactions"], "1 reaction", "{number} reactions")),
        (other["mentions"], say_counted(other["mentions"], "1 mention", "{number} mentions")),
    )
    counted = say(", ").join(text for count, text in kinds if count)
    role = say("staff") if other["is_staff"] else ""
    return say("; ").join(filter(None, (names.get(other["handle"]), role, counted)))


def tell_score(store: Store, handle: str) -> Iterator[Row]:
    """The score of contribution, and the points of each part that is told."""
    scores = score_members(store)
    for row in scores.filter(scores["handle"] == handle).iter_rows(named=True):
        if row["score"] is None:
            return
        yield "contribution", "score", f"{row['score']:.1f}", say("of {most:.0f} points", most=100)
        for name in PARTS:
            if row[f"{name}_points"] is not None:
                most = say("of {most:.0f} points", most=row[f"of_{name}_points"])
                yield (
                    "contribution",
                    name,
                    f"{row[f'{name}_points']:.1f}",
                    say("; ").join((most, _count(name, row[name]))),
                )


def _count(name: str, counted: float) -> str:
    return say("counted: {count}", count=f"{counted:,.2f}" if name == "net_amount" else f"{counted:,}")
