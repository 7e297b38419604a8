"""The face of checks that is asked for: a CI system's, or that of any answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.check_choices import CheckFace
from commkit.render.ci.github import add_summary, render_github
from commkit.render.ci.gitlab import render_gitlab
from commkit.render.ci.junit import render_junit
from commkit.render.delivery import deliver, encode_text
from commkit.render.output import show
from commkit.render.talk import warn
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.result import Context, Result

_CI: dict[str, Callable[[Result, Context], str]] = {
    CheckFace.junit: render_junit,
    CheckFace.github: render_github,
    CheckFace.gitlab: render_gitlab,
}
_SUFFIXES = {".xml": CheckFace.junit}


def show_checks(
    result: Result,
    context: Context,
    face: CheckFace | None,
    output: Path | None,
    *,
    quiet: bool,
) -> None:
    """Print the checks, or write them to a file; on GitHub they stand in the summary of the step too."""
    if face is None and output is not None:
        face = _SUFFIXES.get(output.suffix.lower())
    if face not in _CI:
        show(result, context, format=face, output=output, limit=0, quiet=quiet)
        return
    stdout = output is None or output == Path("-")
    deliver([encode_text(_CI[face](result, context), stdout=stdout)], output)
    if face is CheckFace.github and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        try:
            add_summary(Path(path), result, context)
        except OSError as error:
            warn(say("cannot use {path}: {reason}", path=path, reason=say(error.strerror or "")))
