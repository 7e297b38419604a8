"""Which variant does better, and is that more than chance?"""

from __future__ import annotations

from commkit.about import About
from commkit.errors import WrongUse
from commkit.metrics.experiment import contrast_texts
from commkit.metrics.experiment.contrasts import ContrastStatus, compare_variants
from commkit.metrics.experiment.experiment_options import (
    AtAnyTime,
    Campaign,
    Control,
    Covariate,
    Label,
    Outcome,
    Shares,
    Unit,
    UnitsTable,
    VariantColumn,
    WithinDays,
)
from commkit.metrics.experiment.intended_shares import read_shares
from commkit.metrics.experiment.log_units import DONE, find_units
from commkit.metrics.experiment.table_units import read_units
from commkit.result import Bars, Result
from commkit.stats.effect import Contrast
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("events", "messages", "orders"),
    examples=(
        "commkit experiment test  # the campaign's variants, by all that came of them",
        "commkit experiment test --outcome register --outcome bought --days 7  # two outcomes, within a week",
        "commkit experiment test --table cats.csv --variant version --outcome day7  # a table kept elsewhere",
    ),
    sql=("metrics/experiment/test",),
    stands_alone="table",
)


def test(
    store: Store,
    *,
    campaign: Campaign = None,
    label: Label = None,
    table: UnitsTable = None,
    unit: Unit = None,
    variant: VariantColumn = "variant",
    outcome: Outcome = None,
    control: Control = None,
    covariate: Covariate = None,
    days: WithinDays = 14,
    shares: Shares = None,
    sequential: AtAnyTime = False,
) -> Result:
    """Each outcome's rate or mean by variant, its change from the control with a 95% interval, p, and a verdict."""
    if table is None:
        units, left_out = find_units(store, campaign, label, outcome or (), covariate, days)
        notes = contrast_texts.tell_left_out(left_out, days)
    else:
        _refuse_of_log(campaign, label)
        if not outcome:
            raise WrongUse(say("which outcome?"), hint=say("name columns of the table: --outcome NAME"))
        units, missing = read_units(table, unit, variant, tuple(dict.fromkeys(outcome)), covariate)
        notes = contrast_texts.tell_missing(missing)
    base = units.choose_control(control)
    compared = compare_variants(units, base, shares=read_shares(shares, len(units.sizes)), at_any_time=sequential)
    drawn = contrast_texts.name_contrasts(compared.rows)
    return Result(
        say("Experiment"),
        compared.rows,
        Bars("variant", "change_percent", ("low_percent", "high_percent")) if drawn.height else None,
        notes=(
            *contrast_texts.explain_contrasts(compared, at_any_time=sequential, has_earlier=units.has_earlier),
            *notes,
        ),
        summary=contrast_texts.tell_contrasts(compared, base),
        keys=("outcome", "variant"),
        vocabulary={"outcome": DONE, "verdict": Contrast, "status": ContrastStatus},
        parameters={"control": base},
        unit_of=("value", "change", "change_low", "change_high", "change_least"),
        aside=(
            "change_percent",
            "low_percent",
            "high_percent",
            "p",
            "change_least",
            "status",
            "change_low",
            "change_high",
        ),
        unseen=("unit",),
        drawn=drawn,
    )


def _refuse_of_log(campaign: str | None, label: str | None) -> None:
    if campaign or label:
        raise WrongUse(
            say("--table has no campaigns and no labels"), hint=say("name its columns with --variant and --outcome")
        )
