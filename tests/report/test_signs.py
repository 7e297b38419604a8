from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.edition import Command, Figure
from commkit.render.page.citation import split
from commkit.report.citable import Citable
from commkit.report.signs import Sign, choose_standout, choose_words, read_sign, tell_lead, tell_standout
from commkit.words import speak
from tests.report.boards import make_board, make_metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.report.citable import Row

VALUES = (None, 3.0, 5.0)
MARKS = (None, "better", "worse", "high", "low")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


def row_of(value: float | None, previous: float | None, mark: str | None = None, *, judged: bool = True) -> Row:
    """The one row of a board; `judged` says whether there are enough periods to know what is usual."""
    is_unusual = mark is not None if judged else None
    told = make_metric("messages", value, previous, mark=mark, is_unusual=is_unusual, to_date=8)
    [row] = Citable([make_board(told)]).list_rows("metrics")
    return row


def expected(value: float | None, previous: float | None, mark: str | None, *, judged: bool) -> Sign:
    """The table of signs as it is meant: what is not told, not compared, out of its range, and which way it went."""
    if value is None:
        return Sign.untold
    if previous is None:
        return Sign.first
    far = {"better": Sign.improved_far, "worse": Sign.worsened_far, "high": Sign.rose_far, "low": Sign.fell_far}
    if mark in far:
        return far[mark]
    ways = {(5.0, 3.0): ("rose", "rose_unjudged"), (3.0, 5.0): ("fell", "fell_unjudged")}
    if (value, previous) not in ways:
        return Sign.held
    return Sign(ways[value, previous][0 if judged else 1])


def test_every_row_has_its_sign() -> None:
    seen = set()
    for value, previous, mark, judged in product(VALUES, VALUES, MARKS, (True, False)):
        if mark is not None and (value is None or not judged):
            continue  # what is not told or not judged is never marked
        sign = read_sign(row_of(value, previous, mark, judged=judged))
        assert sign is expected(value, previous, mark, judged=judged), (value, previous, mark, judged)
        seen.add(sign)
    assert seen == set(Sign)


def test_a_metric_that_is_not_there_is_untold() -> None:
    assert read_sign(None) is Sign.untold


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("sign", [sign for sign in Sign if sign is not Sign.untold])
@pytest.mark.parametrize("tell", [tell_lead, tell_standout])
def test_each_sign_has_a_sentence_with_a_number_a_comparison_and_a_command(sign: Sign, tell: object) -> None:
    rows = {
        read_sign(row): row
        for value, previous, mark, judged in product(VALUES[1:], VALUES, MARKS, (True, False))
        if judged or mark is None
        for row in [row_of(value, previous, mark, judged=judged)]
    }
    sentence = tell(rows[sign], choose_words(Period.week), "commkit kpi")  # type: ignore[operator]
    cited = [part.column for part in split(sentence) if isinstance(part, Figure)]
    compared = "to_date" if sign is Sign.first else "previous"
    assert {"indicator", "value", compared} <= set(cited)
    assert [part for part in split(sentence) if isinstance(part, Command)] == [Command("commkit kpi")]
    words = [part for part in split(sentence) if isinstance(part, str)]
    assert not any(character.isdigit() for text in words for character in text)


def test_what_is_worse_stands_out_before_what_is_better_and_the_largest_of_them() -> None:
    rows = list(
        Citable(
            [
                make_board(
                    make_metric("dau", 9, 3, mark="better", is_unusual=True),
                    make_metric("comment_rate", 0.1, 0.2, mark="worse", is_unusual=True),
                    make_metric("like_rate", 0.1, 0.4, mark="worse", is_unusual=True),
                    make_metric("leave_rate", None),
                )
            ]
        ).list_rows("metrics")
    )
    found = choose_standout(rows)
    assert found is not None
    assert found["indicator"] == "like_rate"
    better = choose_standout(rows[:1] + rows[3:])
    assert better is not None
    assert better["indicator"] == "dau"
    assert choose_standout(rows[3:]) is None


def test_few_people_never_move_most() -> None:
    rows = list(
        Citable(
            [make_board(make_metric("like_rate", 0.9, 0.1, status="low_n"), make_metric("comment_rate", 0.11, 0.1))]
        ).list_rows("metrics")
    )
    found = choose_standout(rows)
    assert found is not None
    assert found["indicator"] == "comment_rate"


def test_a_period_that_the_data_do_not_reach_the_end_of_is_not_blamed_on_the_one_before(language: str) -> None:
    told = make_metric("wau", 5.0, status="running")
    [row] = Citable([make_board(told)]).list_rows("metrics")
    text = tell_lead(row, choose_words(Period.week), "commkit kpi").text
    assert {"en": "the data end before the period does", "zh": "数据还没到期末"}[language] in text
    assert choose_words(Period.week).before not in text
