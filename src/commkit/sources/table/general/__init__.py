"""General tables, a module each: every `GeneralTable` that a module of this folder lists in `TABLES` can be loaded."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.sources.table.general_table import GeneralTable

FOUND = [
    table for found in pkgutil.iter_modules(__path__) for table in import_module(f"{__name__}.{found.name}").TABLES
]
TABLES: dict[str, GeneralTable] = {
    table.name: table for table in sorted(FOUND, key=lambda each: (each.rank, each.name))
}
