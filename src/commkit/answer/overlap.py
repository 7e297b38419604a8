"""Who is on several platforms and in several groups, and how much is known of people: counts, and no names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from commkit.choices import Shared
from commkit.result import Bars, Grid, Heatmap, Result
from commkit.stats.nulls import blank
from commkit.store.ask.cut import Cut
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store

MOST_GROUPS = 12
_LATELY = timedelta(days=28)
_KNOWN = ("known_accounts", "known_accounts_rate", "known_members", "known_members_rate")
FIELDS = ("name", "roster", "joining_day", "channel", "label")


def measure_overlap(store: Store, of: Shared, *, knows_names: bool) -> Result:
    """Overlap of this kind, as of the last day of messages, or of anything; names only where the store knows them."""
    store.cut(Cut(by="group" if of is Shared.groups else None))
    if store.has["messages"]:
        store.look_at("messages")
    if of is Shared.profile:
        return _complete_profiles(store, knows_names)
    return _compare_groups(store) if of is Shared.groups else _compare_platforms(store)


def _compare_platforms(store: Store) -> Result:
    table = store.ask("store/identity/overlap_platforms")
    people = store.ask("store/identity/overlap_people")
    if not store.has["messages"]:
        people = blank(people, ("active_members", "active_members_by_platform"))
    return Result(
        say("People on several platforms"),
        table,
        _heat(table, "platform", "other_platform"),
        notes=(
            say("a row's people are those on its platform, whenever they were seen, and the columns tell where else."),
            say("matched: accounts of people who have several; commkit identity suggest names more."),
            *_remark_unseen(store, table["platform"].unique(maintain_order=True).to_list()),
        ),
        total=people.row(0, named=True),
        grid=Grid("platform", "other_platform", "shared_members"),
        keys=("platform", "other_platform"),
        drawn=_apart(table, "platform", "other_platform"),
    )


def _remark_unseen(store: Store, platforms: list[str]) -> list[str]:
    """Platforms of which no export tells who was active."""
    if not store.has["messages"]:
        return [say("who is active is unknown: there are no messages.")]
    reaches = {name: store.coverage.reach(["messages"], platform=name).last_on for name in platforms}
    unseen = [name for name, day in reaches.items() if day is None or day <= store.as_of - _LATELY]
    notes = [say("active: who spoke in the last 28 days, once each, and once on each platform.")]
    if unseen:
        notes.append(
            say("of these platforms nothing tells of the last 28 days: {platforms}.", platforms=say(", ").join(unseen))
        )
    return notes


def _compare_groups(store: Store) -> Result:
    counted = store.ask("store/identity/overlap_groups", most=MOST_GROUPS)
    whole = ("groups", "members", "memberships", "several_groups_members")
    table = counted.drop(whole)
    return Result(
        say("People in several groups"),
        table,
        _heat(table, "group", "other_group"),
        notes=(say("who is in the {most} largest groups now; a row's share is of its own group.", most=MOST_GROUPS),),
        total=counted.select(whole).row(0, named=True) if counted.height else None,
        grid=Grid("group", "other_group", "shared_members"),
        keys=("group", "other_group"),
        drawn=_apart(table, "group", "other_group"),
    )


def _complete_profiles(store: Store, knows_names: bool) -> Result:
    told = store.ask("store/identity/overlap_profile")
    table = _add_names(told, store if knows_names else None)
    return Result(
        say("What is known of people"),
        table,
        Bars("field", "known_members_rate"),
        notes=(
            say("accounts: each alone, as before merging; members: all accounts of a person together."),
            say("total: fields that are known of all fields but the name."),
            say("roster: in a list of members; label: at least one, not counting segments, exclusions and consent."),
            *_remark_names(table),
        ),
        total=_sum_up(told),
        keys=("field",),
        vocabulary={"field": FIELDS},
    )


def _add_names(told: pl.DataFrame, store: Store | None) -> pl.DataFrame:
    """The fields after that of the name, which is unknown without a store that has the private file."""
    import polars as pl

    first = told.head(1).with_columns(pl.lit("name").alias("field"))
    if store is None:
        return pl.concat([blank(first, _KNOWN), told])
    accounts, members = store.ask("store/identity/overlap_names").row(0)
    known = first.with_columns(
        known_accounts=pl.lit(accounts, pl.Int64), known_members=pl.lit(members, pl.Int64)
    ).with_columns(
        known_accounts_rate=pl.col("known_accounts") / pl.col("of_accounts"),
        known_members_rate=pl.col("known_members") / pl.col("of_members"),
    )
    return pl.concat([known, told])


def _remark_names(table: pl.DataFrame) -> list[str]:
    if table["known_accounts"].null_count():
        return [say("names: unknown without the private file beside this database.")]
    return []


def _sum_up(told: pl.DataFrame) -> dict[str, object]:
    """How complete profiles are: fields that are known of all fields, of accounts and of people; names apart."""
    sums: dict[str, int] = told.sum().drop("field").row(0, named=True)
    pairs = (("known_accounts", "of_accounts"), ("known_members", "of_members"))
    return {f"{known}_rate": sums[known] / sums[of] if sums[of] else None for known, of in pairs}


def _heat(table: pl.DataFrame, down: str, across: str) -> Heatmap | None:
    return Heatmap(across, down, "shared_rate") if table[down].n_unique() > 1 else None


def _apart(table: pl.DataFrame, down: str, across: str) -> pl.DataFrame:
    """What the chart draws: all but each with itself, which would outshine the rest."""
    import polars as pl

    return table.with_columns(pl.when(pl.col(down) != pl.col(across)).then("shared_rate").alias("shared_rate"))
