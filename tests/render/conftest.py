"""One result that holds every hard case, and a stdout that says it is a terminal."""

from __future__ import annotations

import io
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit import words
from commkit.choices import Segment
from commkit.result import Bars, Context, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SNAPSHOTS = Path(__file__).parent.parent / "__snapshots__"
LONG = "a nickname that goes on and on without ever coming to the point"
HOSTILE = "=1+1\x1b[31m\u202egnp.exe|<b>@all"


class Terminal(io.TextIOWrapper):
    """A stdout that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    words.speak("en")
    yield
    words.speak("en")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[[], str]]:
    """Make stdout a terminal of this encoding; what it returns tells what was sent there."""

    def opened(encoding: str = "utf-8") -> Callable[[], str]:
        sent = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", Terminal(sent, encoding=encoding))
        return lambda: sent.getvalue().decode(encoding)

    return opened


@pytest.fixture
def golden() -> Result:
    table = pl.DataFrame(
        {
            "member": ["k3f9x2ab", "张三", "👨‍👩‍👧 李四", HOSTILE, LONG],
            "segment": ["champions", "at risk", None, "lost", "new"],
            "messages": [12345, 0, None, -3, 7],
            "reply_rate": [0.125, 0.0, None, 1.0, 1 / 3],
            "net_amount": [Decimal("1234567.80"), Decimal("0.00"), None, Decimal("-12.50"), Decimal("3.10")],
            "quiet_days": [1.5, 3.0, None, float("nan"), 0.0],
            "first_on": [date(2026, 1, 1), date(2026, 2, 28), None, date(2026, 3, 1), date(2026, 6, 30)],
            "last_at": [datetime(2026, 6, 30, 14, 5), None, None, None, datetime(2026, 6, 30, 0, 0)],  # noqa: DTZ001 (local)
        }
    )
    return Result(
        "Who matters",
        table,
        chart=Bars("member", "messages"),
        notes=("Amounts are net of refunds.",),
        total={"messages": 12349, "net_amount": Decimal("1234558.40")},
        parameters={"every": "month"},
        vocabulary={"segment": Segment},
    )


@pytest.fixture
def context() -> Context:
    return Context("rfm", "2026-06-30", "Asia/Shanghai", "community.duckdb", {"staff": 3, "bots": 4})


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    def same(name: str, text: str) -> None:
        path = SNAPSHOTS / f"render_{name}"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return same


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {
        "text": {"as of {date}": "截至 {date}", "hollow: not settled, see status": "空心：数值未定"},
        "columns": {"messages": "消息数"},
        "values": {"lost": "流失", "running": "进行中"},
    }
    monkeypatch.setattr(words, "_chinese", lambda: entries)
    words.speak("zh")
