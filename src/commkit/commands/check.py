"""`commkit check`: KPIs against their floors, for CI and cron."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from commkit import settings
from commkit.answer.watch import open_watch
from commkit.check_choices import CheckFace, FailOn, Verdict
from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.gate.handbooks import read_rules
from commkit.gate.published import find_restated, publish
from commkit.gate.rules import parse_rules
from commkit.gate.summary import STATES, choose_code, sum_up
from commkit.indicators.indicator import Unit
from commkit.indicators.inventory import INDICATORS
from commkit.params import (
    DATABASE,
    AsOf,
    Database,
    Exports,
    Lang,
    LockTimeout,
    Maps,
    Now,
    Output,
    QuestionOptions,
    Quiet,
    face_option,
    option,
)
from commkit.presets.bands import REACHED
from commkit.render.ci.faces import show_checks
from commkit.render.talk import note, warn
from commkit.result import Context, Result
from commkit.store.log import append_log, log_beside, read_log
from commkit.words import say, speak, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commkit.answer.watch import Watch
    from commkit.gate.evaluation import Judged
    from commkit.gate.published import Restated
    from commkit.gate.rules import Rule
    from commkit.gate.summary import Summary
    from commkit.settings import Config

CheckFormat = Annotated[
    CheckFace | None,
    face_option("--format", help=say("How the checks look: as an answer, or for JUnit, GitHub or GitLab.")),
]
FromHandbook = Annotated[
    str | None,
    option("--preset", metavar="NAME", help=say("Instead, the rules of a plan or subject of the handbooks.")),
]
Phase = Annotated[str | None, option(metavar="PHASE", help=say('The phase of a plan, as "year 1".'))]
FailOnOption = Annotated[FailOn, option("--fail-on", help=say("What ends with exit code 1."))]
EXAMPLES = (
    "commkit check  # judges your own rules, pass or fail",
    "commkit check exports/ --format github  # marks a GitHub workflow, straight from the exports",
    "commkit check --format junit -o checks.xml  # a file that build servers show",
    "commkit check --fail-on warn  # takes a warning for a failure",
    'commkit check --preset five-year --phase "year 1"  # judges the first year of the five-year plan',
)
_VOCABULARY: dict[str, Iterable[str]] = {
    "verdict": Verdict,
    "state": STATES,
    "attained": REACHED,
    "indicator": INDICATORS,
    "unit": get_args(Unit),
    "period": Period,
}
# What people read in `note` and `condition` instead.
_UNSEEN = (
    *("indicator", "rule", "change_percent", "state", "periods", "held", "reason", "starts_on", "since_on", "n"),
    *("attained", "weight", "why", "runbook", "as_of_on", "muted_until_on", "period", "unit", "version"),
)


def check(
    *,
    exports: Exports = None,
    map: Maps = None,
    db: Database = DATABASE,
    as_of: AsOf = None,
    now: Now = None,
    preset: FromHandbook = None,
    phase: Phase = None,
    fail_on: FailOnOption = FailOn.fail,
    format: CheckFormat = None,
    output: Output = None,
    lang: Lang = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Judge the checks that commkit.toml writes; exit code 1 where one fails, 3 where one cannot be judged.

    Each rule is judged on its last period that is over. What is not covered is never green. Every run is kept in the
    log beside the database, NAME.log.jsonl, which tells numbers that change after they were told.
    """
    if lang:
        speak(lang.value)
    config = settings.read()
    rules = _find_rules(config, preset, phase)
    asked = QuestionOptions(
        exports=exports, map=map, db=db, as_of=as_of, now=now, quiet=quiet, lock_timeout=lock_timeout
    )
    with open_watch(asked, config) as watch:
        judged = watch.judge(rules)
        summary = sum_up(judged, _recall(watch, judged, quiet=quiet), watch.today)
        store = watch.store
        context = Context("check", str(store.as_of), store.tz, store.name, store.excluded())
        show_checks(_make_result(summary, watch), context, format, output, quiet=quiet)
    if code := choose_code(judged, summary, fail_on):
        raise typer.Exit(code)


def _find_rules(config: Config, preset: str | None, phase: str | None) -> list[Rule]:
    """The rules of a preset, else those of commkit.toml. Raises WrongUse where there are none."""
    rules = read_rules(preset, phase) if preset else parse_rules(config.checks)
    if not rules:
        raise WrongUse(
            say("there is nothing to check: commkit.toml has no [checks.NAME]"), hint=say("write some: commkit init")
        )
    moving = [rule for rule in rules if rule.indicator.name == "high_value_share" and not config.cuts]
    if moving and not preset:
        raise WrongUse(
            say("high_value_share is judged by fixed cut-points, and commkit.toml names none"),
            hint=say("save some: commkit rfm --save-cuts cuts.json, and set cuts in [rfm]"),
        )
    if moving:
        note(say("high_value_share is left out: it is judged by fixed cut-points, [rfm] cuts in commkit.toml."))
    return [rule for rule in rules if rule not in moving]


def _recall(watch: Watch, judged: Sequence[Judged], *, quiet: bool) -> list[Restated]:
    """The numbers that have changed since they were told; this run is told to the log. Its faults change no verdict."""
    if watch.store.path is None:
        if not quiet:
            note(say("exports were given, so no history is kept: `commkit load` keeps one."))
        return []
    path = log_beside(watch.store.path)
    try:
        log = read_log(path)
        if log.is_broken:
            warn(say("{file} was changed or cut short: what it lost is not compared.", file=path.name))
        restated = find_restated(judged, log.entries)
        append_log(path, publish(judged, f"{watch.instant.isoformat()}Z"))
    except OSError as error:
        warn(say("cannot use {path}: {reason}", path=path.name, reason=say(error.strerror or "")))
        return []
    return restated


def _make_result(summary: Summary, watch: Watch) -> Result:
    """The table; people are not shown what only programs read, nor columns in which nothing stands."""
    told = ((value(verdict, "verdict"), number) for verdict in Verdict if (number := summary.counts[verdict]))
    counts = [say("{number} {verdict}", number=number, verdict=verdict) for verdict, number in told]
    empty = [name for name in summary.table.columns if summary.table[name].null_count() == summary.table.height]
    return Result(
        say("Checks"),
        summary.table,
        notes=(say("{list}.", list=say(", ").join(counts)), *watch.tell_age()),
        parameters=summary.attained or None,
        vocabulary=_VOCABULARY,
        unit_of=("value", "reference"),
        keys=("check", "slice"),
        unseen=(*_UNSEEN, *empty),
        aside=("reference", "owner"),
        heads={"condition": say("fails or warns where")},
    )
