"""The sentences that a module says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def said_in(path: Path) -> set[str]:
    """Every literal that the module gives to say()."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args)
    mine = (each for each in calls if "say" in (getattr(each.func, "id", None), getattr(each.func, "attr", None)))
    return {text for each in mine if (text := literal(each.args[0])) is not None}


def literal(node: ast.AST) -> str | None:
    """The text of a literal; None of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
