"""The card answers what it can and leaves the rest open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.scorecard.roles import roles

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_each_role_has_its_lines_and_what_two_share_counts_once(drawn_store: Store) -> None:
    """Who takes part in content is of content operations and of community managers.

    ana  x x x x x x x x x x
    """
    table = roles(drawn_store).table
    shared = table.filter(table["criterion"] == "content_participation")["department"].to_list()
    assert sorted(shared) == ["community", "content"]
    assert table.unique("criterion")["weight"].sum() == 100
    assert set(table["department"]) == {"community", "content", "campaign"}
