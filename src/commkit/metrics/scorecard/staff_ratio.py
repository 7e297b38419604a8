"""Managers, specialists and volunteers beside the ratio that a handbook asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.store.ask.community import Store

RATIO = {"manager": 1, "specialist": 50, "volunteer": 200}  # 群建工作方案 §6.1
_WRITTEN = {
    "manager": ("manager", "管理者", "主管"),
    "specialist": ("specialist", "专员"),
    "volunteer": ("volunteer", "志愿者", "兼职"),
}


def tell_staffing(store: Store) -> Iterator[str]:
    """How many there are of each, and how many more the managers there are ask for; or that no label says so."""
    told = dict(store.ask("metrics/scorecard/staff_ratio").iter_rows())
    counts = {role: sum(told.get(word, 0) for word in words) for role, words in _WRITTEN.items()}
    if not any(counts.values()):
        yield say("who is manager, specialist or volunteer is not known: load labels of the dimension role.")
        return
    yield say(
        "managers {manager:,}, specialists {specialist:,}, volunteers {volunteer:,}; the ratio 1:50:200 ({ref}) asks "
        "for {more_specialists:,} more specialists and {more_volunteers:,} more volunteers.",
        **counts,
        ref="群建工作方案 §6.1",
        **{f"more_{role}s": find_shortage(counts, role) for role in ("specialist", "volunteer")},
    )


def find_shortage(counts: dict[str, int], role: str) -> int:
    """How many of a role lack for as many managers as there are."""
    return max(0, RATIO[role] * counts["manager"] - counts[role])
