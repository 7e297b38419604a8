"""Tables of who was banned, muted or warned: what they say was done to members, so it is nothing that members did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.table.structure import squeeze_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.sources.table.structure import Head

PUNISHERS = (
    "moderator moderator_id moderator_name moderator_tag mod mod_id mod_name moderated_by punished_by banned_by"
    " kicked_by muted_by warned_by 处罚人 处罚者 封禁人 禁言人"
)
PUNISHMENTS = (
    "punishment punishment_type penalty sanction infraction infraction_type infraction_id ban_reason kick_reason"
    " mute_reason warn_reason 处罚 处罚类型 处罚方式 处罚措施 处罚结果 处罚原因 处罚时间 处罚时长 封禁原因 封禁时长"
    " 禁言原因 禁言时长"
)
ACTIONS = (
    "action action_type mod_action moderation_action event event_type event_name type 操作 操作类型 动作 行为 事件"
    " 事件类型 处理方式 处理结果"
)
# A word of punishment by itself or between underscores, as in MEMBER_BAN_ADD.
DONE = re.compile(
    r"(?:^|[^a-z])(?:un|temp|soft)?(?:ban|kick|mute|warn|timeout|time[ _-]out|suspend)(?:n?ed|d|n?ing|s)?(?:$|[^a-z])"
    r"|封禁|解封|禁言|踢出|踢人|移出群|警告|封号|拉黑",
    re.IGNORECASE,
)
MOST = 0.5  # at least this share of the actions punishes somebody


def is_moderation(head: Head) -> bool:
    """Whether a table says who was punished.

    It has a column of punishments, or one of moderators beside one of actions, or most of its actions are punishments.
    """
    names = [squeeze_header(name) for name in head.header]
    actions = [at for at, name in enumerate(names) if name in _squeezed(ACTIONS)]
    if _squeezed(PUNISHMENTS).intersection(names):
        return True
    if _squeezed(PUNISHERS).intersection(names) and any(names[at] != "type" for at in actions):
        return True
    return any(_are_punishments([row[at] for row in head.rows if at < len(row)]) for at in actions)


def _are_punishments(cells: Sequence[str | None]) -> bool:
    said = [cell for cell in cells if cell]
    return bool(said) and sum(bool(DONE.search(cell)) for cell in said) >= MOST * len(said)


def _squeezed(words: str) -> set[str]:
    return {squeeze_header(word) for word in words.split()}
