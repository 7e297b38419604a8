"""What the numbers of an experiment say, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.indicators.periods import FEW
from commkit.metrics.experiment.contrasts import LOPSIDED, UNEVEN, ContrastStatus
from commkit.metrics.experiment.log_units import DONE
from commkit.stats.effect import Contrast
from commkit.words import say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    import polars as pl

    from commkit.metrics.experiment.contrasts import Contrasts
    from commkit.metrics.experiment.log_units import LeftOut

    Row = Mapping[str, Any]


def tell_contrasts(compared: Contrasts, control: str) -> tuple[str, ...]:
    """A sentence for each comparison, or the one that says why none may be read."""
    if compared.split_chance < LOPSIDED:
        return (
            say(
                "Nothing is told: people were split between the variants as chance does less than once in 1,000 times "
                "(p {chance}), so something else chose who got which.",
                chance=f"{compared.split_chance:.2g}",
            ),
        )
    rows = compared.rows.iter_rows(named=True)
    return tuple(_tell_one(row, control) for row in rows if row["status"] is not None)


def _tell_one(row: Row, control: str) -> str:
    named = {"outcome": _name(row["outcome"]), "variant": row["variant"], "control": control}
    if row["change"] is None:
        return say("By {outcome}, {variant} and {control} cannot be compared: nothing varies.", **named)
    change = _spell(row, "change")
    told = {"change": say("{points} pp", points=change) if row["unit"] == "rate" else change}
    told |= {"low": _spell(row, "change_low"), "high": _spell(row, "change_high")}
    texts = {
        Contrast.above: say("By {outcome}, {variant} is above {control}: {change} ({low} to {high})."),
        Contrast.below: say("By {outcome}, {variant} is below {control}: {change} ({low} to {high})."),
        Contrast.undecided: say(
            "By {outcome}, no difference of {variant} from {control} is shown: {change} ({low} to {high})."
        ),
    }
    if row["status"] == ContrastStatus.low_n:
        return say("By {outcome}, too few to tell {variant} from {control}; each needs {few}.", few=FEW, **named)
    return texts[row["verdict"]].format(**named, **told)


def _name(outcome: str) -> str:
    """Our own outcomes in the language in force, others as they are written."""
    return value(outcome, "outcome") if outcome in DONE else outcome


def _spell(row: Row, column: str) -> str:
    return f"{100 * row[column]:+z,.1f}" if row["unit"] == "rate" else f"{row[column]:+z,.3g}"


def explain_contrasts(compared: Contrasts, *, at_any_time: bool, has_earlier: bool) -> Iterator[str]:
    """How to read the table."""
    tests = compared.rows["adjusted_p"].count()
    if LOPSIDED <= compared.split_chance < UNEVEN:
        yield say(
            "people are split between the variants more unevenly than chance does once in 100 times (p {chance}): "
            "check how they were assigned.",
            chance=f"{compared.split_chance:.2g}",
        )
    if at_any_time:
        yield say(
            "intervals of 95% that hold at every look (mSPRT); they are wider than those of a test with a set end."
        )
    else:
        yield say(
            "intervals of 95%: of rates by Newcombe, of means by Welch; they hold for one look at the end that was set "
            "beforehand: --sequential is for more."
        )
    if tests > 1:
        yield say("adjusted p: of {count} comparisons at once, by Benjamini and Hochberg; it decides.", count=tests)
    if has_earlier:
        named = (f"{_name(name)} {100 * left:.0f}%" for name, left in compared.left.items())
        yield say("the past is taken out (CUPED); of the variance is left: {names}.", names=say(", ").join(named))
    yield say(
        "change least: the smallest that so many people show four times of five; where no difference is shown, a "
        "smaller one may be there."
    )


def name_contrasts(rows: pl.DataFrame) -> pl.DataFrame:
    """The comparisons that have a relative change, each with its outcome and variant as a name."""
    import polars as pl

    told = rows.filter(pl.col("change_percent").is_not_null())
    outcomes = pl.Series([_name(outcome) for outcome in told["outcome"]], dtype=pl.String)
    return told.with_columns((outcomes + " · " + told["variant"]).alias("variant"))


def tell_left_out(left_out: LeftOut, days: int) -> list[str]:
    """Of a community: what counts, and who does not."""
    notes = [say("outcomes count in the {days} days from coming into the test on.", days=days)]
    if left_out.pending:
        notes.append(
            say_counted(
                left_out.pending,
                "1 member is left out, whose days are not over.",
                "{number} members are left out, whose days are not over.",
            )
        )
    if left_out.torn:
        notes.append(
            say_counted(
                left_out.torn,
                "1 member is left out, who is in several variants.",
                "{number} members are left out, who are in several variants.",
            )
        )
    return notes


def tell_missing(missing: int) -> list[str]:
    """Of a table: rows that have no variant."""
    if not missing:
        return []
    return [say_counted(missing, "1 row has no variant.", "{number} rows have no variant.")]
