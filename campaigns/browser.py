"""A page as people see it: opened in headless Chromium on a phone, on a desk and on paper, in light and dark."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
from PIL import Image, ImageStat
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

MEASURE = Path(__file__).with_suffix(".js").with_stem("looks").read_text("utf-8")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations'], preload: false}).then((found) => found.violations)"
PAPER = 718  # px: A4 at 96 dpi, less margins of 1 cm
MARGIN = "10mm"
TALLEST = 16_000  # px: Chromium repeats itself in pictures beyond 16,384
SMALLEST = 11  # px of text on a phone
HEAVIEST = 500_000  # bytes of a page
MIDDLE = 128  # of 255: darker is dark
NOTE = "note"


class Way(NamedTuple):
    """How a page is looked at; widths in px."""

    name: str
    width: int
    scheme: str
    media: str = "screen"
    smallest: int = 0

    @property
    def is_phone(self) -> bool:
        """Whether the window is held in a hand."""
        return self.smallest > 0


WAYS = [
    way
    for scheme in ("light", "dark")
    for way in (
        Way(f"390-{scheme}", 390, scheme, smallest=SMALLEST),
        Way(f"1280-{scheme}", 1280, scheme),
        Way(f"print-{scheme}", PAPER, scheme, "print"),
    )
]
PATIENCE = 300_000  # milliseconds for one picture, also where a machine has much else to do
# A phone in light, a desk in the dark, paper of somebody whose screen is dark: each kind of fault shows in one of them.
FEW_WAYS = [way for way in WAYS if way.name in ("390-light", "1280-dark", "print-dark")]


class Fault(NamedTuple):
    """What is wrong, by kind; of kind `note` it is no fault."""

    kind: str
    words: str


Faults = dict[Fault, list[str]]  # and the ways in which it is seen


class Eye:
    """Looks at pages, and keeps pictures of them in a folder if there is one; pieces of pictures are in px."""

    def __init__(
        self, browser: Browser, ways: Sequence[Way] = WAYS, folder: Path | None = None, piece: int = TALLEST
    ) -> None:
        self.folder = folder
        self.piece = min(piece, TALLEST)
        self.contexts = {way: _context(browser, way) for way in ways}

    def look(self, path: Path) -> Faults:
        """All that is wrong with this page in any of the ways."""
        found: Faults = defaultdict(list)
        if (size := path.stat().st_size) > HEAVIEST:
            found[Fault("weight", f"{size:,} bytes, {HEAVIEST:,} at most")] = ["file"]
        for way in self.contexts:
            for fault in dict.fromkeys(self._faults(path, way)):
                found[fault].append(way.name)
        return found

    def _faults(self, path: Path, way: Way) -> Iterator[Fault]:
        page = self.contexts[way].new_page()
        heard: list[Fault] = []
        listen(page, path.resolve().as_uri(), heard)
        page.emulate_media(media=way.media, color_scheme=way.scheme)
        page.goto(path.resolve().as_uri())
        yield from self._take_pictures(page, path.stem, way)
        asked = {"width": way.width, "smallest": way.smallest, "isPaper": way.media == "print"}
        yield from (Fault(*each) for each in page.evaluate(f"({MEASURE})({json.dumps(asked)})"))
        yield from list(heard)
        page.evaluate(AXE)
        yield from map(violated, page.evaluate(RUN_AXE))
        page.close()

    def _take_pictures(self, page: Page, name: str, way: Way) -> Iterator[Fault]:
        first = page.screenshot(animations="disabled")
        is_dark = ImageStat.Stat(_image(first).convert("L")).median[0] < MIDDLE
        if is_dark != (way.scheme == "dark" and way.media == "screen"):
            yield Fault("scheme", f"is {'dark' if is_dark else 'light'} in {way.media} {way.scheme}")
        if self.folder is None:
            return
        height = page.evaluate("document.documentElement.scrollHeight")
        for number, top in enumerate(range(0, height, self.piece), 1):
            part = {"x": 0, "y": top, "width": way.width, "height": min(self.piece, height - top)}
            suffix = f"-{number}" if height > self.piece else ""
            shown = self.folder / f"{name}.{way.name}{suffix}.png"
            page.screenshot(path=shown, full_page=True, clip=part, animations="disabled")
        if way.media == "print":
            yield _print(page, self.folder / f"{name}.{way.name}.pdf")


@contextmanager
def opened(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium, which will not be root in a sandbox."""
    asked = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=asked)
        try:
            yield browser
        finally:
            browser.close()


def listen(page: Page, address: str, heard: list[Fault]) -> None:
    """Note every message of the console and every request for anything but this page."""

    def hear_request(asked: str) -> None:
        if asked != address and not asked.startswith("data:"):
            heard.append(Fault("request", asked[:120]))

    page.on("console", lambda message: heard.append(Fault("console", message.text[:160])))
    page.on("pageerror", lambda error: heard.append(Fault("console", str(error)[:160])))
    page.on("request", lambda request: hear_request(request.url))


def violated(rule: dict[str, Any]) -> Fault:
    """What axe-core found against one of its rules, and where first."""
    nodes = rule["nodes"]
    where = " ".join(map(str, nodes[0]["target"]))
    told = next((each["message"] for each in [*nodes[0]["any"], *nodes[0]["all"], *nodes[0]["none"]]), rule["help"])
    more = f", and {len(nodes) - 1} more" if len(nodes) > 1 else ""
    return Fault("axe", f"{rule['id']}: {told} ({where}{more})")


def _context(browser: Browser, way: Way) -> BrowserContext:
    """A window of its own, from which nothing goes out."""
    context = browser.new_context(
        viewport={"width": way.width, "height": 844 if way.is_phone else 900},
        is_mobile=way.is_phone,
        reduced_motion="reduce",
    )
    context.route(re.compile(r"^(?!file:|data:)"), lambda route: route.fulfill(status=204))
    context.set_default_timeout(PATIENCE)
    return context


def _image(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def _print(page: Page, path: Path) -> Fault:
    """The page on A4 as a PDF, and a picture of each sheet."""
    margin = dict.fromkeys(("top", "bottom", "left", "right"), MARGIN)
    page.pdf(path=path, format="A4", margin=margin, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(path)
    for number, sheet in enumerate(document, 1):
        sheet.render(scale=96 / 72).to_pil().save(path.with_suffix(f".sheet{number}.png"))
    return Fault(NOTE, f"{len(document)} sheets of A4")
