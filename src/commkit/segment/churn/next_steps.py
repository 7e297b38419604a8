"""What to do next about a member at risk: rules as data, of which the first that holds is the member's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, WrongUse
from commkit.named_files import parse_toml, refuse_unknown
from commkit.segment.features import FEATURES
from commkit.segment.schemes import COMPARE, Condition, Level, Scheme, parse_condition
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from commkit.segment.judge import Judge

RISK = "churn_rate"
MOST = 100  # steps in a file
_KEYS = ("do", "when", "layer", "reason")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and of whom: all conditions hold, one of the layers is theirs, a reason holds the text."""

    do: str
    conditions: tuple[Condition, ...] = ()  # on features
    risks: tuple[Condition, ...] = ()  # on the probability
    layers: tuple[str, ...] = ()
    reason: str = ""

    def holds(self) -> pl.Expr:
        """Whether it is this step's turn; of what is not known, no."""
        import polars as pl

        said = [COMPARE[each.sign](pl.col(each.feature), each.bound) for each in (*self.conditions, *self.risks)]
        if self.layers:
            said.append(pl.col("layer").is_in(self.layers))
        if self.reason:
            reasons = pl.concat_str("reason_1", "reason_2", separator="\n", ignore_nulls=True)
            said.append(reasons.str.to_lowercase().str.contains(self.reason.lower(), literal=True))
        return pl.all_horizontal(pl.lit(value=True), *(each.fill_null(value=False) for each in said))


def read_steps(path: Path | None, layers: Iterable[str]) -> tuple[Step, ...]:
    """The steps of a file, else those that come with commkit; `layers` are those that there are.

    Raises WrongUse for what cannot be understood, and CannotDo for what cannot be read.
    """
    if path is None:
        return make_steps(tomllib.loads((files("commkit.presets") / "next_steps.toml").read_text("utf-8")), layers)
    try:
        said = parse_toml(path)
    except OSError as error:
        what = say("cannot read {path}: {reason}", path=path, reason=say(error.strerror or ""))
        raise CannotDo(what, hint=say("check the path and the permissions")) from error
    except ValueError as error:
        hint = say("see docs/churn.md for how next steps are written")
        raise WrongUse(say("{path} is not TOML: {reason}", path=path, reason=error), hint=hint) from error
    return make_steps(said, layers)


def make_steps(said: dict[str, Any], layers: Iterable[str]) -> tuple[Step, ...]:
    """The steps that TOML tells. Raises WrongUse."""
    refuse_unknown(said, ("steps",), say("next steps"))
    steps, known = said.get("steps"), tuple(layers)
    is_list = isinstance(steps, list) and 0 < len(steps) <= MOST and all(isinstance(each, dict) for each in steps)
    _refuse(not is_list, say("next steps need 1 to {most} tables [[steps]]", most=MOST))
    return tuple(_make_step(number, each, known) for number, each in enumerate(steps or (), 1))


def _make_step(number: int, said: dict[str, Any], known: tuple[str, ...]) -> Step:
    place = say("step {number}", number=number)
    refuse_unknown(said, _KEYS, place)
    do, when, layers, reason = said.get("do"), said.get("when", {}), said.get("layer", []), said.get("reason", "")
    _refuse(not (isinstance(do, str) and do.strip()), say("{place} does not say what to do", place=place))
    _refuse(not isinstance(when, dict), say("{place} must be a table", place=f"when ({place})"))
    _refuse(not isinstance(reason, str), say("{key} of {place} is no text", key="reason", place=place))
    named = [layers] if isinstance(layers, str) else layers
    is_list = isinstance(named, list) and all(isinstance(each, str) for each in named)
    _refuse(not is_list, say("{key} of {place} is no list of texts", key="layer", place=place))
    refuse_unknown(named, known, place)
    refuse_unknown(when, (*FEATURES, RISK), place)
    conditions = [parse_condition(name, bound, place) for name, bound in when.items()]
    return Step(
        str(do),
        tuple(each for each in conditions if each.feature != RISK),
        tuple(each for each in conditions if each.feature == RISK),
        tuple(named),
        reason,
    )


def as_scheme(steps: Iterable[Step]) -> Scheme:
    """The conditions on features as a scheme, of which can be asked what a community can tell."""
    levels = (Level(str(number), (each.conditions,)) for number, each in enumerate(steps))
    return Scheme("next steps", "", (Level("", ()), *levels))


def choose_steps(judge: Judge, steps: Iterable[Step]) -> pl.Expr:
    """The first step that holds of each row, in words; null where none does. What cannot be told holds of nobody."""
    import polars as pl

    told = [each for number, each in enumerate(steps) if judge.told[str(number)]]
    return pl.coalesce(*(pl.when(each.holds()).then(pl.lit(say(each.do))) for each in told), pl.lit(None, pl.String))


def _refuse(is_wrong: bool, what: str) -> None:
    if is_wrong:
        raise WrongUse(what, hint=say("see docs/churn.md for how next steps are written"))
