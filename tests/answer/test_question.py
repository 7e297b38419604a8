"""Several questions put to one open community, each as if it were the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.answer.question import ask_question
from commkit.choices import Activity, Period, Slice
from commkit.params import QuestionOptions
from commkit.settings import Config

if TYPE_CHECKING:
    from commkit.result import Result
    from commkit.store.ask.community import Store

CONFIG = Config()


def asked(store: Store, name: str, parameters: dict[str, Any] | None = None, **said: object) -> Result:
    result, context = ask_question(store, name, parameters or {}, QuestionOptions(**said), CONFIG)  # type: ignore[arg-type]
    assert (context.command, context.as_of) == (name, str(store.as_of))
    return result


def test_a_question_knows_nothing_of_the_one_before(drawn_store: Store) -> None:
    """Nine weeks, so that two month-ends are known.

    ana   x x x x x x x x x
    ben   . x . . x . . . x
    boss  x x x x x x x x x staff
    """
    first = [asked(drawn_store, name).table for name in ("active", "rhythm", "lifecycle")]
    asked(drawn_store, "active", {"every": Period.month, "active_by": Activity.any}, by=Slice.layer)
    again = [asked(drawn_store, name).table for name in ("active", "rhythm", "lifecycle")]
    assert all(one.equals(other) for one, other in zip(first, again, strict=True))
    assert first[0]["members"].to_list() == [1, 2, 1, 1, 2, 1, 1, 1, 2]
