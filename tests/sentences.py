"""The sentences that a module says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def said_in(path: Path) -> set[str]:
    """Every literal that the module gives to say(), and to say_counted() about many."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args)
    named = ((getattr(each.func, "id", None) or getattr(each.func, "attr", None), each.args) for each in calls)
    places = {"say": 0, "say_counted": 2}
    return {text for name, args in named if name in places and (text := literal(args[places[name]])) is not None}


def literal(node: ast.AST) -> str | None:
    """The text of a literal; None of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
