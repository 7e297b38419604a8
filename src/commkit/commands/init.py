"""`commkit init`: commkit.toml from what the community's own records tell."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from commkit import settings
from commkit.answer.display import show_table
from commkit.answer.question import configure, open_store
from commkit.errors import CannotDo, WrongUse
from commkit.file_names import decode_name
from commkit.intake.zone_names import parse_zone
from commkit.named_files import parse_toml
from commkit.params import DATABASE, FACE, Database, Exports, FaceOptions, LockTimeout, QuestionOptions, option
from commkit.proposal.community_facts import Fact, KnownFacts, propose_facts
from commkit.proposal.proposed_checks import ProposedGate, propose_checks
from commkit.proposal.quarter import FEW
from commkit.proposal.toml_text import add_to_toml, find_missing_checks, find_missing_facts
from commkit.render.delivery import promise_file
from commkit.render.talk import note
from commkit.result import Result
from commkit.store.ask.cut import Cut
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.proposal.proposed_checks import ProposedCheck

EXAMPLES = (
    "commkit init  # asks about each setting, then writes it down",
    "commkit init exports/ --yes  # asks nothing, and goes by the exports",
    "commkit init --yes --db shop.duckdb  # asks nothing, and goes by another database",
)
LISTS = ("staff", "bots", "bridges")
KEYS = ("tz", *LISTS)  # of [community]
NO = ("n", "no", "不", "否")

Yes = Annotated[bool, option("--yes", "-y", help=say("Take every suggestion without a question."))]


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be added to commkit.toml, and what is said of the rest."""

    facts: tuple[Fact, ...]
    gate: ProposedGate
    unnamed: int = 0


