"""Talk goes to stderr, plain off a terminal, and rarely."""

import io
import sys
import time

import pytest

from commkit.render.talk import note, progress, warn


class Clock:
    now = 0.0

    def __call__(self) -> float:
        """Tell the time, in seconds."""
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(time, "monotonic", ticking)
    return ticking


def screen(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO) -> io.StringIO:
    monkeypatch.setattr(sys, "stderr", stderr)
    return stderr


def work(clock: Clock, seconds: int, *, quiet: bool = False) -> None:
    with progress("Reading", 100, quiet=quiet) as doing:
        for _ in range(seconds * 5):
            clock.now += 0.2
            doing.advance()


def test_a_note_is_one_plain_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    note("two\nlines \x1b[31m")
    warn("old file")
    assert capsys.readouterr() == ("", "two lines ␛[31m\nWarning: old file\n")


def test_short_work_is_silent(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stderr = screen(monkeypatch, Screen())
    with progress("Reading") as doing:
        clock.now += 0.9
        doing.advance()
    assert not stderr.getvalue()


def test_on_a_terminal_one_line_redraws_and_is_erased(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stderr = screen(monkeypatch, Screen())
    work(clock, 2)
    drawn = stderr.getvalue()
    assert drawn.startswith("\r\x1b[KReading: 5 / 100 (5%)")
    assert drawn.endswith("\r\x1b[KReading: 10 / 100 (10%)\r\x1b[K")
    assert "\n" not in drawn


@pytest.mark.parametrize("terminal", [True, False])
def test_in_logs_at_most_one_plain_line_per_ten_seconds(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, terminal: bool
) -> None:
    monkeypatch.setenv("CI", "true")
    stderr = screen(monkeypatch, Screen() if terminal else io.StringIO())
    work(clock, 25)
    lines = stderr.getvalue().splitlines()
    assert len(lines) == 2
    assert "\x1b" not in stderr.getvalue()
    assert lines[0].startswith("Reading: 5")


def test_quiet_is_silent(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stderr = screen(monkeypatch, Screen())
    work(clock, 25, quiet=True)
    assert not stderr.getvalue()


def test_without_a_total_it_counts(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stderr = screen(monkeypatch, Screen())
    with progress("Reading") as doing:
        clock.now += 2
        doing.advance(1234567)
    assert "Reading: 1,234,567\r" in stderr.getvalue()


def test_a_step_that_takes_long_shows_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is counted, and yet within two seconds something is said."""
    stderr = screen(monkeypatch, Screen())
    with progress("Adding"):
        time.sleep(2.2)
    assert stderr.getvalue().startswith("\r\x1b[KAdding: 1 s")
    assert stderr.getvalue().endswith("\r\x1b[K")


def test_steps_are_followed_to_the_last() -> None:
    with progress("work", 3, quiet=True) as sign:
        assert list(sign.follow("abc")) == ["a", "b", "c"]
    assert sign._done == 3  # noqa: SLF001 (what is drawn comes after a second)
