"""Where one score ends and the next begins: shown beside every RFM, saved and used again."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

from commkit.choices import Basis
from commkit.errors import CannotDo, WrongUse
from commkit.named_files import parse_toml
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

MEASURES = ("recency", "frequency", "monetary")
COLUMNS = {"recency": ("r", "recency_days"), "frequency": ("f", "frequency"), "monetary": ("m", "monetary")}


def find(scored: pl.DataFrame) -> dict[str, object]:
    """Per measure: where scores 2 to 5 begin (for recency, the most days they allow), and members per score 1 to 5."""
    return {
        measure: {"cuts": _find_edges(scored, measure), "members": _count_sizes(scored, measure)}
        for measure in MEASURES
    }


def _find_edges(scored: pl.DataFrame, measure: str) -> list[float | None]:
    """The edge of an empty score is that of the next one above; None where no member scores so high."""
    score, column = COLUMNS[measure]
    edges: list[float | None] = []
    for wanted in range(2, 6):
        values = scored.filter(scored[score] >= wanted)[column]
        edge = values.max() if measure == "recency" else values.min()
        edges.append(None if edge is None else float(str(edge)))
    return edges


def _count_sizes(scored: pl.DataFrame, measure: str) -> list[int]:
    score, _ = COLUMNS[measure]
    return [scored.filter(scored[score] == wanted).height for wanted in range(1, 6)]


def save(path: Path, points: Mapping[str, object], basis: Basis) -> None:
    """Write the cut-points as TOML, whole or not at all. Raises CannotDo."""
    lines = [
        "# RFM cut-points: what scores 2, 3, 4 and 5 begin at; for recency, the most days they allow.",
        f'on = "{basis}"',
    ]
    for measure in MEASURES:
        edges = points[measure]["cuts"]  # type: ignore[index]
        worst = -1.0 if measure == "recency" else math.inf
        lines.append(f"{measure} = [{', '.join(repr(worst if edge is None else edge) for edge in edges)}]")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text("\n".join(lines) + "\n", "utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CannotDo(
            say("cannot write {path}: {reason}", path=path.name, reason=say(error.strerror or "")),
            hint=say("give --save-cuts a folder you can write to"),
        ) from error


def read(path: Path, basis: Basis) -> dict[str, list[float]]:
    """The cut-points in this file. Raises CannotDo or WrongUse."""
    return _of(_load(path), path, basis)


def read_on_orders(path: Path) -> dict[str, list[float]] | None:
    """The cut-points in this file, or None if they were saved on activity. Raises CannotDo or WrongUse."""
    said = _load(path)
    return None if said.get("on") == Basis.activity.value else _of(said, path, Basis.orders)


def _load(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path)
    except OSError as error:
        raise CannotDo(
            say("cannot read {path}: {reason}", path=path.name, reason=say(error.strerror or "")),
            hint=say("save cut-points first with --save-cuts FILE"),
        ) from error
    except ValueError as error:
        raise WrongUse(
            say("{path} is not a file of cut-points", path=path.name), hint=say("save one with --save-cuts FILE")
        ) from error


def _of(said: Mapping[str, Any], path: Path, basis: Basis) -> dict[str, list[float]]:
    if said.get("on") != basis.value:
        raise WrongUse(
            say("{path} was saved on {saved}, not on {basis}", path=path.name, saved=said.get("on"), basis=basis),
            hint=say("give --on, or save cut-points again"),
        )
    points = {measure: said.get(measure) for measure in MEASURES}
    for measure, edges in points.items():
        if not _are_edges(edges, falling=measure == "recency"):
            raise WrongUse(
                say("{path}: {measure} needs four numbers in order", path=path.name, measure=measure),
                hint=say("save one with --save-cuts FILE"),
            )
    return {measure: [float(edge) for edge in edges or []] for measure, edges in points.items()}


def _are_edges(edges: object, *, falling: bool) -> bool:
    if not isinstance(edges, list) or len(edges) != 4:  # noqa: PLR2004 (between five scores)
        return False
    if not all(type(each) in (int, float) and not math.isnan(each) for each in edges):
        return False
    return edges == sorted(edges, reverse=falling)
