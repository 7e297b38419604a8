"""What must be said beside indicators: how sure they are, and what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Compare, PeriodStatus
from commkit.store.ask.reach import last_whole_day
from commkit.store.ask.remedies import LOADS
from commkit.words import call_counted, proper, say, value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store
    from commkit.store.ask.reach import Ended

MOST_NAMED = 5


def _meanings() -> dict[PeriodStatus, str]:
    return {
        PeriodStatus.not_covered: say(
            "not covered: nothing that was loaded tells of it; see commkit status --by kind."
        ),
        PeriodStatus.running: say("running: the period is not over in the data."),
        PeriodStatus.cut: say("cut: --since, --until or the first day of the data falls inside the period."),
        PeriodStatus.maturing: say("maturing: the time that people are given is over for too few of them."),
    }


def of_untold(store: Store, kind: str) -> list[str]:
    """Which platforms with messages cannot tell this kind of fact, and so are left out."""
    named = store.untold(kind)
    if not named:
        return []
    return [
        say(
            "numbers that need {kind} are without {platforms}: no export from there tells them.",
            platforms=say(", ").join(map(proper, named)),
            kind=value(kind),
        )
    ]


def of_misdated(found: Iterable[tuple[str, int, date]]) -> list[str]:
    """What is wrongly dated: kinds of fact, how many records of each, and the last day that any of them names."""
    return [
        say(
            "1 {kind} is dated wrongly, {day}: it is loaded, but counts for nothing in coverage",
            kind=kind_of,
            day=last_on,
        )
        if number == 1
        else say(
            "{number} {kind} are dated wrongly, up to {day}: they are loaded, but count for nothing in coverage",
            number=f"{number:,}",
            kind=kind_of,
            day=last_on,
        )
        for kind, number, last_on in found
        for kind_of in [call_counted(value(kind), number)]
    ]


def of_unstated_ends(store: Store) -> list[str]:
    """Which platforms' exports say nothing of their own end, and what to do about that."""
    named = say(", ").join(map(proper, store.ask("store/ask/unstated_ends")["platform"]))
    told = say(
        "{platforms}: these exports do not say when they were made, so they end with their last record; "
        "commkit load --covers-until yesterday says that they are of this morning.",
        platforms=named,
    )
    return [told] if named else []


def of_suspects(suspects: pl.DataFrame) -> list[str]:
    """What to do about accounts that may be bots or bridges, with their handles and reasons."""
    if suspects.is_empty():
        return []
    number = suspects.height
    some = say("1 account counts as a member but may be a bot or a bridge: commkit members --suspects")
    many = say(
        "{number} accounts count as members but may be bots or bridges: commkit members --suspects", number=number
    )
    return [some if number == 1 else many, *of_bridges(suspects)]


def of_bridges(suspects: pl.DataFrame) -> list[str]:
    """The line of commkit.toml for those of them that seem to carry what others say."""
    handles = [row["handle"] for row in suspects.iter_rows(named=True) if row["reason"] == "by_its_text"]
    if not handles:
        return []
    listed = ", ".join(f'"{handle}"' for handle in handles[:MOST_NAMED])
    return [
        say(
            "in commkit.toml under [community]: bridges = [{handles}], then load the same exports again", handles=listed
        )
    ]


def of_successions(pairs: int) -> list[str]:
    """How many leavers and newcomers may be none, because one person goes on under another name."""
    if not pairs:
        return []
    if pairs == 1:
        return [say("1 leaver and 1 newcomer may be one person under another name: commkit identity suggest")]
    return [
        say(
            "{pairs} leavers and as many newcomers may be the same people under other names: commkit identity suggest",
            pairs=f"{pairs:,}",
        )
    ]


def of_statuses(statuses: Collection[str]) -> list[str]:
    """What the statuses among these mean."""
    notes = []
    if "assumed_roster" in statuses:
        notes.append(say("without a member list, members are those who were seen and are not known to have left."))
    if "low_n" in statuses:
        notes.append(say("low n: fewer than 30, so the rate is uncertain."))
    return notes


def of_periods(store: Store, table: pl.DataFrame, *needs: str) -> list[str]:
    """What the statuses of periods mean, and which groups' exports end before others."""
    found = set(table["status"].to_list())
    notes = [meaning for status, meaning in _meanings().items() if status in found]
    if PeriodStatus.partly_covered in found:
        notes.append(
            say(
                "partly covered: exports of these groups end early: {groups}; see commkit status --by group.",
                groups=_name_ended(store.coverage.reach(needs).ended),
            )
        )
    return notes


