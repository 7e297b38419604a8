"""Reports as Markdown."""

from __future__ import annotations

from dataclasses import replace

from commkit.render.page.written import write_markdown
from tests.render.page.whole_page import make_members, make_whole


def test_names_are_marked_where_they_are_listed_too() -> None:
    edition = make_whole(make_members(3))
    lines = write_markdown(replace(edition, context=replace(edition.context, confidential=True))).splitlines()
    warning = "**Confidential: shows members' names.**"
    assert lines.count(warning) == 2, "above all, and above the members"
    assert lines[lines.index("## Members") + 2] == warning
