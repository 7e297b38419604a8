"""Who is worth most to us, who is rising, and who is slipping away?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Basis, Period, Scoring, Segment
from commkit.errors import NotEnoughData, WrongUse
from commkit.params.questions import Cuts, Levels, Members, Mode, On, RCompatible, SaveCuts, Trend, TrendEvery
from commkit.result import Bars, Result
from commkit.segment import cut_points, rfm_layer
from commkit.segment.rfm_trend import show_trend
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

ABOUT = About(
    needs_one_of=("orders", "messages"),
    examples=(
        "commkit rfm  # how many are champions, at risk or lost",
        "commkit rfm orders.xlsx --as-of 2026-06-30  # as of the end of June, straight from a sheet of orders",
        "commkit rfm --members --segment at_risk --names -o at-risk.csv  # who is slipping away, with names, as a list",
        "commkit rfm --save-cuts cuts.toml && commkit rfm --mode fixed --cuts cuts.toml  # one yardstick from now on",
        "commkit rfm --trend --every month -o value.svg  # a chart of whether value is rising",
    ),
    headlines=("members", "net_amount"),
    sql=("segment/rfm", "indicators/customers"),
    scores_everybody=True,  # a member's segment depends on everybody's scores
    behind=Behind("Who is in which segment", "rfm", carries=("on", "mode", "cuts")),
)
CROWDED = 0.4
PROSPECTS = "prospects"


def rfm(
    store: Store,
    *,
    on: On = None,
    mode: Mode = Scoring.quintile,
    members: Members = False,
    levels: Levels = False,
    trend: Trend = False,
    every: TrendEvery = Period.month,
    cuts: Cuts = None,
    save_cuts: SaveCuts = None,
    r_compatible: RCompatible = False,
) -> Result:
    """Members by recency, frequency and money: scores 1 to 5, eleven segments, five value levels."""
    if trend:
        others = (members, levels, r_compatible, save_cuts, on is Basis.activity, store.only_segment)
        _refuse_beside_trend(mode, cuts, others)
        return show_trend(store, every=every, cuts=cuts)
    basis = on or (Basis.orders if store.has["orders"] else Basis.activity)
    _refuse_contradictions(basis, mode, cuts, r_compatible=r_compatible)
    scored = _score(store, basis, cuts, r_compatible=r_compatible)
    points = cut_points.find(scored) if scored["slice"].n_unique() == 1 else None
    if save_cuts:
        _save(save_cuts, points, basis)
    named = scored.rename(_NAMES[basis])
    chosen = _pick_segment(named, store.only_segment)
    key = "handle" if members else "level" if levels else "segment"
    table = (
        rfm_layer.add_layer(chosen, store)
        if members
        else _tabulate(named, key, store, basis, r_compatible=r_compatible)
    )
    return Result(
        say("RFM on orders") if basis is Basis.orders else say("RFM on activity (no orders: engagement)"),
        table,
        None if members else Bars(key, "members"),
        notes=(*_remark(scored, basis), *_remark_beside(store, table), *_name_currency(store, basis)),
        keys=("slice", key),
        vocabulary={"segment": (*Segment, "others", PROSPECTS), **rfm_layer.list_layers(store, table)},
        summary=_tell_at_risk(table, key),
        aside=("layer", "last_on"),
        total=_sum_up(chosen),
        cuts=points,
        parameters={"on": basis.value, "mode": "r_package" if r_compatible else mode.value},
    )


def _tell_at_risk(table: pl.DataFrame, key: str) -> tuple[str, ...]:
    """How many of those who have scores are slipping away; nothing where slices or other classes are told apart."""
    if key != "segment" or table["slice"].n_unique() > 1:
        return ()
    at_risk = table.filter(table["segment"] == Segment.at_risk)["members"]
    scored = table["of_members"].max()
    if not at_risk.sum() or scored is None:
        return ()
    return (say("{number:,} of {all:,} are {segment}.", number=at_risk[0], all=scored, segment=value(Segment.at_risk)),)


_NAMES = {
    Basis.orders: {"frequency": "orders", "monetary": "net_amount"},
    Basis.activity: {"frequency": "active_days", "monetary": "responses"},
}


def _refuse_contradictions(basis: Basis, mode: Scoring, cuts: Cuts, *, r_compatible: bool) -> None:
    if (mode is Scoring.fixed) != (cuts is not None):
        raise WrongUse(
            say("--mode fixed and --cuts FILE go together"), hint=say("save cut-points first with --save-cuts FILE")
        )
    if r_compatible and (basis is not Basis.orders or cuts is not None):
        raise WrongUse(
            say("--r-compatible scores orders by their own quintiles"), hint=say("leave --on, --mode and --cuts out")
        )


def _refuse_beside_trend(mode: Scoring, cuts: Cuts, others: Iterable[object]) -> None:
    if any(others):
        raise WrongUse(
            say("--trend tells of all who ordered, and goes with no other choice of rows or scores"),
            hint=say("leave --on, --members, --levels, --segment, --save-cuts and --r-compatible out"),
        )
    if mode is Scoring.fixed:
        _refuse_contradictions(Basis.orders, mode, cuts, r_compatible=False)


def _score(store: Store, basis: Basis, cuts: Cuts, *, r_compatible: bool) -> pl.DataFrame:
    """The scores of everybody. Raises NotEnoughData where there is nobody to score."""
    store.need("orders" if basis is Basis.orders else "messages")
    if r_compatible:
        scored = store.ask("segment/rfm_r_package")
    else:
        fixed = cut_points.read(cuts, basis) if cuts else dict.fromkeys(cut_points.MEASURES)
        edges = {f"{measure}_cuts": fixed[measure] for measure in cut_points.MEASURES}
        scored = store.ask("segment/rfm", on=basis, **edges)
    if scored.is_empty():
        raise NotEnoughData(say("nobody did anything in this span"), hint=say("widen --since, --until or --group"))
    return scored


def _save(path: Path, points: dict[str, object] | None, basis: Basis) -> None:
    if points is None:
        raise WrongUse(say("each slice has cut-points of its own"), hint=say("leave --by or --save-cuts out"))
    cut_points.save(path, points, basis)


def _pick_segment(rows: pl.DataFrame, wanted: str | None) -> pl.DataFrame:
    """The rows of this segment; all of them where none is asked for. Raises NotEnoughData where it is empty."""
    chosen = rows.filter(rows["segment"] == wanted) if wanted else rows
    if chosen.is_empty():
        raise NotEnoughData(say("nobody is in this segment"), hint=say("see all segments: commkit rfm"))
    return chosen


def _tabulate(named: pl.DataFrame, key: str, store: Store, basis: Basis, *, r_compatible: bool) -> pl.DataFrame:
    """One row per slice and value level, or segment; of segments, one more for those who never ordered."""
    if key == "level":
        return _classify(_pick_segment(named, store.only_segment), key, list(range(1, 6)))
    names = [segment.value for segment in Segment]
    if r_compatible:
        names = [name for name in names if name != "hibernating"] + ["others"]
    classes = _classify(named, key, names)
    if basis is Basis.orders and not r_compatible:
        classes = _add_prospects(classes, store)
    return _pick_segment(classes, store.only_segment)


def _classify(named: pl.DataFrame, column: str, order: list[object] | list[str] | list[int]) -> pl.DataFrame:
    """One row per slice and class, empty classes included; shares are of the slice's members."""
    import polars as pl

    counted = named.group_by("slice", column).agg(
        pl.len().alias("members"),
        pl.col("recency_days").median().alias("median_recency_days"),
        pl.col(named.columns[-2]).sum(),
        pl.col(named.columns[-1]).sum(),
    )
    grid = named.select("slice").unique().join(pl.DataFrame({column: order}), how="cross")
    kind = counted.schema[column]
    whole = pl.col("members").sum().over("slice")
    return (
        grid.with_columns(pl.col(column).cast(kind))
        .join(counted, on=["slice", column], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("members", *named.columns[-2:]).fill_null(0))
        .with_columns(whole.alias("of_members"), (pl.col("members") / whole).alias("member_rate"))
        .sort("slice", maintain_order=True)
        .select("slice", column, "members", "of_members", "member_rate", "median_recency_days", *named.columns[-2:])
    )


