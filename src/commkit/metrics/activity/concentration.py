"""Does the talk hang on a few people?"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Period
from commkit.params.questions import IncludeSilent
from commkit.result import Line, Result
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit concentration  # whether a few people carry the talk",
        "commkit concentration --include-silent --by platform  # those who never wrote too, on each platform",
        "commkit concentration --since 2026-01-01 -o lorenz.svg  # the Lorenz curve of the year so far",
    ),
    headlines=("message_rate", "top10_rate", "top_fifth_rate", "absence_members", "gini"),
    behind=Behind("Who carries the talk", "pyramid", carries=("include_silent",)),
)
TIERS = {"top 1%": 100, "next 9%": 10, "other 90%": 1}  # a tier ends at one person in so many, rounded up
FIFTH = 5  # one person in so many, rounded up, for the rule of 80/20


def concentration(store: Store, *, include_silent: IncludeSilent = False) -> Result:
    """What the top 1%, the next 9%, the rest, the top 20% and the first 10 wrote, who wrote half, the Gini index."""
    if include_silent:
        store.need("roster")
    counted = store.ask("metrics/activity/concentration", every=Period.week)
    if include_silent:
        silent = store.ask("metrics/activity/concentration_silent", every=Period.week)
        counted = counted.vstack(silent).sort("slice", "messages", descending=[False, True], nulls_last=True)
    parts = {slice_: _rank(part) for (slice_,), part in counted.group_by("slice", maintain_order=True)}
    if not parts and store.by is None:
        parts = {None: _rank(counted)}
    whom = (
        say("of those who wrote any and of the members as the span ends.")
        if include_silent
        else say("of those who wrote any; --include-silent counts silent members too.")
    )
    return Result(
        say("Concentration"),
        _tabulate(parts),
        Line("member_rate", ("message_rate",), even="if_all_wrote_equally"),
        notes=(
            whom,
            say("top fifth: the most talkative 20% of people, rounded up; by the rule of 80/20 they write 80%."),
            say("absence members: the fewest who wrote half of the messages."),
            say("the curve: the share of messages that the least talkative share of people wrote."),
        ),
        summary=_tell_few(parts),
        keys=("slice", "tier"),
        aside=("top_fifth_members", "top_fifth_messages", "top10_messages"),
        vocabulary={"tier": TIERS},
        drawn=_draw_lorenz(parts),
    )


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The curve of messages over people, most talkative first, as its corners: so many people wrote so many together.

    People between two corners wrote equally much, so the curve is straight there and their order does not matter.
    """

    people: list[int]
    written: list[int]

    def count_first(self, people: Iterable[float]) -> list[float]:
        """How many messages these numbers of people wrote, most talkative first."""
        return [self._count_until(each) for each in people]

    def _count_until(self, people: float) -> float:
        upper = bisect_left(self.people, people)
        if upper in (0, len(self.people)):
            return float(self.written[0 if upper == 0 else -1])
        start, end = self.people[upper - 1], self.people[upper]
        before, upto = self.written[upper - 1], self.written[upper]
        return before + (upto - before) * (people - start) / (end - start)

    def count_for_half(self) -> int | None:
        """The fewest people who wrote half of the messages."""
        whole = self.written[-1]
        for (people, before), (upto, after) in pairwise(zip(self.people, self.written, strict=True)):
            if after > before and 2 * after >= whole:
                return people - (2 * before - whole) * (upto - people) // (2 * (after - before))
        return None

    def gini(self) -> float | None:
        """Twice the area between the curve and the line of people who all write equally much."""
        square = self.people[-1] * self.written[-1]
        corners = pairwise(zip(self.people, self.written, strict=True))
        twice = sum((end - start) * (before + upto) for (start, before), (end, upto) in corners)
        return twice / square - 1 if square else None


def _tell_few(parts: dict[object, _Ranking]) -> tuple[str, ...]:
    """How many people carry half of the talk; nothing where slices are told apart or nobody wrote."""
    rankings = [*parts.values()]
    few = rankings[0].count_for_half() if len(rankings) == 1 else None
    if few is None:
        return ()
    return (say("Half of the messages come from {few:,} of {all:,} people.", few=few, all=rankings[0].people[-1]),)


def _rank(counted: pl.DataFrame) -> _Ranking:
    people = counted["members"].cum_sum().to_list()
    written = (counted["members"] * counted["messages"]).cum_sum().to_list()
    return _Ranking([0, *people], [0, *written])


def _tabulate(parts: dict[object, _Ranking]) -> pl.DataFrame:
    import polars as pl

    top = ("top_fifth_members", "top_fifth_messages", "top10_messages")
    counts = ("members", "messages", "of_messages", *top, "absence_members")
    schema = {"slice": pl.String, "tier": pl.String, **dict.fromkeys(counts, pl.Int64), "gini": pl.Float64}
    rows = [(slice_, *tier) for slice_, ranking in parts.items() for tier in _split(ranking)]
    part, whole = pl.col("messages", "top_fifth_messages", "top10_messages"), pl.col("of_messages")
    rates = pl.when(whole > 0).then(part / whole).name.map(lambda name: name.removesuffix("s") + "_rate")
    return (
        pl.DataFrame(rows, schema, orient="row")
        .with_columns(rates)
        .rename({"top_fifth_message_rate": "top_fifth_rate", "top10_message_rate": "top10_rate"})
        .select(
            *("slice", "tier", "members", "messages", "of_messages", "message_rate"),
            *("top_fifth_messages", "top_fifth_rate", "top_fifth_members", "top10_messages", "top10_rate"),
            *("absence_members", "gini"),
        )
    )


def _split(ranking: _Ranking) -> list[tuple[object, ...]]:
    everyone, whole = ranking.people[-1], ranking.written[-1]
    ends = [0, *(-(-everyone // parts) for parts in TIERS.values())]
    fifth = -(-everyone // FIFTH)
    *written, top_fifth, top10 = (round(each) for each in ranking.count_first([*ends, fifth, 10]))
    beside = (whole, fifth, top_fifth, top10, ranking.count_for_half(), ranking.gini())
    steps = zip(TIERS, pairwise(ends), pairwise(written), strict=True)
    return [(tier, end - start, upto - before, *beside) for tier, (start, end), (before, upto) in steps]


def _draw_lorenz(parts: dict[object, _Ranking]) -> pl.DataFrame:
    """The Lorenz curve at every hundredth of the people, least talkative first, and what it would be for equals."""
    import polars as pl

    shares = [part / 100 for part in range(101)]
    schema = {
        "slice": pl.String,
        "member_rate": pl.Float64,
        "message_rate": pl.Float64,
        "if_all_wrote_equally": pl.Float64,
    }
    rows = [
        (slice_, share, 1 - rest / ranking.written[-1], share)
        for slice_, ranking in parts.items()
        if ranking.written[-1]
        for share, rest in zip(shares, ranking.count_first((1 - s) * ranking.people[-1] for s in shares), strict=True)
    ]
    return pl.DataFrame(rows, schema, orient="row")
