"""How many examples a property is tried on: few whenever the tests run, many in `make fuzz`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("COMMKIT_HYPOTHESIS") == "thorough"


def tried(few: int, many: int = 100, **how: Any) -> settings:  # noqa: ANN401 (whatever settings take)
    """Settings of a property whose every example takes long; examples may share a fixture."""
    usual = {"deadline": None, "suppress_health_check": list(HealthCheck)}
    return settings(**{**usual, **how}, max_examples=many if THOROUGH else few)


def told(many: int = 100) -> settings:
    """Settings of a property that is tried on the examples told beside it, and in `make fuzz` on many drawn ones too.

    The first examples that are drawn are the smallest, of which a property that takes long would see no others.
    """
    return tried(1, many, phases=[Phase.explicit, *([Phase.generate] if THOROUGH else [])])


def least(number: int) -> int:
    """How long a drawn list is at least: as long as this where few are drawn, of any length in `make fuzz`."""
    return 0 if THOROUGH else number
