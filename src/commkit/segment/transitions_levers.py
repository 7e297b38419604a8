"""What one point more on each rate of moving would bring, if members go on moving as they do."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import NotEnoughData
from commkit.result import Bars, Result
from commkit.segment import level_remarks, moves
from commkit.segment.transitions_series import list_known
from commkit.stats.chains import project
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.segment.judge import Judge

    Counts = list[list[int]]  # a row a level and one for who joined, a column a level and one for who left

PERIODS = 12
POINT = 0.01
_LEARNT = 3  # the fewest months from which the next is foretold
_DRAWS = 200
_SEED = 20_260_101
_NO_LONGER = "left"


class Chain(NamedTuple):
    """Monthly rates of moving, each row with who left as its last part, and how many join each level in a month."""

    rates: list[list[float]]
    inflow: list[float]

    def count_alive(self, start: Sequence[float], periods: int) -> float:
        """The members above the bottom level after so many months."""
        within = [row[:-1] for row in self.rates]
        return sum(project(within, start, self.inflow, periods)[1:])


def pull_levers(judge: Judge) -> Result:
    """A row for each rate: how many more members would be active after twelve months with one point more of it.

    Raises NotEnoughData where such a forecast does worse than taking the last month's number.
    """
    import polars as pl

    reviews = list_known(judge)
    months = moves.list_counts(judge, reviews)
    _prove(months)
    pooled = _add_up(months)
    start = [sum(row[at] for row in months[-1]) for at in range(len(pooled) - 1)]
    chain = _learn(pooled, len(months))
    now = chain.count_alive(start, PERIODS)
    drawn = [_learn(each, len(months)) for each in _draw(pooled)]
    names = (*judge.scheme.names, _NO_LONGER)
    rows = [_weigh(chain, drawn, start, names, lever) for lever in _list_levers(chain)]
    table = pl.DataFrame(rows, orient="row").with_columns(pl.lit(now).alias("of_active_members"))
    table = table.sort("change_members", descending=True, maintain_order=True).select(
        "level", "to_level", "rate", "of_active_members", "change_members", "lower_members", "upper_members"
    )
    return Result(
        say("What one point more would bring: {scheme}", scheme=say(judge.scheme.title)),
        table,
        Bars("lever", "change_members"),
        notes=(
            say(
                "members above the bottom level in {count} months, if all go on as in the last {months}: {now:,.0f}.",
                count=PERIODS,
                months=len(months),
                now=now,
            ),
            say("one point more of a rate is taken from those who stay; less leaving adds to them. Intervals of 95%."),
            say("a projection shows what rates add up to, and not that they can be moved."),
            *level_remarks.of_untold(judge),
        ),
        keys=("level", "to_level"),
        vocabulary={"level": names, "to_level": names},
        parameters={"scheme": judge.scheme.name, "months": len(months), "periods": PERIODS, "seed": _SEED},
        drawn=table.with_columns(_name_levers(table)),
    )


def _name_levers(table: pl.DataFrame) -> pl.Series:
    import polars as pl

    pairs = table.select("level", "to_level").iter_rows()
    return pl.Series("lever", [f"{value(start, 'level')} → {value(end, 'level')}" for start, end in pairs], pl.String)


def _add_up(months: Sequence[Counts]) -> Counts:
    size = len(months[0])
    return [[sum(month[start][end] for month in months) for end in range(size)] for start in range(size)]


def _learn(pooled: Sequence[Sequence[float]], months: int) -> Chain:
    """The rates of moving in a month, and the mean number who join; a level in which nobody was stays as it is."""
    *levels, joined = pooled
    rates = []
    for at, row in enumerate(levels):
        whole = sum(row)
        rates.append([part / whole if whole else float(end == at) for end, part in enumerate(row)])
    return Chain(rates, [number / months for number in joined[:-1]])


def _prove(months: Sequence[Counts]) -> None:
    """Refuse where the number of active members is foretold worse than by that of the month before."""
    foretold, last = [], []
    for number in range(_LEARNT, len(months)):
        before, month = months[:number], months[number]
        start = [sum(row[at] for row in before[-1]) for at in range(len(month) - 1)]
        now = sum(sum(row[at] for row in month) for at in range(1, len(month) - 1))
        foretold.append(abs(_learn(_add_up(before), number).count_alive(start, 1) - now))
        last.append(abs(sum(start[1:]) - now))
    if not foretold:
        raise NotEnoughData(
            say("a forecast is tried on {count} months, and there are {months}", count=_LEARNT + 1, months=len(months)),
            hint=say("load a longer export"),
        )
    if sum(foretold) >= sum(last):
        raise NotEnoughData(
            say(
                "moves foretell active members no better than the month before does: off by {error:.1f} "
                "against {naive:.1f}",
                error=sum(foretold) / len(foretold),
                naive=sum(last) / len(last),
            ),
            hint=say("see the moves themselves: commkit transitions --every month"),
        )


def _list_levers(chain: Chain) -> Iterator[tuple[int, int]]:
    """Each rate that can be raised: from a level to the next, and from leaving to staying."""
    size = len(chain.rates)
    for start in range(size):
        if start + 1 < size and chain.rates[start][start] >= POINT:
            yield start, start + 1
        if chain.rates[start][size] >= POINT:
            yield start, size


def _weigh(
    chain: Chain, drawn: Sequence[Chain], start: Sequence[float], names: Sequence[str], lever: tuple[int, int]
) -> dict[str, object]:
    """What the lever brings, with the interval over chains that are drawn as the moves might have been."""
    at, to = lever
    gains = sorted(_gain(each, start, lever) for each in drawn)
    cut = round(len(gains) * 0.025)
    return {
        "level": names[at],
        "to_level": names[to],
        "rate": chain.rates[at][to],
        "change_members": _gain(chain, start, lever),
        "lower_members": gains[cut],
        "upper_members": gains[-1 - cut],
    }


def _gain(chain: Chain, start: Sequence[float], lever: tuple[int, int]) -> float:
    at, to = lever
    size = len(chain.rates)
    rates = [list(row) for row in chain.rates]
    taken, given = (to, at) if to == size else (at, to)
    rates[at][taken] -= POINT
    rates[at][given] += POINT
    return Chain(rates, chain.inflow).count_alive(start, PERIODS) - chain.count_alive(start, PERIODS)


def _draw(pooled: Counts) -> Iterator[list[list[float]]]:
    """The moves as they might have been: rows drawn again, by a Dirichlet distribution of their counts."""
    random = Random(_SEED)  # noqa: S311 (draws, not secrets)
    for _ in range(_DRAWS):
        drawn = [[random.gammavariate(count, 1) if count else 0.0 for count in row] for row in pooled[:-1]]
        yield [*drawn, [float(count) for count in pooled[-1]]]
