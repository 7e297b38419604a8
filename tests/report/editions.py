"""Editions made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Edition
from commkit.result import Context

if TYPE_CHECKING:
    from commkit.edition import Chapter, Problem, Sentence


def make_edition(
    *chapters: Chapter,
    head: tuple[Sentence, ...] = (),
    findings: tuple[Problem, ...] = (),
    notice: tuple[Sentence, ...] = (),
) -> Edition:
    """A weekly report of these chapters."""
    return Edition(
        kind="weekly",
        title="Weekly report 2024-W09",
        period="2024-W09",
        context=Context("report weekly", "2024-03-03", "UTC", "hall.duckdb"),
        head=head,
        findings=findings,
        chapters=chapters,
        notice=notice,
    )
