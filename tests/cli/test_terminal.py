"""What is printed on a terminal is as wide as the terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from commkit.render.widths import count_cells


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_an_answer_is_as_wide_as_the_terminal(columns: int) -> None:
    """What is due on a day with much to do: no line is wider, and one is wider than of the next narrower terminal."""
    widest = max(map(count_cells, print_on_terminal(columns, "plan", "due", "--on", "2026-10-05", "--days", "1")))
    assert columns - 20 < widest <= columns


def print_on_terminal(columns: int, *words: str) -> list[str]:
    """The lines that commkit prints on a terminal of so many columns."""
    import fcntl
    import struct
    import termios

    terminal, screen = os.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: said for name, said in os.environ.items() if name != "COLUMNS"} | {"NO_COLOR": "1"}
    command = [sys.executable, "-m", "commkit", *words]
    with subprocess.Popen(command, stdout=screen, stderr=subprocess.DEVNULL, env=environment) as running:
        os.close(screen)
        printed = _read_all(terminal)
    assert running.returncode == 0
    return printed.decode().splitlines()


def _read_all(terminal: int) -> bytes:
    parts = []
    with open(terminal, "rb", buffering=0) as reader:
        try:
            while part := reader.read(65_536):
                parts.append(part)
        except OSError:  # the other end is closed
            pass
    return b"".join(parts)