def init(
    exports: Exports = None,
    *,
    yes: Yes = False,
    db: Database = DATABASE,
    face: FaceOptions = FACE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Write commkit.toml here: zone, staff, bots and bridges, and checks from the community's own last quarter.

    What stands in the file stays as it is; only what is missing is added. On a terminal each suggestion is asked about,
    and Enter takes it.
    """
    if not yes and not is_terminal():
        raise WrongUse(
            say("init asks its questions on a terminal, and this is none"),
            hint=say("take every suggestion: commkit init --yes"),
        )
    path = Path.cwd() / settings.NAME
    config = settings.read()
    if config.passed_over == path:
        raise CannotDo(say("{path} belongs to another user", path=path.name), hint=say("work in a folder of your own"))
    said = parse_toml(path) if path.exists() else {}
    asked = QuestionOptions(exports=exports, db=db, quiet=face.quiet, lock_timeout=lock_timeout)
    with open_store(asked) as store:
        configure(store, config)
        store.cut(Cut())
        known = propose_facts(store, are_handles_kept=not exports)
        gate = propose_checks(store, min_sample=_min_sample(said))
    missing = _find_missing(said, known, gate)
    chosen = missing if yes else _ask(missing, said)
    if is_changed := bool(chosen.facts or chosen.gate.checks):
        _write(path, chosen)
    notes = tuple(_notes(chosen, config.path, path, is_changed=is_changed))
    show_table("init", Result(say("Added to commkit.toml"), _list(chosen), notes=notes), face)


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _min_sample(said: Mapping[str, Any]) -> int:
    """From how many on the file judges rates, which its [checks] may say."""
    checks = said.get("checks", {})
    stands = checks.get("min_sample") if isinstance(checks, dict) else None
    return stands if isinstance(stands, int) else FEW


def _find_missing(said: Mapping[str, Any], known: KnownFacts, gate: ProposedGate) -> Addition:
    facts = tuple(find_missing_facts(said, known.facts))
    checks = tuple(find_missing_checks(said, gate.checks))
    return Addition(facts, replace(gate, checks=checks), known.unnamed)


def _write(path: Path, chosen: Addition) -> None:
    """Put the new text in the place of the old, whole, with the rights that the file has."""
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    text = path.read_bytes().decode("utf-8") if mode is not None else ""
    written = add_to_toml(text, chosen.facts, chosen.gate)
    with promise_file(path) as draft:
        draft.write_bytes(written.encode("utf-8"))
        if mode is not None:
            draft.chmod(mode)


def _ask(missing: Addition, said: Mapping[str, Any]) -> Addition:
    """What the operator takes of the suggestions, asked one by one; lists of which nothing is known are asked for too.

    Raises WrongUse where the answers end.
    """
    known = {fact.key: fact for fact in missing.facts}
    keys = [key for key in KEYS if key not in said.get("community", {})]
    facts = [fact for key in keys if (fact := _ask_fact(known.get(key, Fact(key, (), ()))))]
    checks = tuple(each for each in missing.gate.checks if _ask_check(each))
    return replace(missing, facts=tuple(facts), gate=replace(missing.gate, checks=checks))


def _ask_fact(fact: Fact) -> Fact | None:
    """The suggestion, what was written in its place, or None."""
    entries = (fact.value,) if isinstance(fact.value, str) else fact.value
    note("")
    if not entries:
        note(say("{key}: nothing tells who; write them as platform:id or by handle, with commas", key=fact.key))
    for entry, reason in zip(entries, fact.reasons, strict=True):
        note(f"{fact.key} = {entry}  # {reason}")
    question = say("Enter takes it, n leaves it out, or write what holds instead:")
    while True:
        answer = _hear(question if entries else say("Enter leaves it out, or write who:"))
        if not answer or answer.lower() in NO:
            return fact if entries and not answer else None
        try:
            return _replace_fact(fact, answer)
        except WrongUse as refusal:
            note(refusal.message)


def _replace_fact(fact: Fact, answer: str) -> Fact:
    """The fact as the operator says it. Raises WrongUse for a zone that there is not."""
    reason = say("as you said")
    if fact.key not in LISTS:
        return Fact(fact.key, parse_zone(answer) or answer, (reason,))
    people = tuple(filter(None, map(str.strip, answer.replace("，", ",").split(","))))
    return Fact(fact.key, people, (reason,) * len(people)) if people else fact


def _ask_check(check: ProposedCheck) -> bool:
    note("")
    note(f"[checks.{check.name}]")
    for key, told in check.says.items():
        note(f"{key} = {told}")
    while (answer := _hear(say("Enter takes it, n leaves it out:")).lower()) not in ("", *NO):
        pass
    return not answer


def _hear(question: str) -> str:
    """What is answered, without the spaces around it."""
    note(question)
    line = sys.stdin.readline()
    if not line:
        raise WrongUse(
            say("the answers ended before the questions; nothing was written"),
            hint=say("take every suggestion: commkit init --yes"),
        )
    return line.strip()


def _list(chosen: Addition) -> Any:  # noqa: ANN401 (polars is imported in functions alone)
    import polars as pl

    rows = [*_rows_of_facts(chosen.facts), *_rows_of_checks(chosen.gate.checks)]
    return pl.DataFrame(rows, schema=dict.fromkeys(("option", "value", "why"), pl.String), orient="row")


def _rows_of_facts(facts: Sequence[Fact]) -> Iterator[tuple[str, str, str]]:
    for fact in facts:
        entries = (fact.value,) if isinstance(fact.value, str) else fact.value
        for entry, reason in zip(entries, fact.reasons, strict=True):
            yield f"community.{fact.key}", entry, reason


def _rows_of_checks(checks: Sequence[ProposedCheck]) -> Iterator[tuple[str, str, str]]:
    for check in checks:
        rules = {key: told for key, told in check.says.items() if key not in ("metric", "period", "owner", "why")}
        yield f"checks.{check.name}", ", ".join(f"{key} {told}" for key, told in rules.items()), check.says["why"]


def _notes(chosen: Addition, read: Path | None, path: Path, *, is_changed: bool) -> Iterator[str]:
    if not is_changed:
        yield say("nothing is missing: commkit.toml stays as it is.")
    if is_changed and read is not None and read != path:
        place = decode_name(str(read))
        yield say("{path} was read until now; what it says does not stand in the new file.", path=place)
    if chosen.unnamed:
        yield say(
            "{count} staff, bots or bridges have no id but their name: after `commkit load`, init lists their handles.",
            count=chosen.unnamed,
        )
    for name, why in chosen.gate.left_out.items():
        yield say("no check of {indicator}: {why}.", indicator=value(name), why=why)
