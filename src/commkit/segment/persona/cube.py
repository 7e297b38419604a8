"""How many members are of each kind, in several dimensions at once?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import WrongUse
from commkit.params.questions import Dims
from commkit.result import Bars, Heatmap, Radar, Result
from commkit.segment.persona import FEWEST
from commkit.segment.persona.attributes import OWN, refuse_attribute
from commkit.store.ask.community import Store
from commkit.typed import parse_names
from commkit.words import say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.result import Chart

ABOUT = About(
    needs_one_of=("labels", "orders", "members"),
    examples=(
        "commkit persona cube --dims city  # how many members live in each city",
        "commkit persona cube --dims age,interest,spend  # which kinds of members spend most",
        "commkit persona cube --dims age,platform -o cube.png  # a chart of how old each platform's members are",
    ),
)
UNKNOWN = "unknown"
SPENDING = ("low", "middle", "high", "never bought")
_MOST_DIMS = 4
_AGES = (18, 25, 35, 45, 55)
_SPOKES = 3


def cube(store: Store, *, dims: Dims = "platform") -> Result:
    """Members by their age, city, spending or any other labels, the unknown among them; cells under 5 are hidden."""
    import polars as pl

    store.need("members")
    chosen = _choose(store, dims)
    told = store.ask("segment/persona/cube", dims=list(chosen))
    handles = told.select("handle").unique(maintain_order=True)
    whole = handles
    for dim in chosen:
        values = told.filter(pl.col("dimension") == dim).select("handle", pl.col("value").alias(dim))
        whole = whole.join(values, on="handle", how="left", maintain_order="left")
    whole = whole.with_columns(_band(whole[dim]) if dim == "age" else pl.col(dim) for dim in chosen)
    counted = _hide(
        whole.group_by(chosen).len("cell_members").with_columns(pl.col("cell_members").cast(pl.Int64)), whole.height
    )
    table = counted.with_columns(pl.col(chosen).fill_null(UNKNOWN)).sort([_rank(dim) for dim in chosen])
    return Result(
        say("Members by {dims}", dims=say(", ").join(map(value, chosen))),
        table,
        _draw(chosen, table),
        notes=_remark(table),
        total={"of_members": whole.height} if whole.height >= FEWEST else None,
        keys=tuple(chosen),
        vocabulary={"status": ("hidden", "complete"), **_name_values(chosen, table)},
        heads={dim: value(dim) for dim in chosen},
        drawn=_drawn(chosen, table),
    )


def _rank(dim: str) -> pl.Expr:
    """In what order the values of a dimension stand: spending from low to high, all else by name."""
    import polars as pl

    return pl.col(dim).replace_strict(SPENDING, range(len(SPENDING)), default=None) if dim == "spend" else pl.col(dim)


def _name_values(dims: Sequence[str], table: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The words of spending, and those of labels that stand in the table."""
    named = {dim: tuple(table[dim].unique()) for dim in dims if dim not in OWN}
    return named | ({"spend": SPENDING} if "spend" in dims else {})


def _choose(store: Store, dims: str) -> list[str]:
    """The dimensions asked for. Raises WrongUse, or NotEnoughData where nothing tells of one."""
    chosen = parse_names(dims)
    if not 1 <= len(chosen) <= _MOST_DIMS:
        raise WrongUse(say("give one to {most} dimensions", most=_MOST_DIMS), hint="--dims age,interest,spend")
    for dim in chosen:
        refuse_attribute(store, dim)
    return chosen


def _band(values: pl.Series) -> pl.Series:
    """Ages in bands, where they are written as numbers of years; anything else stays as it is written."""
    import polars as pl

    edges = [0, *_AGES, 200]
    names = [f"{low}-{high - 1}" for low, high in pairwise(edges)]
    names[0], names[-1] = f"<{_AGES[0]}", f"{_AGES[-1]}+"
    years = values.cast(pl.Int32, strict=False)
    banded = pl.select(
        pl.coalesce(
            pl.when(pl.lit(years).is_between(low, high, closed="left")).then(pl.lit(name))
            for (low, high), name in zip(pairwise(edges), names, strict=True)
        ).alias("band")
    )["band"]
    return pl.DataFrame({"said": values, "band": banded}).select(pl.coalesce("band", "said").alias(values.name))["age"]


def _hide(cells: pl.DataFrame, members: int) -> pl.DataFrame:
    """Cells without numbers where fewer than five are in them, and more until what is hidden cannot be worked out."""
    import polars as pl

    counts = cells["cell_members"].to_list()
    order = sorted(range(len(counts)), key=counts.__getitem__)
    hidden = [at for at in order if counts[at] < FEWEST]
    while hidden and len(hidden) < len(order) and (len(hidden) == 1 or sum(counts[at] for at in hidden) < FEWEST):
        hidden.append(order[len(hidden)])
    small = pl.Series([at in set(hidden) for at in range(len(counts))], dtype=pl.Boolean)
    status = pl.when(small).then(pl.lit("hidden")).otherwise(pl.lit("complete")).alias("status")
    shown, of = pl.when(~small).then(pl.col("cell_members")), pl.lit(members if members >= FEWEST else None, pl.Int64)
    numbers = (shown.alias("cell_members"), of.alias("of_members"), (shown / of).alias("cell_rate"))
    return cells.select(pl.exclude("cell_members"), *numbers, status)


def _draw(dims: Sequence[str], table: pl.DataFrame) -> Chart:
    if len(dims) == 1:
        return Radar("cell", "cell_members") if table.height >= _SPOKES else Bars("cell", "cell_members")
    if len(dims) == 2:  # noqa: PLR2004 (a heatmap has two axes)
        across, down = dims
        return Heatmap(across, down, "cell_members", x_head=value(across), y_head=value(down))
    return Bars("cell", "cell_members")


def _drawn(dims: Sequence[str], table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return table.with_columns(pl.concat_str(dims, separator=" · ").alias("cell"))


def _remark(table: pl.DataFrame) -> tuple[str, ...]:
    hidden = int((table["status"] == "hidden").sum())
    notes = [
        say("members: those who are there; who has no label in a dimension is unknown in it, of several one counts.")
    ]
    if hidden:
        notes.append(
            say_counted(
                hidden,
                "1 cell is hidden: fewer than 5 members.",
                "{number} cells are hidden: fewer than 5 members, or more so that these stay hidden.",
            )
        )
    return tuple(notes)
