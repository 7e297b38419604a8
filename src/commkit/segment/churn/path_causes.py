"""Signals of why members left or fell silent: needs not met, a bad experience, no value, or nothing that is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from commkit.choices import Ending
from commkit.indicators.periods import FEW
from commkit.result import Bars, Result
from commkit.segment.churn.cause_rules import CAUSES
from commkit.segment.churn.ends import ask_facts, find_ends
from commkit.segment.churn.path_before import FACTS, explain_ends, tell_parameters
from commkit.segment.churn.told_facts import Telling, split_name
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from commkit.segment.churn.cause_rules import Signal
    from commkit.segment.churn.ends import Lookback
    from commkit.store.ask.community import Store

CLASSES = ("newcomer", "regular", "occasional", "reader")
ANY, UNKNOWN, ALL = "any", "unknown", "all"
_COUNTS = ("ended_members", "of_ended_members")
_BY_CLASS = (*(f"{name}_members" for name in CLASSES), *(f"of_{name}_members" for name in CLASSES))
_SCHEMA: Mapping[str, type] = {
    **dict.fromkeys(("slice", "cause", "signal", "name"), str),
    **dict.fromkeys(_COUNTS, int),
    "ended_rate": float,
    **dict.fromkeys(_BY_CLASS, int),
    "status": str,
    "at_least": int,
}


def count_causes(store: Store, asked: Lookback, signals: Sequence[Signal]) -> Result:
    """A row for each signal, one for each cause, and one for those of whom no signal is found."""
    import polars as pl

    ends = find_ends(store, asked)
    people = ends.table.with_row_index("id").to_dicts()
    times: dict[tuple[int, str], int] = {}
    for id_, fact, name, number, _ in ask_facts(store, asked, ends.table).iter_rows():
        times[id_, fact if name is None else f"{fact}: {name}"] = number
    telling = Telling(store, asked)
    rows = []
    for slice_ in ends.table["slice"].unique().sort().to_list():
        here = [person for person in people if person["slice"] == slice_]
        found = [[_look_for(signal, person, times, telling) for person in here] for signal in signals]
        rows += [{"slice": slice_, **row} for row in _tabulate(signals, found, here)]
    table = pl.DataFrame(rows, schema=_SCHEMA)
    return Result(
        say("Signals of why members left")
        if asked.ending is Ending.leave
        else say("Signals of why members fell silent"),
        table,
        Bars("signal", "ended_members"),
        notes=(*explain_ends(asked, ends), *_remark(table, signals)),
        keys=("slice", "cause", "signal", "name"),
        vocabulary={
            "cause": (*CAUSES, UNKNOWN, ALL),
            "signal": (*FACTS, ANY),
            "status": ("not_covered", "low_n", "complete"),
        },
        parameters=tell_parameters(asked),
        heads={
            "ended_members": say("with it"),
            "of_ended_members": say("of"),
            "ended_rate": say("rate"),
            **{f"{name}_members": value(name, "class") for name in CLASSES},
        },
        aside=("name", "status", "at_least", *(f"of_{name}_members" for name in CLASSES)),
        drawn=table.filter(pl.col("signal") != ANY).filter(pl.col("ended_members").is_not_null()),
    )


def _look_for(
    signal: Signal, person: Mapping[str, object], times: Mapping[tuple[int, str], int], telling: Telling
) -> bool | None:
    """Whether a signal is found of somebody; None where none of its facts can be told of them."""
    where = person["platform"], person["index_on"], person["last_on"]
    told = [fact for fact in signal.facts if telling.tells(fact, *where)]  # type: ignore[arg-type]
    if not told:
        return None
    return sum(times.get((int(str(person["id"])), fact), 0) for fact in told) >= signal.at_least


def classify(person: Mapping[str, object]) -> str:
    """What sort of member somebody was as they left: by the days since they came, then by active days of 90."""
    tenure, active_days = person["tenure_days"], int(str(person["recent_days"]))
    if tenure is not None and int(str(tenure)) < 30:  # noqa: PLR2004 (newcomers, as in the pyramid)
        return "newcomer"
    if active_days >= 5:  # noqa: PLR2004 (regulars)
        return "regular"
    return "occasional" if active_days else "reader"


def _tabulate(
    signals: Sequence[Signal], found: Sequence[Sequence[bool | None]], people: Sequence[Mapping[str, object]]
) -> Iterator[dict[str, object]]:
    classes = [classify(person) for person in people]
    yield _count(ALL, ANY, [True] * len(people), classes)
    for cause in CAUSES:
        own = [at for at, signal in enumerate(signals) if signal.cause == cause]
        yield _count(cause, ANY, [_unite([found[at][number] for at in own]) for number in range(len(people))], classes)
        for at in own:
            row = _count(cause, signals[at].facts[0], found[at], classes)
            yield row | {"at_least": signals[at].at_least}
    nothing = [not any(each[number] for each in found) for number in range(len(people))]
    yield _count(UNKNOWN, ANY, nothing, classes)


def _unite(found: Sequence[bool | None]) -> bool | None:
    """Whether any is found; None where nothing is told."""
    told = [each for each in found if each is not None]
    return any(told) if told else None


def _count(cause: str, signal: str, found: Sequence[bool | None], classes: Sequence[str]) -> dict[str, object]:
    """One row: of how many it is told, and of how many it is found, together and class by class."""
    of = Counter(name for name, each in zip(classes, found, strict=True) if each is not None)
    had = Counter(name for name, each in zip(classes, found, strict=True) if each)
    of_all, all_had = sum(of.values()), sum(had.values())
    counts = {f"{name}_members": had[name] if of[name] else None for name in CLASSES}
    kind, name_of = split_name(signal)
    return {
        "cause": cause,
        "signal": kind,
        "name": name_of,
        "ended_members": all_had if of_all else None,
        "of_ended_members": of_all or None,
        "ended_rate": all_had / of_all if of_all else None,
        **counts,
        **{f"of_{name}_members": of[name] or None for name in CLASSES},
        "status": "not_covered" if not of_all else "low_n" if of_all < FEW else "complete",
        "at_least": None,
    }


def _remark(table: pl.DataFrame, signals: Sequence[Signal]) -> Iterator[str]:
    """What the classes are, what unknown means, and that signals are no proof."""
    yield say("newcomer: under 30 days there; regular: 5 or more active days in 90; occasional: fewer; reader: none.")
    yield say("a member may have several signals; unknown: none of those that can be told. Signals are no proof.")
    if refs := sorted({signal.ref for signal in signals if signal.ref}):
        yield say("signals after: {refs}.", refs=say(", ").join(refs))
    lacking = int((table["status"] == "not_covered").sum())
    if lacking:
        yield say(
            "not covered: {count} rows, of which no export tells on these days; –, and never zero.", count=lacking
        )
