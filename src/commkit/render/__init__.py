"""A result's faces: table, CSV, TSV, JSON, NDJSON, Markdown, and its chart in a terminal, as PNG or as SVG."""

from __future__ import annotations

from commkit.render.delivery import deliver, is_file, promised
from commkit.render.formats import FORMATS, refuse_picture
from commkit.render.output import show
from commkit.render.picture.image import picture
from commkit.render.safe import safe
from commkit.render.talk import Progress, note, progress, warn

__all__ = [
    "FORMATS",
    "Progress",
    "deliver",
    "is_file",
    "note",
    "picture",
    "progress",
    "promised",
    "refuse_picture",
    "safe",
    "show",
    "warn",
]
