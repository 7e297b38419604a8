from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from commkit.render.page.letter import render_letter, write_body
from commkit.render.page.verification import prove_html
from tests.render.page.markup import read_elements
from tests.render.page.whole_page import LONG, make_lights, make_members, make_whole

if TYPE_CHECKING:
    from email.message import EmailMessage

    from commkit.edition import Chapter, Edition


def open_letter(edition: Edition, text: str = "Hello 你好") -> EmailMessage:
    return message_from_bytes(render_letter(edition, text), policy=default)


def test_a_letter_is_a_draft_of_no_person_at_the_end_of_its_day() -> None:
    letter = open_letter(make_whole())
    assert letter["Subject"] == "Weekly report 2024-W09"
    assert letter["From"] == "commkit <commkit@localhost>"
    assert letter["To"] is None
    assert letter["X-Unsent"] == "1"
    assert letter["Date"].datetime.isoformat() == "2024-03-04T00:00:00+00:00", "as of March 3, in UTC"
    assert letter["Message-ID"].startswith("<weekly.2024-03-03.")
    assert letter["Message-ID"].endswith("@localhost>")


def test_a_letter_has_a_text_and_a_page() -> None:
    letter = open_letter(make_whole())
    assert letter.get_content_type() == "multipart/alternative"
    text, html = letter.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().strip() == "Hello 你好"
    assert html.get_content_type() == "text/html"
    prove_html(html.get_content())


def test_the_same_edition_gives_the_same_letter_and_another_text_another() -> None:
    edition = make_whole()
    assert render_letter(edition, "a") == render_letter(edition, "a")
    assert open_letter(edition, "a")["Message-ID"] != open_letter(edition, "b")["Message-ID"]


def test_the_page_of_a_letter_is_tables_without_pictures() -> None:
    body = write_body(make_whole())
    elements = read_elements(body)
    assert {each.tag for each in elements} & {"svg", "img", "script", "link", "details", "figure"} == set()
    places = {each.attributes.get("id") for each in elements}
    links = [each.attributes["href"] for each in elements if each.tag == "a"]
    assert links
    assert [link for link in links if link[1:] not in places] == []
    widths = [each.attributes["width"] for each in elements if each.attributes.get("bgcolor")]
    assert widths == ["28", "110"], "2 and 8 members, the longest bar 110 px"
    assert "<script" not in body
    assert "\u202e" not in body
    assert LONG in body


def make_heavy(number: int) -> Chapter:
    """A chapter of some 10,000 bytes."""
    rows = make_members(24)
    return type(rows)(
        f"heavy_{number}", f"Heavy chapter {number}", "commkit members", rows.result, (), rows.confidential
    )


def test_a_letter_that_is_too_heavy_leaves_chapters_out_from_the_end() -> None:
    body = write_body(make_whole(*map(make_heavy, range(20))))
    assert len(body.encode()) < 90_000
    assert "Left out so that the letter stays light: " in body
    headings = [each.text for each in read_elements(body) if each.tag == "h2"]
    assert "Heavy chapter 0" in headings
    assert "Heavy chapter 19" not in headings
    assert body.count("Heavy chapter 19") == 1, "it is named where it is said that it is left out"
    prove_html(body)


def test_rows_that_nothing_cites_go_when_chapters_are_not_enough() -> None:
    """Both lights of the whole are cited chapters; forty more names are too much."""
    edition = make_whole()
    names = [f"{number}{'界' * 190}" for number in range(40)]
    board, _, *others = edition.chapters
    lights = make_lights(str(edition.chapters[1].result.table["slice"][0]), *names)
    heavy = type(edition)(
        **{name: getattr(edition, name) for name in edition.__slots__} | {"chapters": (board, lights, *others)}
    )
    body = write_body(heavy)
    assert len(body.encode()) < 90_000
    prove_html(body)
