"""What each member gave to the community lately, in points that add up from parts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store

# The parts of the score, with the kind of fact that tells of each.
PARTS: Mapping[str, str] = {
    "messages": "messages",
    "replies": "replies",
    "newcomers": "replies",
    "referrals": "referrals",
    "net_amount": "orders",
}
OTHERS = tuple(PARTS)[1:]  # all but messages, which reach a share of what these can reach
TOP = 100


@dataclass(frozen=True, slots=True)
class Weights:
    """What is counted and what it is worth."""

    days: int
    messages_a_day: int
    newcomer_days: int
    first_share: float
    most: Mapping[str, float]
    full: Mapping[str, float]


@cache
def read_weights() -> Weights:
    """The weights that come with commkit."""
    said = tomllib.loads((files("commkit.presets") / "contribution.toml").read_text("utf-8"))
    return Weights(
        said["days"],
        said["messages_a_day"],
        said["newcomer_days"],
        said["first_share"],
        {name: float(said[name]["most"]) for name in OTHERS},
        {name: float(said[name]["full"]) for name in PARTS},
    )


def score_members(store: Store, weights: Weights | None = None) -> pl.DataFrame:
    """Every member's score as of the answer: member, handle, what counts in each part, and its points."""
    import polars as pl

    said = weights or read_weights()
    table = store.ask(
        "segment/contribution_score",
        review=store.as_of,
        days=said.days,
        messages_a_day=said.messages_a_day,
        newcomer_days=said.newcomer_days,
        active_by=Activity.spoke,
    )
    opens_on = store.as_of - (said.days - 1) * DAY
    untold = [name for name, kind in PARTS.items() if not covers_most(store, kind, opens_on, store.as_of)]
    told = table.with_columns(
        pl.when(_is_told(name, untold)).then(pl.col(name)).alias(name) for name in PARTS
    ).with_columns(pl.col("net_amount").cast(pl.Float64))
    return score_points(told.drop("tells_replies"), said)


def _is_told(name: str, untold: list[str]) -> pl.Expr:
    """Whether a part is known of a member: on platforms that tell no replies, nobody is known to draw any."""
    import polars as pl

    return pl.lit(name not in untold) & (pl.col("tells_replies") if PARTS[name] == "replies" else pl.lit(value=True))


def covers_most(store: Store, kind: str, opens_on: date, closes_on: date) -> bool:
    """Whether there are such facts, and they cover at least half of the days of a window that anything covers."""
    opens_on = max(opens_on, store.begins_on)
    reach = store.coverage.reach([kind])
    if not store.has[kind] or reach.first_on is None or reach.last_on is None:
        return False
    covered = min(reach.last_on, closes_on) - max(reach.first_on, opens_on) + DAY
    return covered / timedelta(days=1) >= ((closes_on - opens_on) / DAY + 1) / 2


def score_points(counted: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """The table with the points of each part, what it could reach (`of_..._points`), and their sum `score`, of 100.

    What is null of a member has no points, and the other parts weigh more. With messages alone there is no score.
    """
    import polars as pl

    share, has_talk = weights.first_share, pl.col("messages").is_not_null()
    told = {name: pl.when(pl.col(name).is_not_null()).then(pl.lit(weights.most[name])) for name in OTHERS}
    together = pl.sum_horizontal(told.values())
    fullest = pl.when(together > 0).then(TOP / (1 + pl.when(has_talk).then(share).otherwise(0.0)))
    most = {
        "messages": pl.when(has_talk).then(share * fullest),
        **{name: weight / together * fullest for name, weight in told.items()},
    }
    points = pl.sum_horizontal(f"{name}_points" for name in PARTS)
    return counted.with_columns(
        *((most[name] * _earn(name, weights)).alias(f"{name}_points") for name in PARTS),
        *(most[name].alias(f"of_{name}_points") for name in PARTS),
    ).with_columns(pl.when(together > 0).then(points).alias("score"))


def _earn(name: str, weights: Weights) -> pl.Expr:
    """Which share of a part is earned: of all but messages, anything at all earns the first share."""
    import polars as pl

    full = _fill(name, weights)
    if name == "messages":
        return full
    return pl.when(pl.col(name) > 0).then(weights.first_share + (1 - weights.first_share) * full).otherwise(0.0)


def _fill(name: str, weights: Weights) -> pl.Expr:
    """How full a part is, from 0 to 1; money is measured by what the middle one of those who spent anything spent."""
    import polars as pl

    full = pl.lit(weights.full[name])
    if name == "net_amount":
        spent = pl.col(name)
        full = full * spent.filter(spent > 0).median()
    return (pl.col(name) / full).clip(0, 1)


def remark_score(store: Store, weights: Weights) -> Iterator[str]:
    """Which parts no score can count, and which reach over only some of its days."""
    named = _name_parts()
    opens_on = store.as_of - (weights.days - 1) * DAY
    yield from remark_parts(store, {named[name]: kind for name, kind in PARTS.items()}, opens_on, store.as_of)


def remark_parts(store: Store, kinds: Mapping[str, str], opens_on: date, closes_on: date) -> Iterator[str]:
    """The same of the parts of any score, by what each is called and the kind of fact that tells of it."""
    for part, kind in kinds.items():
        reach = store.coverage.reach([kind])
        if not covers_most(store, kind, opens_on, closes_on):
            yield say("score: {part}: not covered.", part=part)
        elif reach.first_on and reach.last_on and (reach.first_on > opens_on or reach.last_on < closes_on):
            yield say(
                "score: {part}: covered from {first} to {last} only.",
                part=part,
                first=max(reach.first_on, opens_on),
                last=min(reach.last_on, closes_on),
            )


def _name_parts() -> dict[str, str]:
    """What each part counts, in the reader's language."""
    return {
        "messages": say("messages"),
        "replies": say("replies drawn"),
        "newcomers": say("newcomers answered"),
        "referrals": say("members brought who were active within 7 days"),
        "net_amount": say("money spent, less refunds"),
    }
