"""`commkit report`: what moved, what stands out and what to do, as a page, a letter, a workbook or a text."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from commkit import settings
from commkit.answer.question import open_store
from commkit.errors import WrongUse
from commkit.params import (
    DATABASE,
    AsOf,
    Database,
    Exports,
    Lang,
    LockTimeout,
    Maps,
    Names,
    Output,
    QuestionOptions,
    Quiet,
    face_option,
)
from commkit.render.delivery import deliver
from commkit.render.page.report_faces import render_report
from commkit.render.talk import note, progress
from commkit.report.editor import edit
from commkit.report_choices import ReportFace, ReportKind
from commkit.words import say, speak

if TYPE_CHECKING:
    from commkit.edition import Edition

EXAMPLES = (
    "commkit report weekly -o week.html --open  # the week as a page, in your browser at once",
    "commkit report weekly --format notice  # a few lines to post in a chat",
    "commkit report monthly exports/ --lang zh -o month.xlsx  # the month in Chinese, as a workbook",
    "commkit report weekly --only-if-news -q -o week.eml  # a letter, only when there is something to tell",
)
_SUFFIXES = {
    ".html": ReportFace.html,
    ".htm": ReportFace.html,
    ".md": ReportFace.md,
    ".xlsx": ReportFace.xlsx,
    ".eml": ReportFace.eml,
    ".txt": ReportFace.text,
}
_NOT_FOR_THE_GROUP = (ReportKind.risk, ReportKind.audit)
_BINARY = (ReportFace.xlsx,)

ReportFormat = Annotated[
    ReportFace | None,
    face_option("--format", help=say("How the report looks; `text` is for operators, `notice` for the group itself.")),
]
OnlyIfNews = Annotated[
    bool,
    face_option("--only-if-news", help=say("Write nothing where no alarm fires and no metric left its usual range.")),
]
Open = Annotated[bool, face_option("--open", help=say("Open the file when it is written."))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """The options that every report takes."""

    exports: Exports = None
    map: Maps = None
    db: Database = DATABASE
    as_of: AsOf = None
    names: Names = False
    format: ReportFormat = None
    output: Output = None
    only_if_news: OnlyIfNews = False
    open: Open = False
    lang: Lang = None
    quiet: Quiet = False
    lock_timeout: LockTimeout = 60.0


REPORT = ReportOptions()


def weekly(options: ReportOptions = REPORT) -> None:
    """The last week that is over: core metrics, lights, levels, newcomers, who is at risk, and what to do."""
    _report(ReportKind.weekly, options)


def monthly(options: ReportOptions = REPORT) -> None:
    """The last month that is over: as the week, with what was carried out, its effect, and word of mouth."""
    _report(ReportKind.monthly, options)


def quarterly(options: ReportOptions = REPORT) -> None:
    """The last quarter that is over: targets met and missed, and value for members, organisation and society."""
    _report(ReportKind.quarterly, options)


def risk(options: ReportOptions = REPORT) -> None:
    """Lights, rules that fire and since when, who is at risk, and cases beyond their limit."""
    _report(ReportKind.risk, options)


def audit(options: ReportOptions = REPORT) -> None:
    """Every indicator of the last quarter with its definition, and the digests of all that was loaded."""
    _report(ReportKind.audit, options)


VERBS = {"weekly": weekly, "monthly": monthly, "quarterly": quarterly, "risk": risk, "audit": audit}


def _report(kind: ReportKind, options: ReportOptions) -> None:
    if options.lang:
        speak(options.lang.value)
    face = choose_face(options)
    if face is ReportFace.notice and kind in _NOT_FOR_THE_GROUP:
        raise WrongUse(
            say("this report is not for the group itself"),
            hint="commkit report weekly --format notice",
        )
    if face is ReportFace.notice and options.names:
        raise WrongUse(say("a notice for the group names nobody"), hint=say("leave out --names"))
    asked = QuestionOptions(
        exports=options.exports,
        map=options.map,
        db=options.db,
        as_of=options.as_of,
        names=options.names,
        quiet=options.quiet,
        lock_timeout=options.lock_timeout,
    )
    with open_store(asked) as store, progress(say("writing the report"), quiet=options.quiet):
        edition = edit(store, kind, asked, settings.read())
    if options.only_if_news and not edition.has_news:
        if not options.quiet:
            note(say("no news: no alarm fires, and no core metric left its usual range."))
        return
    _hand_on(edition, face, options)


def _hand_on(edition: Edition, face: ReportFace, options: ReportOptions) -> None:
    deliver([render_report(edition, face)], options.output)
    if options.open and options.output is not None:
        webbrowser.open(options.output.absolute().as_uri())


def choose_face(options: ReportOptions) -> ReportFace:
    """The face asked for, else that of the file's name, else the text for operators. Raises WrongUse."""
    is_stdout = options.output is None or options.output == Path("-")
    if options.open and is_stdout:
        raise WrongUse(say("--open opens a file, and none is written"), hint=say("add -o week.html"))
    if options.format is not None:
        if options.format in _BINARY and is_stdout and sys.stdout.isatty():
            raise WrongUse(
                say("A terminal cannot show {format}.", format=options.format.value),
                hint=say("Write a file: -o report.{format}", format=options.format.value),
            )
        return options.format
    if is_stdout:
        return ReportFace.text
    assert options.output is not None
    face = _SUFFIXES.get(options.output.suffix.lower())
    if face is None:
        raise WrongUse(
            say("{file} does not tell which format to write.", file=options.output.name),
            hint=say("End the name in {suffixes}, or give --format.", suffixes=say(", ").join(_SUFFIXES)),
        )
    return face