def of_settled(store: Store, *kinds: str) -> list[str]:
    """Up to when people are followed, where that is earlier than as-of because groups are missing since."""
    day = store.coverage.settled_on(kinds)
    if day is None or day >= store.as_of:
        return []
    return [
        say(
            "what members are given days for is followed to {day}: exports of groups end then, see commkit status "
            "--by group.",
            day=day,
        )
    ]


def of_older(store: Store, kinds: Iterable[str]) -> list[str]:
    """Which of these kinds of fact are covered less far than the answer, everywhere or in groups that matter."""
    ends: dict[date, list[str]] = {}
    breaks: dict[date, list[str]] = {}
    for kind in kinds:
        reach = store.coverage.reach([kind])
        if reach.last_on and reach.last_on < store.as_of:
            ends.setdefault(reach.last_on, []).append(value(kind))
        elif reach.settled_on and reach.settled_on < store.as_of:
            breaks.setdefault(reach.settled_on, []).append(value(kind))
    return [
        *(
            say(
                "loaded only up to {day}, so numbers made from these are older or not whole: {kinds}.",
                day=day,
                kinds=say(", ").join(named),
            )
            for day, named in sorted(ends.items())
        ),
        *(
            say(
                "loaded only up to {day} in some groups, so numbers made from these are older or not whole: {kinds}; "
                "see commkit status --by group.",
                day=day,
                kinds=say(", ").join(named),
            )
            for day, named in sorted(breaks.items())
        ),
    ]


def _name_ended(ended: Iterable[Ended]) -> str:
    """Groups whose exports end early, with the kind of fact that does and its last day."""
    return _name_some(
        [
            say("{group} ({kind} to {day})", group=each.called, kind=value(each.kind), day=last_whole_day(each.until))
            for each in ended
        ]
    )


def of_groups(table: pl.DataFrame, partly: str | None = None) -> list[str]:
    """Which groups' exports end early or have gaps, and what to do about it; `partly` says what a gap means."""
    meanings = {
        PeriodStatus.partly_covered: partly
        or say("partly covered: the last 56 days are not all covered, so the stage is unknown: {groups}."),
        PeriodStatus.not_covered: say("not covered: no export tells of any of the last 28 days: {groups}."),
    }
    notes = []
    for status, meaning in meanings.items():
        called = table.filter(table["status"] == status.value)["group"].to_list()
        if called:
            notes.append(meaning.format(groups=_name_some(called)))
    if notes:
        notes.append(
            say("what to export again: commkit status --by group; groups that are over: `[community] closed`.")
        )
    return notes


def _name_some(names: Sequence[str]) -> str:
    return say(", ").join(names[:MOST_NAMED]) + (say(", …") if len(names) > MOST_NAMED else "")


def of_cuts(names: Collection[str], *, are_fixed: bool) -> list[str]:
    """By which cut-points value levels are told, where one of these indicators counts members by them."""
    if "high_value_share" not in names:
        return []
    if are_fixed:
        return [say("value levels: by the cut-points that `[rfm] cuts` in commkit.toml names, in every period.")]
    return [say("value levels: by the cut-points of as-of in every period; `[rfm] cuts` in commkit.toml fixes them.")]


def earlier(against: Compare) -> str:
    """What a number is compared with."""
    return say("a year earlier") if against is Compare.last_year else say("the period before")


def of_lacking(lacking: Mapping[str, list[str]]) -> list[str]:
    """The kinds of fact that were never loaded, with the indicators that cannot be told: one line, however many."""
    by_kind: dict[str, list[str]] = {}
    for name, kinds in lacking.items():
        for kind in kinds:
            by_kind.setdefault(kind, []).append(value(name, "indicator"))
    listed = {kind: say(", ").join(named) for kind, named in by_kind.items()}
    if len(listed) > 1:
        parts = [say("{name} ({reason})", name=value(kind), reason=named) for kind, named in listed.items()]
        return [say("not loaded: {kinds}; commkit explain NAME tells what to load.", kinds=say("; ").join(parts))]
    return [
        say("no {kind}, so no {indicators}: {load}.", kind=value(kind), indicators=named, load=say(LOADS[kind]))
        for kind, named in listed.items()
    ]
