"""How much do labels tell of members, and are they right?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Slice
from commkit.indicators.periods import FEW
from commkit.presets import find_preset
from commkit.result import Bars, Result
from commkit.segment.persona import FEWEST
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.store.ask.dimension import refuse_moving
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("labels",),
    examples=(
        "commkit persona tags  # how much labels tell, and how often they are right",
        "commkit persona tags --by platform  # on which platform members are least known",
        "commkit persona tags -o tags.png  # a chart of how far labels reach",
    ),
)
_WHOLE = ("any_tagged_members", "any_tags")


def tags(store: Store) -> Result:
    """Each dimension of labels: of how many members it is known, and in how many hand checks it was right."""
    store.need("labels", "members")
    if store.by != Slice.layer:  # who is there stands in the layer of the answer's day
        refuse_moving(store.by)
    counted = store.ask("segment/persona/tags")
    few = counted["of_members"] < FEWEST
    counted = blank(counted, [name for name in counted.columns if name not in ("slice", "dimension")], few)
    return Result(
        say("What is known of members"),
        _judge(counted).drop(_WHOLE),
        Bars("dimension", "tagged_rate"),
        notes=(*_remark(counted), *_remark_checks(counted)),
        total=_sum_up(counted) if counted["slice"].n_unique() == 1 else None,
        keys=("slice", "dimension"),
        vocabulary={"dimension": sorted(set(counted["dimension"])), "status": ("hidden", "low_n", "complete")},
        aside=("different_values", "right_labels"),
    )


def _judge(counted: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    members = pl.col("of_members")
    status = pl.when(members.is_null()).then(pl.lit("hidden")).when(members < FEW).then(pl.lit("low_n"))
    return counted.with_columns(status.otherwise(pl.lit("complete")).alias("status"))


def _sum_up(counted: pl.DataFrame) -> dict[str, object]:
    members, tagged, labels = counted.select("of_members", *_WHOLE).row(0)
    if members is None:
        return {}
    return {
        "of_members": members,
        "tagged_members": tagged,
        "tagged_rate": tagged / members if members else None,
        "tags_per_member": labels / members if members else None,
    }


def _remark(counted: pl.DataFrame) -> list[str]:
    meaning = say("members: those who are there; a label counts from its day to its end. Segments are no labels here.")
    if counted["slice"].n_unique() > 1:
        return [meaning, say("who is in several slices counts in each.")]
    preset = find_preset("service", "tag_coverage")
    reached = [row for row in counted["tagged_rate"].to_list() if row is not None and row >= preset.bound]
    return [
        meaning,
        say(
            "{reached} of {all} dimensions reach the target of {target:.0%} ({ref}).",
            reached=len(reached),
            all=counted["dimension"].n_unique(),
            target=preset.bound,
            ref=preset.ref,
        ),
    ]


def _remark_checks(counted: pl.DataFrame) -> list[str]:
    checked, right = int(counted["of_checked_labels"].sum()), int(counted["right_labels"].sum())
    if not checked:
        return [say("no hand check tells how right they are: load labels that say `check` in the column by.")]
    return [
        say(
            "hand checks: {right} of {checked} find what the label says, {rate:.1%}.",
            right=f"{right:,}",
            checked=f"{checked:,}",
            rate=right / checked,
        )
    ]
