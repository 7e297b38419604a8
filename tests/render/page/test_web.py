from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.render.page.verification import prove_html
from commkit.render.page.web import render_html
from commkit.words import speak
from tests.render.page.markup import read_elements
from tests.render.page.whole_page import LONG, make_members, make_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.render.page.markup import Element


@pytest.fixture(params=["en", "zh"])
def page(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield render_html(make_whole())
    speak("en")


@pytest.fixture
def elements(page: str) -> list[Element]:
    return read_elements(page)


def find(elements: list[Element], tag: str) -> list[Element]:
    return [each for each in elements if each.tag == tag]


def test_every_link_leads_to_a_place_of_the_page_and_no_place_stands_twice(elements: list[Element]) -> None:
    places = Counter(each.attributes["id"] for each in elements if "id" in each.attributes)
    assert [name for name, number in places.items() if number > 1] == []
    links = [each.attributes["href"] for each in find(elements, "a")]
    assert links
    assert [link for link in links if not link.startswith("#") or link[1:] not in places] == []


def test_the_page_asks_nothing_of_anybody(page: str, elements: list[Element]) -> None:
    asking = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"}
    assert [each.tag for each in elements if each.tag in asking] == []
    assert [each.attributes for each in elements if any(name.startswith("on") for name in each.attributes)] == []
    assert [each.attributes for each in elements if {"src", "srcset", "xlink:href"} & set(each.attributes)] == []
    assert re.findall(r"url\(|@import|https?:", page) == []
    policies = [each.attributes["content"] for each in find(elements, "meta") if "http-equiv" in each.attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


@pytest.mark.parametrize(("name", "written"), [("en", "en"), ("zh", "zh-Hans")])
def test_the_page_names_its_language(name: str, written: str) -> None:
    speak(name)
    assert find(read_elements(render_html(make_whole())), "html")[0].attributes["lang"] == written


def test_headings_tables_and_pictures_can_be_heard(elements: list[Element]) -> None:
    assert len(find(elements, "h1")) == 1
    assert len(find(elements, "main")) == 1
    for section in find(elements, "section"):
        assert len(section.find("h2")) == 1
    for table in find(elements, "table"):
        assert table.find("caption")[0].text.strip()
    assert [
        each.text for each in find(elements, "th") if each.attributes.get("scope") not in ("col", "colgroup", "row")
    ] == []
    pictures = [each for each in find(elements, "svg") if each.attributes.get("role") == "img"]
    assert len(pictures) == 3, "two panels and a small line"
    for picture in pictures:
        assert picture.find("title")[0].text
    hidden = [each for each in find(elements, "svg") if "role" not in each.attributes and not inside_picture(each)]
    assert all(each.attributes.get("aria-hidden") == "true" for each in hidden)


def inside_picture(element: Element) -> bool:
    around = element.inside
    while around is not None:
        if around.attributes.get("role") == "img":
            return True
        around = around.inside
    return False


def test_figures_are_cells_and_nothing_else_that_is_said_has_digits(page: str, elements: list[Element]) -> None:
    prove_html(page)
    cells = {each.attributes["id"]: each for each in elements if each.tag in ("td", "th") and "id" in each.attributes}
    cited = [each for each in elements if "cited" in each.classes]
    assert {each.attributes["href"] for each in cited} == {
        *("#metrics-0-indicator", "#metrics-0-value", "#metrics-0-previous"),
        *("#activity-total-members", "#lights-0-light", "#lights-0-slice"),
    }
    assert [each.text for each in cited if cells[each.attributes["href"][1:]].text != each.text] == []


def test_numbers_that_are_said_are_never_broken_and_names_may_be(elements: list[Element]) -> None:
    cited = {each.attributes["href"]: "rigid" in each.classes for each in elements if "cited" in each.classes}
    assert cited == {
        **dict.fromkeys(("#metrics-0-value", "#metrics-0-previous", "#activity-total-members"), True),
        **dict.fromkeys(("#metrics-0-indicator", "#lights-0-light", "#lights-0-slice"), False),
    }


def test_a_changed_cell_is_noticed(page: str) -> None:
    changed = page.replace('id="metrics-0-value" class="number">80<', 'id="metrics-0-value" class="number">81<')
    assert changed != page
    with pytest.raises(Exception, match=r"80|不一致|agree"):
        prove_html(changed)


def test_a_cited_text_with_a_date_agrees_with_its_cell() -> None:
    date = '<span class="rigid">2026-03-29</span>'
    said = f'<p class="said">Do: <a class="cited" href="#next">export from {date}</a></p>'
    prove_html(f'{said}<table><tr><td id="next">export from {date}</td></tr></table>')
    with pytest.raises(CannotDo):
        prove_html(f'{said}<table><tr><td id="next">export from</td></tr></table>')


def test_hostile_names_are_text(page: str, elements: list[Element]) -> None:
    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    shown = next(each.text for each in elements if each.attributes.get("id") == "lights-0-slice")
    assert shown.startswith("<script>alert(1)</script>")
    assert LONG in page
    assert "Spring <Festival>" in [each.text for each in find(elements, "text")]


def test_what_is_drawn(elements: list[Element]) -> None:
    """Each week that is settled is on a line; the running one is a hollow point in each panel.

    The rate lacks its third week, so its line would have a point on each side; a pair of weeks makes a line.
    """
    assert len([each for each in elements if "hollow" in each.classes]) == 2
    lines = [each.attributes["points"].split(" ") for each in find(elements, "polyline")]
    assert sorted(map(len, lines)) == [2, 2, 4], "the small line past its gap, the rate before its gap, the members"
    bars = [each.children[0].attributes["style"] for each in elements if "bar" in each.classes and each.children]
    assert bars == ["--part:0.25", "--part:1"], "2 and 8 of at most 8, and of nobody no bar"
    shades = [each.attributes["style"] for each in elements if "shade" in each.classes and "style" in each.attributes]
    assert shades == ["--part:0.25", "--part:1"], "3 and 12 of at most 12"
    meters = [each.attributes["style"] for each in elements if "meter" in each.classes]
    assert meters == ["--part:0.8"]


def test_what_goes_without_saying_is_left_out() -> None:
    """`complete` stands nowhere, and what is not covered is said; the light says its colour in a word."""
    cells = [each.text for each in read_elements(render_html(make_whole())) if each.tag in ("td", "th")]
    assert "complete" not in cells
    assert {"not covered", "running", "red", "better"} <= set(cells)


def test_each_name_of_a_board_leads_to_its_definition(elements: list[Element]) -> None:
    terms = [each for each in elements if "term" in each.classes]
    assert [each.attributes["href"] for each in terms] == ["#means-wau"], "dau is not defined"


def test_what_is_lacked_is_said_once() -> None:
    page = render_html(make_whole())
    assert page.count("there are no orders") == 1
    assert "Revenue, Coming back to buy" in page


def test_a_long_table_is_cut_and_says_so() -> None:
    page = render_html(make_whole(make_members(1234)))
    assert "100 of 1,234 rows" in page
    assert "member0099" in page
    assert "member0100" not in page
    assert len(page.encode()) < 500_000


def test_names_are_marked_as_confidential() -> None:
    edition = make_whole(make_members(3))
    shown = replace(edition, context=replace(edition.context, confidential=True))
    warnings = [each.text for each in read_elements(render_html(shown)) if "warning" in each.classes]
    assert warnings == ["Confidential: shows members' names."] * 2, "above all, and above the members"


def test_the_same_edition_gives_the_same_bytes(page: str) -> None:
    assert render_html(make_whole()) == page


def test_calm_is_said() -> None:
    """Only where anything could be found wrong."""
    calm = "No metric is worse than its usual range, and no light is red or yellow."
    untold = "Whether anything is wrong cannot be told"
    page = render_html(replace(make_whole(), findings=()))
    assert (calm in page, untold in page) == (True, False)
    page = render_html(replace(make_whole(), findings=(), has_ranges=False, has_lights=False))
    assert (calm in page, untold in page) == (False, True)


def test_a_colour_that_no_light_has_is_not_shown_in_it(elements: list[Element]) -> None:
    """Two red lights, and none of another colour."""
    tally = {
        each.classes[1]: "none" in each.classes for each in elements if each.tag == "li" and "light" in each.classes
    }
    assert tally == {"green": True, "yellow": True, "red": False, "unknown": True}


def test_on_paper_what_heads_a_part_stays_with_it(page: str) -> None:
    """Where browsers know no such wish, or a table begins with its caption, headings ask for the room of rows."""
    printed = page[page.index("@media print") :]
    rules = [(head.strip().split(", "), body) for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", printed)]
    kept = {one for heads, body in rules if "break-after: avoid" in body for one in heads}
    assert {"h2", "h3", "summary", ".tally", "thead", "section > .said"} <= kept
    roomy = {one for heads, body in rules if "height: 7rem" in body for one in heads}
    assert {"h2::after", "summary::after"} <= {one.rpartition(" */")[2].strip() for one in roomy}
