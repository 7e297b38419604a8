"""Which of nine named classes is each member of, and how far?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import NotEnoughData
from commkit.result import Bars, Result
from commkit.segment.judge import Judge, refuse_layers
from commkit.segment.levels import find_levels
from commkit.segment.persona.class_rules import as_asked, read_classes
from commkit.segment.persona.cluster_options import Memberships
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.segment.persona.class_rules import MemberClass

ABOUT = About(
    needs_one_of=("messages", "orders", "labels", "reactions", "events", "referrals"),
    examples=(
        "commkit persona classes  # how many tech enthusiasts, talkers and others there are",
        "commkit persona classes --members -o classes.csv  # how far each member is of each class, as a list",
        "commkit persona classes -o classes.png  # a chart of the classes",
    ),
    sql=("segment/persona/classes", "segment/features"),
)


def classes(store: Store, *, members: Memberships = False) -> Result:
    """Nine classes by rules on labels and deeds: memberships, which sum to 1 for a member, and whose largest it is."""
    refuse_layers(store)
    judge = Judge(store, as_asked(read_classes()))
    said = store.ask("segment/persona/classes")
    told = [each for each in read_classes() if (said.height if each.says else judge.told[each.name])]
    if not told:
        raise NotEnoughData(
            say("nothing tells of any of the classes as of {day}", day=judge.as_of),
            hint=say("see which facts reach how far: commkit status --by kind"),
        )
    people = find_levels(judge, [judge.as_of], beside=("handle", *judge.features)).join(said, on="handle", how="left")
    listed = _share(people, told)
    return Result(
        say("Nine classes of members"),
        listed if members else _count(listed, told),
        None if members else Bars("class", "fuzzy_members"),
        notes=tuple(_explain(told)),
        summary=tuple(_tell(people.height, listed)),
        keys=("handle", "class") if members else ("class",),
        vocabulary={"class": [each.name for each in read_classes()], "status": ("complete", "not_covered")},
        parameters={"of_members": people.height, "placed_members": listed["handle"].n_unique()},
    )


def _share(people: pl.DataFrame, told: Sequence[MemberClass]) -> pl.DataFrame:
    """A row for each class that a member is of, with the membership: its part of the sum of all."""
    import polars as pl

    order = {each.name: place for place, each in enumerate(told)}
    degrees = people.select("handle", *(each.degree.alias(each.name) for each in told))
    long = degrees.unpivot(index="handle", variable_name="class", value_name="membership").filter(
        pl.col("membership") > 0
    )
    shared = long.with_columns(pl.col("membership") / pl.col("membership").sum().over("handle"))
    ranked = shared.sort("handle", -pl.col("membership"), pl.col("class").replace_strict(order, return_dtype=pl.Int64))
    return ranked.select("handle", "class", "membership")


def _count(listed: pl.DataFrame, told: Sequence[MemberClass]) -> pl.DataFrame:
    """A row for each of the nine: the sum of memberships, and whose largest it is, the first of equals."""
    import polars as pl

    placed = listed["handle"].n_unique()
    sums = listed.group_by("class").agg(pl.col("membership").sum().alias("fuzzy_members"))
    most = listed.unique("handle", keep="first", maintain_order=True).group_by("class").len("members")
    rows = pl.DataFrame({"class": [each.name for each in read_classes()]}).with_columns(
        pl.col("class").is_in([each.name for each in told]).alias("is_told")
    )
    counted = rows.join(sums, on="class", how="left", maintain_order="left").join(
        most, on="class", how="left", maintain_order="left"
    )

    def known(number: pl.Expr) -> pl.Expr:
        return pl.when("is_told").then(number)

    members, fuzzy = pl.col("members").cast(pl.Int64).fill_null(0), pl.col("fuzzy_members").fill_null(0.0)
    return counted.select(
        "class",
        known(fuzzy).alias("fuzzy_members"),
        known(members).alias("members"),
        known(pl.lit(placed, pl.Int64)).alias("of_members"),
        known(fuzzy / placed if placed else pl.lit(None, pl.Float64)).alias("fuzzy_rate"),
        known(members / placed if placed else pl.lit(None, pl.Float64)).alias("member_rate"),
        pl.when("is_told").then(pl.lit("complete")).otherwise(pl.lit("not_covered")).alias("status"),
    )


def _tell(members: int, listed: pl.DataFrame) -> Iterator[str]:
    placed = listed["handle"].n_unique()
    yield say(
        "Of {members} members {placed} are of one class or several; of the other {others} no rule holds.",
        members=f"{members:,}",
        placed=f"{placed:,}",
        others=f"{members - placed:,}",
    )


def _explain(told: Sequence[MemberClass]) -> Iterator[str]:
    """Whose names and rules these are, and what cannot be told."""
    named = [each for each in read_classes() if each.ref]
    yield say(
        "{names} are named in the handbook ({ref}); the other classes, and all rules, are commkit's own.",
        names=say(", ").join(value(each.name) for each in named),
        ref=named[0].ref,
    )
    yield say(
        "fuzzy members: the sum of memberships; members: whose largest membership it is, of equals the first here."
    )
    untold = [value(each.name) for each in read_classes() if each not in told]
    if untold:
        yield say("not covered, since no facts tell of it: {names}.", names=say(", ").join(untold))
    if any(each.says for each in told):
        yield say("whoever has no label is placed by what they do alone.")
