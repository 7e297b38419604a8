"""What is known of one member, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commkit.choices import Segment
from commkit.errors import NotEnoughData
from commkit.result import Line, Result
from commkit.segment.card import sections
from commkit.segment.contribution_score import read_weights, remark_score
from commkit.segment.judge import look
from commkit.segment.pyramid_members import LABELS
from commkit.segment.rfm import PROSPECTS
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.store.ask.cut import Cut
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from commkit.segment.card.sections import Row
    from commkit.segment.judge import Judge
    from commkit.store.ask.community import Store

NOBODY: Mapping[str, str] = MappingProxyType({})
_WEEK = timedelta(days=7)
_MOST_WEEKS = 52


@dataclass
class _Draft:
    """A card as it is put together."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    levels: tuple[str, ...] = ()
    weeks: pl.DataFrame | None = None


def draw_card(
    store: Store, person: Mapping[str, Any], names: Mapping[str, str] = NOBODY, cuts: Path | None = None
) -> Result:
    """The card of this person, a row of `store/ask/person`, with names by handle.

    Of who is in no answer it says only who they are. `cuts` are fixed cut-points of RFM.
    """
    draft = _Draft(list(sections.tell_person(person, names)))
    if person["is_bot"]:
        draft.notes.append(say("a bot: in no answer; why it is taken for one: commkit members --bots"))
    elif person["left_out_for"]:
        draft.notes.append(say("left out of all answers, so nothing more is told."))
    else:
        _fill(draft, store, person, names, cuts)
    return _finish(draft)


def _fill(draft: _Draft, store: Store, person: Mapping[str, Any], names: Mapping[str, str], cuts: Path | None) -> None:
    """What the member did, and what that makes of them; staff have neither level nor score."""
    handle, is_staff = person["handle"], person["is_staff"]
    store.cut(Cut(include_staff=is_staff))
    judge = _look(store)
    spoken = store.ask("segment/card/spoken", handle=handle)
    if is_staff:
        draft.notes.append(say("staff: in answers with --include-staff only; they have no level and no score."))
    elif judge:
        rows, notes = sections.tell_level(judge, handle)
        draft.rows += [*rows, *sections.tell_months(judge, person, spoken)]
        draft.notes += notes
        draft.levels = judge.scheme.names
    if store.has["orders"] and not is_staff:
        draft.rows += sections.tell_value(store, handle, cuts)
    draft.rows += sections.tell_company(store, handle, names)
    if not is_staff:
        draft.rows += sections.tell_score(store, handle)
        draft.notes += remark_score(store, read_weights())
    draft.weeks = _sum_weeks(store, person, spoken)


def _look(store: Store) -> Judge | None:
    """The pyramid as of the last day that tells of it; None where no level can be told."""
    try:
        return look(store, find_scheme(PYRAMID, store.layers))[0]
    except NotEnoughData:
        return None


def _sum_weeks(store: Store, person: Mapping[str, Any], spoken: pl.DataFrame) -> pl.DataFrame | None:
    """Messages in each of the last whole weeks since the member came; None where messages are not covered."""
    import polars as pl

    reach = store.coverage.reach(["messages"])
    if reach.first_on is None or reach.last_on is None:
        return None
    last_on = min(reach.last_on, store.as_of)
    ends_on = last_on - timedelta(days=last_on.isoweekday() % 7)
    first_on = max(reach.first_on, (person["origin_on"] or reach.first_on) - _WEEK)
    number = min((ends_on - first_on + timedelta(days=1)) // _WEEK, _MOST_WEEKS)
    starts = [ends_on + timedelta(days=1) - back * _WEEK for back in range(number, 0, -1)]
    weeks = pl.DataFrame({"starts_on": starts}, {"starts_on": pl.Date})
    summed = spoken.group_by(pl.col("day").dt.truncate("1w").alias("starts_on")).agg(pl.col("messages").sum())
    return weeks.join(summed, on="starts_on", how="left").with_columns(pl.col("messages").fill_null(0))


def _finish(draft: _Draft) -> Result:
    import polars as pl

    table = pl.DataFrame(draft.rows, dict.fromkeys(("section", "item", "value", "detail"), pl.String), orient="row")
    has_line = draft.weeks is not None and draft.weeks["messages"].sum() > 0
    words = (*draft.levels, *LABELS, *Segment, PROSPECTS, *sections.ROLES)
    return Result(
        say("Card of a member"),
        table,
        Line("starts_on", ("messages",)) if has_line else None,
        notes=tuple(draft.notes),
        keys=("section", "item"),
        vocabulary={"section": sections.SECTIONS, "item": sections.ITEMS, "value": words},
        drawn=draft.weeks if has_line else None,
    )
