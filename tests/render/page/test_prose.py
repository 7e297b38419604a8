"""Words of pages as HTML."""

from __future__ import annotations

import pytest

from commkit.render.page.prose import keep_dates, mark_command, mark_words


def test_commands_are_broken_between_their_words_alone() -> None:
    assert mark_command("commkit kpi --by <x>") == ("<code>commkit kpi <span>--by</span> &lt;x&gt;</code>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the event `share` <b>", "the event <code>share</code> &lt;b&gt;"),
        ("one ` alone", "one ` alone"),
        ("`a` or `<b>`", "<code>a</code> or <code>&lt;b&gt;</code>"),
    ],
)
def test_words_between_backticks_are_code(text: str, shown: str) -> None:
    assert mark_words(text) == shown


def test_no_line_breaks_a_date() -> None:
    assert keep_dates("<b> until 2026-06-28, so") == '&lt;b&gt; until <span class="rigid">2026-06-28</span>, so'
    assert mark_words("`a` on 2026-06-28") == '<code>a</code> on <span class="rigid">2026-06-28</span>'
