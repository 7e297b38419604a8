"""A community watched at an instant: rules judged on it, each in the part that it looks at."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commkit.about import About
from commkit.answer.question import choose_cut, configure, open_store
from commkit.gate.evaluation import evaluate
from commkit.typed import parse_instant
from commkit.words import say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.gate.evaluation import Judged
    from commkit.gate.rules import Rule
    from commkit.params import QuestionOptions
    from commkit.settings import Config
    from commkit.store.ask.community import Store

_ABOUT = About(needs_one_of=(), examples=())


@dataclass(frozen=True, slots=True)
class Watch:
    """A community, what was asked of it, and the instant in UTC at which it is asked."""

    store: Store
    asked: QuestionOptions
    config: Config
    instant: datetime

    @property
    def today(self) -> date:
        """The day that it is in the community's zone."""
        return self.instant.replace(tzinfo=UTC).astimezone(ZoneInfo(self.store.tz)).date()

    def judge(self, rules: Sequence[Rule]) -> list[Judged]:
        """Every rule in every slice that it looks at; the store ends up showing the whole community."""
        judged = evaluate(self.store, rules, self.look)
        self.look(None, ())
        return judged

    def look(self, by: str | None, only: Sequence[str]) -> None:
        """Show the store this part of the community, as of the last day that is over."""
        yesterday = self.today - timedelta(days=1)
        as_of = self.asked.as_of or (str(yesterday) if yesterday < self.store.covers_on else None)
        asked = replace(self.asked, by=by, only=list(only), as_of=as_of, now=self.instant.isoformat())
        cut, layers = choose_cut(self.store, _ABOUT, asked, self.config.layers)
        layers.attach(self.store)
        self.store.cut(cut)

    def tell_age(self) -> Iterator[str]:
        """How old the data are, where they do not reach to yesterday."""
        days = (self.today - self.store.as_of).days - 1
        if days > 0:
            yield say_counted(
                days,
                "the data end on {day}, 1 day before today.",
                "the data end on {day}, {number} days before today.",
                day=self.store.as_of,
            )


@contextlib.contextmanager
def open_watch(asked: QuestionOptions, config: Config) -> Iterator[Watch]:
    """The community that is asked about, at the instant that --now says, else now: freshness is measured to it."""
    instant = parse_instant(asked.now) if asked.now else datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with open_store(asked) as store:
        configure(store, config)
        yield Watch(store, asked, config, instant)