def _add_prospects(classes: pl.DataFrame, store: Store) -> pl.DataFrame:
    """With a row for those who never ordered, below each slice: they have no scores, so they are in no share."""
    import polars as pl

    orders, amount = classes.columns[-2:]
    never = store.ask("segment/rfm_prospects").with_columns(
        pl.lit(PROSPECTS).alias("segment"), pl.lit(0).alias(orders), pl.lit(0).alias(amount)
    )
    row = never.select(pl.col(name).cast(kind) for name, kind in classes.schema.items() if name in never.columns)
    return pl.concat([classes, row], how="diagonal").sort("slice", maintain_order=True)


def _remark_beside(store: Store, table: pl.DataFrame) -> tuple[str, ...]:
    if "segment" not in table.columns or PROSPECTS not in table["segment"]:
        return rfm_layer.remark_layer(store, table)
    return (say("prospects: members who never ordered; they have no scores and stand outside total and shares."),)


def _remark(scored: pl.DataFrame, basis: Basis) -> list[str]:
    notes = [
        say("R: days since the last order; F: orders; M: net amount, refunds taken off.")
        if basis is Basis.orders
        else say("R: days since last spoke; F: days spoken on; M: replies and reactions received.")
    ]
    levels = scored["level"].value_counts().sort("level")
    counts = say(", ").join(
        say("{level}: {count:,}", level=level, count=number) for level, number in levels.iter_rows()
    )
    notes.append(say("value levels (members): {counts}; 4 and 5 are high value.", counts=counts))
    for measure in "rfm":
        top = scored[measure].value_counts().sort("count", measure, descending=True).row(0)
        if top[1] > CROWDED * scored.height:
            share = f"{top[1] / scored.height:.0%}"
            notes.append(
                say(
                    "{share} of members tie at {measure} = {score}.", share=share, measure=measure.upper(), score=top[0]
                )
            )
    return notes


def _name_currency(store: Store, basis: Basis) -> tuple[str, ...]:
    if basis is not Basis.orders or store.currency is None:
        return ()
    return (say("amounts are in {currency}.", currency=store.currency),)


def _sum_up(named: pl.DataFrame) -> dict[str, object]:
    frequency, monetary = named.columns[-2:]
    high = named.filter(named["level"] >= 4).height  # noqa: PLR2004 (levels 4 and 5 are high value)
    return {
        "members": named.height,
        frequency: named[frequency].sum(),
        monetary: named[monetary].sum(),
        "high_value_members": high,
        "high_value_rate": high / named.height,
    }
