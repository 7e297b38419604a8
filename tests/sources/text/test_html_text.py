"""What a post in HTML says."""

from __future__ import annotations

import pytest

from commkit.sources.text.html_text import read_html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>a &amp; b</p>\n<p>c<br>d</p>", "a & b\nc\nd"),
        ("<blockquote><p>you</p><blockquote>me</blockquote></blockquote>I", "I"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("</blockquote>text<blockquote>", "text"),
        ("", ""),
    ],
)
def test_words_of_html(html: str, words: str) -> None:
    assert read_html(html).words == words


def test_long_html_takes_no_longer_than_its_length() -> None:
    assert read_html("<" * 300_000 + "a").words.endswith("a")
    assert read_html("<aside " * 50_000).tags == []
