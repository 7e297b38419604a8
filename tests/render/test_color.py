"""Who decides on colour, from the strongest to the weakest."""

import io

import pytest

from commkit.render.color import uses_color


class Screen(io.StringIO):
    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("environment", "asked", "terminal", "pipe"),
    [
        ({}, None, True, False),
        ({}, True, True, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, None, False, False),
        ({"NO_COLOR": "1"}, True, True, True),
        ({"NO_COLOR": ""}, None, True, False),
        ({"FORCE_COLOR": "1", "CLICOLOR": "0"}, None, True, True),
        ({"FORCE_COLOR": "0"}, None, True, False),
        ({"CLICOLOR_FORCE": "1"}, None, True, True),
        ({"CLICOLOR": "0"}, None, False, False),
        ({"TERM": "dumb"}, None, False, False),
    ],
)
def test_colored(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    asked: bool | None,
    terminal: bool,
    pipe: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (uses_color(Screen(), asked), uses_color(io.StringIO(), asked)) == (terminal, pipe)
