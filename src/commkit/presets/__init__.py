"""What the handbooks set, limit and report, as data: a TOML file for each subject, with where each row is printed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SECTIONS = (
    "growth",
    "activity",
    "retention",
    "money",
    "word_of_mouth",
    "content",
    "service",
    "layers",
    "uplifts",
)
# T target, H rule, S time limit, I industry, C single case. The last two are context and gate nothing.
KINDS = ("T", "H", "S", "I", "C")
GATING = ("T", "H", "S")
QUESTION = "a question tells it"
MANUAL = (
    "nothing counts it yet",
    QUESTION,
    "another denominator",
    "of a part: a layer, a campaign, a channel",
    "of each member, not of the community",
    "of every indicator that has a target",
    "a sum over a span that is no period",
    "a change that a case or a study reports",
    "told by hand",
    "of the firm, not of the community",
    "about the market, not the community",
)
_CHECK = ("metric", "period", "baseline", "target", "challenge", "warn", "fail", "weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One statement of a handbook, with the keys of a check where an indicator measures exactly that.

    Rates are fractions. `figure` is what an industry or a case reports. A row has either `metric` or `manual`, why none
    tells it; `question` is the command that does. `floor` is the key `and` of a check. `months` count from the start of
    the `plan`; `column` names what a question holds against it.
    """

    says: str
    kind: str
    ref: str
    section: str
    metric: str | None = None
    manual: str | None = None
    question: str | None = None
    period: str | None = None
    baseline: float | None = None
    target: float | None = None
    challenge: float | None = None
    low: float | None = None
    high: float | None = None
    figure: float | None = None
    warn: str | None = None
    fail: str | None = None
    floor: str | None = None
    weight: float | None = None
    plan: str | None = None
    phase: str | None = None
    months: int | None = None
    column: str | None = None

    @property
    def bound(self) -> float:
        """The target or figure as a fraction, or else the percent or points that the rule compares a change with."""
        told = self.figure if self.target is None else self.target
        if told is not None:
            return told
        found = re.search(r"([\d.]+)(?:%|pp)", self.fail or self.warn or "")
        if found is None:
            raise ValueError(self.says)
        return float(found[1]) / 100

    def list_check(self) -> dict[str, object]:
        """The keys and values of a check that gates this row; none where the row is context or has no indicator."""
        if self.metric is None or self.kind not in GATING:
            return {}
        said = {key: getattr(self, key) for key in _CHECK} | {"and": self.floor}
        return {key: each for key, each in said.items() if each is not None}


@cache
def read_section(section: str) -> tuple[Preset, ...]:
    """The rows of one subject as they are printed."""
    said = tomllib.loads((files("commkit.presets") / "benchmarks" / f"{section}.toml").read_text("utf-8"))
    return tuple(Preset(section=section, floor=each.pop("and", None), **each) for each in said["preset"])


def read_benchmarks() -> tuple[Preset, ...]:
    """All rows, by subject."""
    return tuple(each for section in SECTIONS for each in read_section(section))


def list_plans() -> tuple[str, ...]:
    """The names of the plans."""
    return tuple(sorted({each.plan for each in read_benchmarks() if each.plan}))


def read_plan(name: str) -> tuple[Preset, ...]:
    """The targets of this plan from the first to the last month. Raises KeyError."""
    rows = [each for each in read_benchmarks() if each.plan == name]
    if not rows:
        raise KeyError(name)
    return tuple(sorted(rows, key=lambda each: (each.months or 0, each.phase or "")))


def find_floor(metric: str, period: str) -> Preset | None:
    """The rule of the handbooks that wants something done where this indicator falls below a share."""
    rules = (each for each in read_benchmarks() if each.kind == "H" and (each.metric, each.period) == (metric, period))
    return next((each for each in rules if re.fullmatch(r"< [\d.]+%", each.fail or "")), None)


def find_preset(section: str, column: str) -> Preset:
    """What a question holds its column against. Raises KeyError."""
    found = {each.column: each for each in read_section(section)}
    return found[column]
