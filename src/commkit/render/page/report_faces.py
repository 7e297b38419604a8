"""The faces of a report: each is proved before it is handed on."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from commkit.render.page.book import render_book
from commkit.render.page.letter import render_letter
from commkit.render.page.plain import list_told, write_notice, write_text
from commkit.render.page.verification import prove_html, prove_lines, prove_markdown, prove_public
from commkit.render.page.web import render_html
from commkit.render.page.written import write_markdown
from commkit.report_choices import ReportFace

if TYPE_CHECKING:
    from commkit.edition import Edition

OPENING = {ReportFace.text: 2, ReportFace.notice: 1}  # lines before the first sentence


def render_report(edition: Edition, face: ReportFace) -> bytes:
    """The report in this face. Raises CannotDo where a sentence does not agree with its cells."""
    match face:
        case ReportFace.md:
            text = write_markdown(edition)
            prove_markdown(text)
        case ReportFace.text:
            text = write_text(edition)
            prove_lines(edition, list_told(edition), said_in(text, face))
        case ReportFace.notice:
            prove_public(edition.notice)
            text = write_notice(edition)
            prove_lines(edition, edition.notice, said_in(text, face))
        case ReportFace.html:
            text = render_html(edition)
            prove_html(text)
        case ReportFace.eml:
            letter = render_letter(edition, write_text(edition))
            _prove_letter(edition, letter)
            return letter
        case ReportFace.xlsx:
            return render_book(edition)
    return text.encode("utf-8", "backslashreplace")


def _prove_letter(edition: Edition, letter: bytes) -> None:
    """Both parts of the letter, read again."""
    parts = [part.get_content() for part in message_from_bytes(letter, policy=default).iter_parts()]
    prove_lines(edition, list_told(edition), said_in(parts[0], ReportFace.text))
    prove_html(parts[1])


def said_in(text: str, face: ReportFace) -> list[str]:
    """The lines that are sentences."""
    return [line for line in text.splitlines()[OPENING[face] :] if line]
