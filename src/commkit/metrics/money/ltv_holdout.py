"""How well the last part of history is told from what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.money.ltv_model import WEEK, Forecast, age_of, describe, fit_customers
from commkit.presets import find_preset
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store

PART = 3  # one part in so many is held out
LOW_HISTORY = 2  # repeats, below which a probability to be alive says nothing


@dataclass(frozen=True)
class HeldOut:
    """What the days held out tell of the model; without `weeks` and figures where they cannot be told."""

    days: int
    notes: tuple[str, ...]
    figures: dict[str, float | int | None] | None = None
    weeks: pl.DataFrame | None = None

    def list_parameters(self) -> dict[str, object]:
        """The back-test by name, null where there is none."""
        return {"holdout_days": self.days, "backtest": self.figures}


def hold_out(store: Store, customers: pl.DataFrame, days: int | None) -> HeldOut:
    """Fit on what came before the last `days`, a third of the history unless told, and compare with what came."""
    until: date = customers["known_on"][0]
    history = customers.select(age_of("known_on").max()).item()
    held = days or history // PART
    if held >= history:
        raise WrongUse(
            say("orders reach back {history} days, and {held} were to be held out", history=history, held=held),
            hint=say("hold out fewer days: --holdout N"),
        )
    known_on = _back(until, held)
    before = store.ask("metrics/money/ltv", known_on=known_on, cohort=None)
    try:
        forecast = fit_customers(before)
    except NotEnoughData:
        said = say("no back-test: by {day} too few had come back to tell what followed.", day=known_on)
        return HeldOut(held, (said,))
    expected = forecast.expect(before, held)
    figures = _compare(expected, held)
    weeks = _follow(store.ask("metrics/money/ltv_weeks", known_on=known_on), before, forecast)
    return HeldOut(held, _tell(figures, held), figures, weeks if weeks.height > 1 else None)


def _back(until: date, days: int) -> date:
    import polars as pl

    moved: date = pl.select(pl.lit(until).dt.offset_by(f"-{days}d")).item()
    return moved


def _compare(expected: pl.DataFrame, days: int) -> dict[str, float | int | None]:
    """Totals and the mean absolute error a customer, beside that of everybody going on at the pace they had.

    `low_history_members` had fewer than two repeats; `low_history_buyers` of them bought in the days held out.
    """
    import polars as pl

    seen = describe(expected)
    pace = pl.Series(seen["btyd_frequency"] / seen["btyd_T"]).fill_nan(0) * (days / WEEK)
    actual = expected["later_purchases"]
    is_low = seen["btyd_frequency"] < LOW_HISTORY
    total, predicted = int(actual.sum()), float(expected["expected_purchases"].sum())
    amount = None if expected["expected_amount"].null_count() else float(expected["expected_amount"].sum())
    return {
        "customers": expected.height,
        "actual_purchases": total,
        "expected_purchases": predicted,
        "error_rate": find_error(predicted, total),
        "mean_absolute_error": float((expected["expected_purchases"] - actual).abs().mean()),  # type: ignore[arg-type]
        "pace_mean_absolute_error": float((pace - actual).abs().mean()),  # type: ignore[arg-type]
        "actual_amount": (paid := float(expected["later_amount"].sum())),
        "expected_amount": amount,
        "amount_error_rate": None if amount is None else find_error(amount, paid),
        "low_history_members": int(is_low.sum()),
        "low_history_buyers": int((is_low & (actual > 0)).sum()),
    }


def find_error(predicted: float, actual: float) -> float | None:
    """How far a total lies from what came, as a part of what came; None where nothing came."""
    return (predicted - actual) / actual if actual > 0 else None


def _follow(weeks: pl.DataFrame, before: pl.DataFrame, forecast: Forecast) -> pl.DataFrame:
    """Purchases to date at the end of each week held out, as they came and as they were expected."""
    import polars as pl

    seen = list(describe(before).iter_columns())
    expected = [float(forecast.buying.expect(*seen, within=week).sum()) for week in weeks["week"]]
    return weeks.select(
        "ends_on",
        pl.col("purchases").alias("actual_purchases"),
        pl.Series("expected_purchases", expected, pl.Float64),
    )


def _tell(figures: dict[str, float | int | None], days: int) -> tuple[str, ...]:
    """The back-test in sentences, with what is said of those who have hardly come back."""
    error, low = figures["error_rate"], figures["low_history_members"] or 0
    if error is None:
        return (say("back-test: nobody who was a customer {days} days ago has bought since.", days=days),)
    notes = [
        say(
            "back-test on the last {days} days: {predicted} purchases expected, {actual} came: {error}, {verdict}.",
            days=days,
            **_describe(figures, "expected_purchases", "actual_purchases", error),
        ),
        say(
            "off by {error:.2f} purchases a customer, against {pace:.2f} if all had gone on at their pace.",
            error=figures["mean_absolute_error"],
            pace=figures["pace_mean_absolute_error"],
        ),
    ]
    if (amount := figures["amount_error_rate"]) is not None:
        said = _describe(figures, "expected_amount", "actual_amount", amount)
        notes.append(say("net amount: {predicted} expected, {actual} came: {error}, {verdict}.", **said))
    if low:
        back = figures["low_history_buyers"] or 0
        notes.append(
            say(
                "low history (fewer than 2 repeats): {back:,} of {low:,} ({share}) bought in these {days} days.",
                back=back,
                low=low,
                share=f"{back / low:.0%}",
                days=days,
            )
        )
    return tuple(notes)


def _describe(figures: dict[str, float | int | None], predicted: str, actual: str, error: float) -> dict[str, str]:
    """Both totals, the error, and whether it lies within what is asked of a forecast."""
    bound = find_preset("money", "error_rate").bound
    asked = f"{bound:.0%}"
    return {
        "predicted": f"{figures[predicted]:,.0f}",
        "actual": f"{figures[actual]:,.0f}",
        "error": f"{error:+.1%}",
        "verdict": say("within {bound}", bound=asked) if abs(error) <= bound else say("beyond {bound}", bound=asked),
    }
