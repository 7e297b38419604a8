"""Which groups are alive, growing, fading or dead?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import UNSETTLED, Activity, Slice
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.indicators.group_reach import settle_groups
from commkit.indicators.member_list import OUTCOMES, list_members, refuse_beside_members
from commkit.indicators.periods import FEW
from commkit.metrics.activity.groups_size import weigh_sizes
from commkit.metrics.activity.groups_tree import grow_tree
from commkit.params.questions import ActiveBy, Members, QuietDays, Size, Tree
from commkit.result import Bars, Result
from commkit.store.ask.community import Store
from commkit.words import say, say_counted, value

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit groups  # which groups are alive, and which are fading",
        "commkit groups --quiet-days 14  # dead after two weeks of silence, not a month",
        "commkit groups --members --names --sort -last_on  # who is in which group, the latest to speak first",
        "commkit groups --sort -kept_rate --format csv  # groups that kept most of their first talk on top",
        "commkit groups --tree region,interest  # groups by region, and by interest below it",
        "commkit groups --size -o sizes.png  # a chart of whether larger groups are quieter",
    ),
    rows=Slice.group,
    behind=Behind("Who is in which group", "groups", carries=("active_by", "quiet_days")),
)
STAGES = ("zombie", "forming", "declining", "growing", "mature")
_HALF = 0.5


def groups(
    store: Store,
    *,
    quiet_days: QuietDays = 30,
    tree: Tree = None,
    size: Size = False,
    members: Members = False,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """Each group's members, talk of the last 28 days, stage of life, and what is left of its first talk by day 90."""
    if store.asked.in_levels is not None:
        raise WrongUse(
            say("groups are told of all their members, and not of one level"), hint=say("see active --by group instead")
        )
    if members:
        refuse_beside_members(tree=tree is not None, size=size)
    if tree is not None and size:
        raise WrongUse(say("--tree and --size are two answers"), hint=say("ask for one of them"))
    if tree is not None:
        return grow_tree(store, tree, active_by)
    if size:
        return weigh_sizes(store, active_by)
    counted = store.ask("metrics/activity/groups", quiet_days=quiet_days, active_by=active_by)
    table, moves = settle_groups(store, counted.rename({"slice": "group"}))
    if members:
        return _list(store, table, active_by)
    return Result(
        say("Groups"),
        table,
        Bars("group", "messages"),
        notes=(*_remark(table, quiet_days), *remarks.of_groups(table), *_remark_moves(moves)),
        aside=(
            "undated_members",
            "net_members",
            "peak_messages",
            "first_on",
            "of_first_messages",
            "kept_messages",
            "kept_rate",
        ),
        summary=_tell_stages(table),
        keys=("group",),
        vocabulary={"stage": STAGES, "status": ("not_covered", "partly_covered", "low_n", "complete")},
        parameters={"quiet_days": quiet_days, "active_by": active_by.value},
        drawn=table.filter(~table["status"].is_in(UNSETTLED)),
    )


def _tell_stages(table: pl.DataFrame) -> tuple[str, ...]:
    """How many groups there are of each stage."""
    found = [(stage, int((table["stage"] == stage).sum())) for stage in STAGES]
    told = [say("{number} {stage}", number=number, stage=value(stage, "stage")) for stage, number in found if number]
    stages = say(", ").join(told)
    return (
        (say_counted(table.height, "1 group: {stages}.", "{number} groups: {stages}.", stages=stages),) if told else ()
    )


def _list(store: Store, table: pl.DataFrame, active_by: Activity) -> Result:
    """The members of each group, with the last day on which they were active in it."""
    rows = store.ask("metrics/activity/groups_members", active_by=active_by)
    parts = {"active": "active_members"}
    return Result(
        say("Members by group"),
        list_members(store, rows, table, "of_members", parts=parts, at=("group",), active_by=active_by),
        notes=(say("active: in the last 28 days, in the group; so is the last active day."),),
        keys=("group", "handle"),
        vocabulary={"active": OUTCOMES},
    )


def _remark_moves(is_told: pl.Series) -> list[str]:
    if is_told.all():
        return []
    return [say("net members: unknown where joins or leaves end before messages; see commkit status --by group.")]


def _remark(table: pl.DataFrame, quiet_days: int) -> list[str]:
    notes = [
        say(
            "zombie: no member's message for {days} days; forming: under 56 days old; declining: at most half of its "
            "best 28 days; growing: 20% above the 28 days before; else mature.",
            days=quiet_days,
        ),
        say("kept: messages of days 61 to 90 after its first, of those of days 1 to 30; where both are in the log."),
    ]
    followed = table.filter(table["of_first_messages"] >= FEW)["kept_rate"]
    lost = int((followed <= _HALF).sum())
    if lost:
        notes.append(
            say(
                "{lost} of {all} groups that began with 30 messages or more lost half of their talk by day 90.",
                lost=lost,
                all=len(followed),
            )
        )
    if table["undated_members"].sum() > 0:
        notes.append(say("undated members: in the group, and no export says since when."))
    if "low_n" in table["status"].to_list():
        notes.append(say("low n: fewer than 30 members, or fewer than 30 first messages, so its rates are uncertain."))
    return notes
