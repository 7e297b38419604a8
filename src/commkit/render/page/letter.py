"""A report as a letter: a text, and HTML of tables and plain boxes that mail programs show as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from commkit.render import footnotes
from commkit.render.page.citation import Citations, list_cited, list_sentences
from commkit.render.page.exhibit import lay_out_exhibit
from commkit.render.page.page_texts import compose_page
from commkit.render.page.prose import mark_sentence
from commkit.render.page.template import fill_template
from commkit.render.safe import safe
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from commkit.edition import Chapter, Edition, Figure
    from commkit.render.page.exhibit import Exhibit
    from commkit.result import Context

HEAVIEST = 90_000  # bytes of HTML, beyond which mail programs cut a letter off
MOST_ROWS = 24  # of a table, beside the cited ones
ADDRESS = "commkit <commkit@localhost>"
_TONES, _DEPTH = (46, 122, 190), 0.62  # red, green and blue of the deepest shade, and how deep that is
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A chapter as the letter shows it."""

    key: str
    title: str
    command: str
    said: tuple[Markup, ...]
    exhibit: Exhibit
    notes: tuple[str, ...]
    is_confidential: bool


def render_letter(edition: Edition, text: str) -> bytes:
    """The letter, not sent yet; `text` is what programs show that show no HTML."""
    html = write_body(edition)
    digest = sha256(f"{text}\0{html}".encode("utf-8", "backslashreplace")).hexdigest()[:24]
    letter = EmailMessage(policy=SMTP)
    letter["From"] = ADDRESS
    letter["Subject"] = edition.title
    letter["Date"] = _find_date(edition.context)
    letter["Message-ID"] = f"<{edition.kind}.{edition.context.as_of or _EPOCH}.{digest}@localhost>"
    letter["X-Unsent"] = "1"  # opens as a draft in mail programs of the desk
    letter.set_content(text.encode("utf-8", "backslashreplace").decode("utf-8"))
    letter.add_alternative(html, subtype="html")
    letter.set_boundary(f"commkit-{digest}")
    return letter.as_bytes()


def _find_date(context: Context) -> datetime:
    """The midnight that ends the day of the report, in its zone."""
    day = date.fromisoformat(context.as_of) if context.as_of else _EPOCH
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(context.tz or "UTC"))


def write_body(edition: Edition) -> str:
    """The HTML, light enough: chapters that no sentence cites are left out from the end, then rows that none cites."""
    cells = Citations(edition)
    cited = list_cited(list(list_sentences(edition)))
    page = compose_page(edition, cells)

    def write(chapter: Chapter, most: int) -> Markup:
        part = _enclose(chapter, cells, cited, most)
        return Markup(fill_template("enclosure.html.j2", part=part, shade=_shade, texts=page["texts"]))  # noqa: S704

    pieces = {chapter.key: write(chapter, MOST_ROWS) for chapter in edition.chapters}
    needed = {figure.chapter for figure in cited}
    spare = [chapter.key for chapter in edition.chapters if chapter.key not in needed]
    body = _bind(page, edition, pieces)
    while spare and len(body.encode()) >= HEAVIEST:
        del pieces[spare.pop()]
        body = _bind(page, edition, pieces)
    if len(body.encode()) >= HEAVIEST:
        body = _bind(page, edition, {each.key: write(each, 0) for each in edition.chapters if each.key in pieces})
    return body


def _bind(page: Mapping[str, object], edition: Edition, pieces: Mapping[str, Markup]) -> str:
    """The pieces of chapters in one letter, with a line on those that are not there."""
    left_out = [chapter.title for chapter in edition.chapters if chapter.key not in pieces]
    omitted = say("Left out so that the letter stays light: {titles}", titles=say(", ").join(left_out))
    return fill_template("letter.html.j2", **page, pieces=pieces.values(), omitted=omitted if left_out else "")


def _enclose(chapter: Chapter, cells: Citations, cited: Collection[Figure], most: int) -> Enclosure:
    return Enclosure(
        key=chapter.key.replace("_", "-"),
        title=safe(chapter.title, None),
        command=safe(chapter.command, None),
        said=tuple(mark_sentence(each, cells) for each in chapter.sentences),
        exhibit=lay_out_exhibit(chapter, cited, (), most),
        notes=tuple(footnotes.list_notes(chapter.result)),
        is_confidential=chapter.confidential,
    )


def _shade(part: float) -> str:
    """The colour of a cell of a grid, for mail programs that mix none."""
    return "#" + "".join(f"{round(255 - (255 - tone) * part * _DEPTH):02x}" for tone in _TONES)
