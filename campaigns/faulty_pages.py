"""One page without fault, and for each kind of fault pages that have it: what `campaigns.looks --self-test` opens."""

from __future__ import annotations

GOOD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A week</title>
<style>
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --quiet: #595959; --line: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #ececec; --quiet: #b4b4b4; --line: #7fb8f0; }
}
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #444; --line: #0b5cad; } }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 sans-serif; }
a { color: var(--line); }
small { color: var(--quiet); font-size: 12px; }
table { border-collapse: collapse; }
.wide { overflow-x: auto; }
@media print { details::details-content { content-visibility: visible; block-size: auto; } }
@media print { .wide { overflow: visible; font-size: 10px; } }
svg { display: block; max-width: 100%; height: auto; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
</style>
</head>
<body>
<main>
<h1>A week</h1>
<p>Active members fell from <a href="#active">120 to 96</a>. <small>As of July 5.</small></p>
<p class="hidden">For screen readers alone, in a box of one pixel.</p>
<svg viewBox="0 0 300 60" width="300" height="60" role="img" aria-label="Active members by week">
<path d="M0 50 L150 20 L300 40" fill="none" stroke="currentColor"/><text x="4" y="14" font-size="14"
fill="currentColor">120</text></svg>
<div class="wide" tabindex="0" role="region" aria-label="Members by week"><table>
<tr><th scope="col">week</th><th scope="col">active</th></tr><tr><td>July 5</td><td id="active">96</td></tr>
</table></div>
<details><summary>Definitions</summary><p>Active is who wrote.</p></details>
</main>
</body>
</html>
"""
LONG = "m" * 200


def _with(words: str) -> str:
    return GOOD.replace("</main>", f"{words}\n</main>")


def _styled(rules: str) -> str:
    return GOOD.replace("</style>", f"{rules}\n</style>")


# The page, and every kind of fault that it has.
PAGES: dict[str, tuple[str, set[str]]] = {
    "good": (GOOD, set()),
    "scrolls in its box": (GOOD.replace("July 5</td>", f"{'m' * 60}</td>"), set()),
    "a long word": (_with(f"<p>{LONG}</p>"), {"overflow"}),
    "a wide box": (_with('<div style="width: 1500px">wide</div>'), {"overflow"}),
    "bursts its box": (_with('<div style="width: 60px">mmmmmmmmmmmmmm</div>'), {"overflow"}),
    "left of the page": (_with('<p style="margin-left: -40px">left</p>'), {"overflow"}),
    "wide on paper alone": (_styled("@media print { h1 { width: 900px; } }"), {"overflow"}),
    "wide when opened": (GOOD.replace("who wrote", f"who wrote {LONG}"), {"overflow"}),
    "cut off": (_with(f'<p style="overflow: hidden">{LONG}</p>'), {"cut"}),
    "cut off on paper": (_styled("@media print { .wide { width: 20px; overflow-x: auto; } }"), {"cut"}),
    "closed on paper": (GOOD.replace("details::details-content", "p"), {"cut"}),
    "a label outside": (GOOD.replace('x="4"', 'x="290"'), {"cut"}),
    "labels over another": (GOOD.replace("<path", '<text x="10" y="16" font-size="14">300</text><path'), {"overlap"}),
    "no viewport": (GOOD.replace('name="viewport"', 'name="view"'), {"viewport"}),
    "small text": (_with('<p style="font-size: 10.5px">small</p>'), {"small"}),
    "small text in a picture": (GOOD.replace('width="300" height="60"', 'width="150" height="30"'), {"small"}),
    "a message": (_with("<script>console.log('hello')</script>"), {"console", "script"}),
    "an error": (_with("<script>missing()</script>"), {"console", "script"}),
    "a handler": (_with('<p onclick="this.remove()">press</p>'), {"script"}),
    "a picture elsewhere": (_with('<img src="https://example.org/a.png" alt="a">'), {"request"}),
    "a picture beside": (_with('<img src="a.png" alt="a">'), {"console", "request"}),
    "a font elsewhere": (_styled("@font-face { font-family: a; src: url(https://example.org/a.woff2); }"), {"request"}),
    "an import": (GOOD.replace("<style>", '<style>@import "https://example.org/a.css";'), {"request"}),
    "ids twice": (_with('<p id="active">again</p>'), {"ids"}),
    "a dead link": (GOOD.replace('href="#active"', 'href="#gone"'), {"links"}),
    "pale text": (GOOD.replace("--quiet: #595959", "--quiet: #b5b5b5"), {"axe"}),
    "pale text in the dark": (GOOD.replace("--quiet: #b4b4b4", "--quiet: #454545"), {"axe"}),
    "no language": (GOOD.replace(' lang="en"', ""), {"axe"}),
    "no dark": (
        GOOD.replace("(prefers-color-scheme: dark)", "(width: 1px)").replace("light dark", "light"),
        {"scheme"},
    ),
    "dark on paper": (GOOD.replace("@media print { :root", "@media (width: 1px) { :root"), {"pale", "scheme"}),
    "white on a colour": (
        _with('<p style="background: #333; color: #fff">white</p>'),
        {"pale"},
    ),
    "white on a colour that is printed": (
        _with('<p style="background: #333; color: #fff; print-color-adjust: exact">white</p>'),
        set(),
    ),
    "heavy": (_with(f"<!-- {'x' * 500_000} -->"), {"weight"}),
}
