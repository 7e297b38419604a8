"""How does the community stand by every indicator, and is it better or worse than before?"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from commkit.about import About
from commkit.choices import BACK, UNSETTLED, Activity, Compare, Period, PeriodStatus
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.indicators.indicator import Good, Unit
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.periods import needed_for
from commkit.indicators.series import missing, series
from commkit.params import ActiveBy, Against, Every, Explain, Metric
from commkit.result import Bars, Result
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import polars as pl

ABOUT = About(
    needs_one_of=(
        *("messages", "orders", "roster", "events"),
        *("surveys", "cases", "costs", "income", "mentions", "points"),
    ),
    examples=(
        "commkit kpi",
        "commkit kpi --every month --compare last-year",
        "commkit kpi --metric speaking_rate --metric d7 --by channel",
        "commkit kpi --explain --format json",
    ),
    sql=(),  # that of every indicator
)
SHOWN = (
    "slice",
    "indicator",
    "value",
    "previous",
    "change",
    "change_percent",
    "trend",
    "good",
    "target",
    "n",
    "status",
)
WORKING = ("numerator", "denominator", "definition", "needs", "version")
_SCHEMA = {"indicator": str, "unit": str, "good": str, "target": float, "definition": str, "needs": str, "version": int}
TRENDS = {"up": {1: "better", -1: "worse"}, "down": {1: "worse", -1: "better"}}
_VOCABULARY = {
    "indicator": INDICATORS,
    "trend": ("better", "unchanged", "worse"),
    "good": get_args(Good),
    "status": PeriodStatus,
    "unit": get_args(Unit),
}


def kpi(
    store: Store,
    *,
    every: Every = Period.week,
    active_by: ActiveBy = Activity.spoke,
    metric: Metric = None,
    compare: Against = Compare.previous,
    explain: Explain = False,
) -> Result:
    """Each indicator in its last settled period, beside an earlier one and its target."""
    names = _choose(metric)
    told = series(store, names, every=every, active_by=active_by)
    lacking = {name: kinds for name in names if (kinds := missing(store, INDICATORS[name], active_by))}
    table = _arrange(told, _take_last(told, BACK[compare][every]), names, lacking, store.targets)
    return Result(
        say("Indicators"),
        table.select(*SHOWN, "starts_on", "as_of_on", "unit", *(WORKING if explain else ())),
        Bars("indicator", "change_percent"),
        notes=(
            *_remark(table["status"].to_list(), compare),
            *remarks.of_older(store, _need(names, lacking, active_by)),
            *_name_currency(store, table),
            *remarks.of_cuts(names if store.has["orders"] else (), are_fixed=store.session.has_cuts),
            *remarks.of_lacking(lacking),
        ),
        keys=("slice", "indicator"),
        vocabulary=_VOCABULARY,
        parameters={"every": every.value, "active_by": active_by.value, "compare": compare.value},
        unit_of=("value", "previous", "change", "target"),
        aside=(
            "change_percent",
            "good",
            "unit",
            "as_of_on",
            *(() if store.targets else ("target",)),
            *(WORKING if explain else ()),
        ),
    )


def _choose(asked: Iterable[str] | None) -> list[str]:
    """The indicators asked for, else all. Raises WrongUse."""
    names = list(dict.fromkeys(asked or INDICATORS))
    for name in names:
        if name not in INDICATORS:
            near = get_close_matches(name, INDICATORS, 1)
            known = say("known: {names}", names=say(", ").join(INDICATORS))
            raise WrongUse(
                say("no indicator is called {name!r}", name=name),
                hint=say("did you mean {name}?", name=near[0]) if near else known,
            )
    return names


def _need(names: Iterable[str], lacking: Collection[str], active_by: Activity) -> list[str]:
    """The kinds of fact that the indicators need that can be told."""
    needs = (needed_for(active_by, INDICATORS[name].needs) for name in names if name not in lacking)
    return list(dict.fromkeys(kind for each in needs for kind in each))


def _take_last(told: pl.DataFrame, back: str) -> pl.DataFrame:
    """The last settled period of each indicator and slice, beside its value `back` in time."""
    import polars as pl

    settled = told.filter(~pl.col("status").is_in(UNSETTLED))
    keys = ["indicator", "slice", "earlier_on"]
    earlier = settled.select(
        "indicator", "slice", pl.col("starts_on").alias("earlier_on"), pl.col("value").alias("previous")
    )
    return (
        settled.sort("starts_on")
        .group_by("indicator", "slice", maintain_order=True)
        .last()
        .with_columns(pl.col("starts_on").dt.offset_by(back).alias("earlier_on"))
        .join(earlier, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .with_columns((pl.col("value") - pl.col("previous")).alias("change"))
    )


def _arrange(
    told: pl.DataFrame,
    last: pl.DataFrame,
    names: list[str],
    lacking: Mapping[str, list[str]],
    targets: Mapping[str, float],
) -> pl.DataFrame:
    """One row per indicator and slice in the order of `names`, including those without a settled period."""
    import polars as pl

    rows = [_describe(name, lacking.get(name), targets.get(name)) for name in names]
    about = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    change = pl.col("change")
    trends = [
        pl.when((pl.col("good") == good) & (change.sign() == sign)).then(pl.lit(word))
        for good, words in TRENDS.items()
        for sign, word in words.items()
    ]
    rows_of_each = about.join(last, on="indicator", how="left", maintain_order="left_right")
    joined = rows_of_each.join(_latest(told), on="indicator", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(pl.col("previous") != 0).then(100 * change / pl.col("previous").abs()).alias("change_percent"),
        pl.coalesce(*trends, pl.when(change == 0).then(pl.lit("unchanged"))).alias("trend"),
        pl.coalesce("status", "latest", pl.lit("not_covered")).alias("status"),
        pl.col("sample").alias("n"),
    )


def _latest(told: pl.DataFrame) -> pl.DataFrame:
    """The status of each indicator's last period, which says why none is settled where none is."""
    import polars as pl

    in_order = told.sort("starts_on", maintain_order=True)
    return in_order.group_by("indicator").agg(pl.col("status").last().alias("latest"))


def _describe(name: str, lacking: list[str] | None, target: float | None) -> tuple[object, ...]:
    indicator = INDICATORS[name]
    needs = say(", ").join(map(value, lacking)) if lacking else None
    return name, indicator.unit, indicator.good, target, say(indicator.definition), needs, indicator.version


def _remark(statuses: list[str], compare: Compare) -> list[str]:
    earlier = remarks.earlier(compare)
    settled = say("each in its last period that is over and settled; previous: {earlier}.", earlier=earlier)
    return [settled, *remarks.of_statuses(statuses)]


def _name_currency(store: Store, table: pl.DataFrame) -> list[str]:
    if store.currency is None or "amount" not in table["unit"].filter(table["value"].is_not_null()).to_list():
        return []
    return [say("amounts are in {currency}.", currency=store.currency)]
