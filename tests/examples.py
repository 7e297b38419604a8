"""How many examples a property is tried on: few whenever the tests run, many in `make fuzz`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("COMMKIT_HYPOTHESIS") == "thorough"


def tried(few: int, many: int = 100, **how: Any) -> settings:  # noqa: ANN401 (whatever settings take)
    """Settings of a property whose every example takes long; examples may share a fixture."""
    usual = {"deadline": None, "suppress_health_check": list(HealthCheck)}
    return settings(**{**usual, **how}, max_examples=many if THOROUGH else few)
