"""commkit.toml with more in it: what stands there keeps its words, comments and order."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tomlkit import TOMLDocument

    from commkit.proposal.community_facts import Fact
    from commkit.proposal.proposed_checks import ProposedCheck, ProposedGate

WINDOWS = "\r\n"


def find_missing_facts(said: Mapping[str, Any], facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of which commkit.toml says nothing."""
    stands = said.get("community", {})
    return (fact for fact in facts if fact.key not in stands)


def find_missing_checks(said: Mapping[str, Any], checks: Iterable[ProposedCheck]) -> Iterator[ProposedCheck]:
    """The checks of whose indicator commkit.toml has none."""
    stands = said.get("checks", {})
    metrics = {check.get("metric") for check in stands.values() if isinstance(check, dict)}
    return (check for check in checks if check.name not in stands and check.says["metric"] not in metrics)


def add_to_toml(text: str, facts: Sequence[Fact], gate: ProposedGate) -> str:
    """The text with these facts and checks, and the defaults of [checks] where it has any.

    Raises WrongUse where the text is no TOML, and CannotDo where nothing can be added to the way it is written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    is_windows = text.count("\n") == text.count(WINDOWS) > 0
    try:
        document = tomlkit.parse(text.replace(WINDOWS, "\n").rstrip() + "\n" if text.strip() else "")
    except TOMLKitError as error:
        raise WrongUse(
            say("{path} is not TOML: {reason}", path="commkit.toml", reason=error),
            hint=say("see https://toml.io for how values are written"),
        ) from error
    expected = document.unwrap()
    defaults = {key: default for key, default in gate.defaults.items() if key not in expected.get("checks", {})}
    if facts:
        told = {fact.key: fact.value if isinstance(fact.value, str) else [*fact.value] for fact in facts}
        expected.setdefault("community", {}).update(told)
    if gate.checks:
        expected.setdefault("checks", {}).update(defaults, **{check.name: dict(check.says) for check in gate.checks})
    try:
        written = _add(document, facts, defaults if gate.checks else {}, gate.checks)
        is_sound = tomllib.loads(written) == expected
    except (TOMLKitError, ValueError):
        is_sound = False
    if not is_sound:
        raise CannotDo(
            say("nothing can be added to commkit.toml the way it is written"),
            hint=say("write [community] and [checks] as tables with a line for each key"),
        )
    return written.replace("\n", WINDOWS) if is_windows else written


def _add(
    document: TOMLDocument, facts: Sequence[Fact], defaults: Mapping[str, Any], checks: Sequence[ProposedCheck]
) -> str:
    """The document's text with these keys in their tables, where these stand, and else in new ones at the end."""
    import tomlkit

    more = tomlkit.document()
    if facts:
        _fill(_find(document, more, "community"), [(fact.key, _make_item(fact)) for fact in facts])
    if defaults:
        _fill(_find(document, more, "checks"), defaults.items())
    for check in checks:
        table = tomlkit.table()
        _fill(table, check.says.items())
        more.setdefault("checks", tomlkit.table(is_super_table=True)).add(check.name, table)
    return "\n".join(filter(None, (tomlkit.dumps(each).rstrip() + "\n" for each in (document, more) if each.body)))


def _find(document: TOMLDocument, more: TOMLDocument, name: str) -> Any:  # noqa: ANN401 (however it is written)
    """The table of this name in the document, or a new one among what comes after it."""
    import tomlkit
    from tomlkit.items import InlineTable, Table

    tables = [item for key, item in document.body if key is not None and key.key == name]
    for table in tables:
        if isinstance(table, InlineTable) or (isinstance(table, Table) and not table.is_super_table()):
            return table
    return more.setdefault(name, tomlkit.table())


def _fill(table: Any, said: Iterable[tuple[str, Any]]) -> None:  # noqa: ANN401 (a table of tomlkit)
    """Add keys above the blank lines and comments after the last key: they belong to what comes below the table."""
    body = table.value.body
    last = max((place for place, (key, _) in enumerate(body) if key is not None), default=len(body))
    follows = body[last + 1 :]
    del body[last + 1 :]
    for key, value in said:
        table.add(key, value)
    body.extend(follows)


def _make_item(fact: Fact) -> Any:  # noqa: ANN401 (an item of tomlkit)
    """The fact's value with its reasons as comments."""
    import tomlkit

    if isinstance(fact.value, str):
        return tomlkit.item(fact.value).comment(fact.reasons[0])
    entries = tomlkit.array()
    for entry, reason in zip(fact.value, fact.reasons, strict=True):
        entries.add_line(entry, comment=reason)
    entries.add_line(indent="")
    return entries
