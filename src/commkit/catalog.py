"""Every question, in the order that `--help` lists them: the table of contents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from commkit.metrics.activity.active import active
from commkit.metrics.activity.concentration import concentration
from commkit.metrics.activity.groups import groups
from commkit.metrics.activity.response import response
from commkit.metrics.activity.rhythm import rhythm
from commkit.metrics.activity.silence import silence
from commkit.metrics.activity.stickiness import stickiness
from commkit.metrics.money.convert import convert
from commkit.metrics.money.repurchase import repurchase
from commkit.metrics.overview.kpi import kpi
from commkit.metrics.staying.flow import flow
from commkit.metrics.staying.funnel import funnel
from commkit.metrics.staying.lifecycle import lifecycle
from commkit.metrics.staying.lifetime import lifetime
from commkit.metrics.staying.newcomers import newcomers
from commkit.metrics.staying.retention import retention
from commkit.segment.rfm import rfm

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.choices import Slice
    from commkit.result import Result

    Question = Callable[..., Result]

CATALOG: dict[str, tuple[Question, ...]] = {
    "At a glance": (kpi,),
    "Who": (rfm,),
    "How much": (active, stickiness, rhythm, concentration, response, silence, groups),
    "Coming and going": (flow, newcomers, retention, lifecycle, lifetime, funnel),
    "Buying": (convert, repurchase),
}


def questions() -> dict[str, Question]:
    """All questions by the name of their command."""
    return {question.__name__: question for group in CATALOG.values() for question in group}


def examples(question: Question) -> tuple[str, ...]:
    """Command lines that show the question at work."""
    found: tuple[str, ...] = sys.modules[question.__module__].EXAMPLES
    return found


def needs(question: Question) -> tuple[str, ...]:
    """The kinds of fact of which the question needs one."""
    found: tuple[str, ...] = sys.modules[question.__module__].NEEDS
    return found


def headlines(question: Question) -> tuple[str, ...]:
    """The columns that --compare sets beside their earlier values; none where a question has nothing to compare."""
    return tuple(getattr(sys.modules[question.__module__], "HEADLINES", ()))


def scores_everybody(question: Question) -> bool:
    """Whether --segment selects rows of the question's answer, rather than whom it looks at."""
    return bool(getattr(sys.modules[question.__module__], "SCORES_EVERYBODY", False))


def rows_of(question: Question) -> Slice | None:
    """What each row of the question's answer is, where that is a slice."""
    found: Slice | None = getattr(sys.modules[question.__module__], "ROWS", None)
    return found


def asks(question: Question) -> str:
    """The question as a sentence that ends in a question mark."""
    return (sys.modules[question.__module__].__doc__ or "").strip()


def sql_of(question: Question) -> tuple[str, ...]:
    """The names of the question's SQL files: those beside it, or the families of indicators that it reads."""
    module = sys.modules[question.__module__]
    beside = question.__module__.removeprefix("commkit.").replace(".", "/")
    named: str | tuple[str, ...] = getattr(module, "SQL", beside)
    return (named,) if isinstance(named, str) else named
