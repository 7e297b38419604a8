"""Do scores and layers place some kinds of people higher than others?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.about import About
from commkit.errors import NotEnoughData
from commkit.indicators.periods import FEW
from commkit.result import Result
from commkit.segment.persona import FEWEST
from commkit.segment.persona.attributes import refuse_attribute
from commkit.segment.persona.fairness_options import Attribute, PlacedBy, PlacingBy
from commkit.segment.persona.placements import place
from commkit.stats.effect import Contrast, decide, find_effect
from commkit.stats.many_tests import adjust
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

ABOUT = About(
    needs_one_of=("members", "messages", "orders"),
    examples=(
        "commkit persona fairness  # whether levels of the pyramid favour a platform",
        "commkit persona fairness --attribute city --of segments  # RFM segments by the city that labels tell",
        "commkit persona fairness --of churn  # whether the churn score sees more risk on a platform",
        "commkit persona fairness --attribute age -o age.csv  # levels by age, as a list",
    ),
    sql=("segment/persona/cube",),
)
_SHOWN = (
    *("class", "attribute", "members", "of_members", "member_rate", "other_rate"),
    *("change_rate", "change_low_rate", "change_high_rate", "p", "adjusted_p", "verdict", "status"),
)


def fairness(store: Store, *, of: PlacingBy = PlacedBy.levels, attribute: Attribute = "platform") -> Result:
    """Of the members of each attribute's value, the rate of each class, beside that of all other members."""
    import polars as pl

    refuse_attribute(store, attribute)
    told = place(store, of).join(_find_attribute(store, attribute), on="handle")
    told = told.filter(pl.len().over("attribute") >= FEWEST)  # fewer might be recognised
    if told["attribute"].n_unique() < 2:  # noqa: PLR2004 (a gap is between two)
        raise NotEnoughData(
            say("{attribute} has fewer than two values", attribute=value(attribute)),
            hint=say("name another: --attribute, platform, channel or a dimension of labels"),
        )
    table = _tabulate(list(_compare(told)))
    return Result(
        say("Classes by {attribute}", attribute=value(attribute)),
        table,
        notes=tuple(_explain(told.height, table)),
        summary=tuple(_tell(table, value(attribute))),
        keys=("class", "attribute"),
        vocabulary={"class": sorted(set(table["class"])), "verdict": Contrast, "status": ("low_n", "complete")},
        parameters={"of": of.value, "attribute": attribute},
        heads={"attribute": value(attribute)},
        aside=("p", "adjusted_p", "change_low_rate", "change_high_rate"),
    )


def _tabulate(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    kinds = dict.fromkeys(_SHOWN, pl.Float64) | dict.fromkeys(("members", "of_members"), pl.Int64)
    return pl.DataFrame(
        rows, kinds | dict.fromkeys(("class", "attribute", "verdict", "status"), pl.String), orient="row"
    )


def _find_attribute(store: Store, name: str) -> pl.DataFrame:
    """What each member who is there is, where it is known."""
    import polars as pl

    told = store.ask("segment/persona/cube", dims=[name])
    known = told.filter(pl.col("dimension") == name, pl.col("value").is_not_null())
    return known.select("handle", pl.col("value").alias("attribute")).unique("handle")


def _compare(told: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """A row for each class and value, judged together."""
    rows = []
    for name in sorted(told["class"].drop_nulls().unique()):
        for attribute in sorted(told["attribute"].unique()):
            ours = told.filter(told["attribute"] == attribute)["class"]
            others = told.filter(told["attribute"] != attribute)["class"]
            rows.append({"class": name, "attribute": attribute, **_judge(ours, others, name)})
    tested = [row for row in rows if row["status"] == "complete"]
    for row, chance in zip(tested, adjust([row["p"] for row in tested]), strict=True):
        row |= {"adjusted_p": chance, "verdict": decide(row["change_low_rate"], row["change_high_rate"], chance)}
    yield from rows


def _judge(ours: pl.Series, others: pl.Series, name: str) -> dict[str, Any]:
    part, other_part = int((ours == name).sum()), int((others == name).sum())
    counts = {
        "members": part,
        "of_members": len(ours),
        "member_rate": part / len(ours),
        "other_rate": other_part / len(others),
    }
    effect = find_effect(part, len(ours), other_part, len(others))
    if effect is None or min(len(ours), len(others)) < FEW:
        return counts | {"status": "low_n"}
    bounds = {"change_rate": effect.difference, "change_low_rate": effect.low, "change_high_rate": effect.high}
    return counts | bounds | {"p": effect.p, "status": "complete"}


def _tell(table: pl.DataFrame, attribute: str) -> Iterator[str]:
    """How many gaps there are, the widest first."""
    found = table.filter(table["verdict"].is_in([Contrast.above, Contrast.below]))
    judged = table.filter(table["status"] == "complete").height
    if not found.height:
        yield say(
            "No gap by {attribute} is more than chance brings, of {count} that were judged.",
            attribute=attribute,
            count=judged,
        )
        return
    widest = found.sort(found["change_rate"].abs(), descending=True).row(0, named=True)
    yield say(
        "{gaps} of {count} gaps by {attribute} are more than chance brings; the widest: {name} in {kind}, {points} pp.",
        gaps=found.height,
        count=judged,
        attribute=attribute,
        name=value(widest["class"]),
        kind=widest["attribute"],
        points=f"{100 * widest['change_rate']:+.1f}",
    )


def _explain(members: int, table: pl.DataFrame) -> Iterator[str]:
    yield say(
        "of {count} members of whom both are known; values of fewer than {few} are left out.", count=members, few=FEWEST
    )
    yield say("change: beside all other members, in points.")
    yield say(
        "intervals of 95% by Newcombe; adjusted p: of {count} gaps at once, by Benjamini and Hochberg.",
        count=table["p"].count(),
    )
    yield say("a gap is no proof of unfairness, and none found no proof of fairness: ask what else differs.")
