"""A result's faces: table, CSV, TSV, JSON, NDJSON, Markdown, and its chart in a terminal, as PNG or as SVG."""

from __future__ import annotations

from commkit.render.delivery import deliver
from commkit.render.formats import FORMATS
from commkit.render.picture import picture
from commkit.render.safe import safe
from commkit.render.showing import show
from commkit.render.talk import Progress, note, progress, warn

__all__ = ["FORMATS", "Progress", "deliver", "note", "picture", "progress", "safe", "show", "warn"]
