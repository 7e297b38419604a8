"""What pages and letters say around their chapters, in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import __version__, words
from commkit.render import footnotes
from commkit.render.page.prose import mark_sentence
from commkit.render.safe import safe
from commkit.report_choices import ReportKind
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from commkit.edition import Edition
    from commkit.render.page.citation import Citations

LANGUAGES = {"en": "en", "zh": "zh-Hans"}


def compose_page(edition: Edition, cells: Citations) -> Mapping[str, object]:
    """All that templates are given but chapters: texts, sentences, findings and what stands below."""
    context = edition.context
    return {
        "language": LANGUAGES[words.language()],
        "title": edition.title,
        "facts": [(name, safe(told)) for name, told in _list_facts(edition) if told],
        "warning": footnotes.warn_of_names(context),
        "head": [mark_sentence(each, cells) for each in edition.head],
        "findings": [
            [mark_sentence(each, cells) for each in (one.problem, one.evidence, one.action, one.outlook)]
            for one in edition.findings
        ],
        "lacks": [_show((say(", ").join(lack.titles), lack.reason, lack.remedy)) for lack in edition.lacks],
        "methods": [(each.title, _show(each.text.splitlines())) for each in edition.methods],
        "definitions": edition.definitions,
        "excluded": footnotes.count_excluded(context),
        "again": _spell_again(edition),
        "version": f"commkit {__version__}",
        "texts": _list_texts(edition),
    }


def _show(texts: Iterable[str]) -> list[str]:
    return [safe(text, None) for text in texts]


def _list_facts(edition: Edition) -> list[tuple[str, str]]:
    context = edition.context
    return [
        (say("Period"), edition.period),
        (say("As of"), context.as_of or ""),
        (say("Time zone"), context.tz or ""),
        (say("Database"), context.database or ""),
    ]


def _spell_again(edition: Edition) -> str:
    """The command that makes this report again."""
    context = edition.context
    day = f" --as-of {context.as_of}" if context.as_of else ""
    return f"commkit {context.command}{day}{' --names' if context.confidential else ''}"


def _tell_calm(edition: Edition) -> str:
    """That nothing is wrong, as far as that can be judged."""
    told = {
        (True, True): say("No metric is worse than its usual range, and no light is red or yellow."),
        (True, False): say("No metric is worse than its usual range; no light can be told."),
        (False, True): say("No light is red or yellow; no metric has a usual range yet."),
        (False, False): say(
            "Whether anything is wrong cannot be told: no metric has a usual range yet, and no light can be told."
        ),
    }
    return told[edition.has_ranges, edition.has_lights]


def _list_texts(edition: Edition) -> dict[str, str]:
    following = {
        ReportKind.monthly: say("Next month"),
        ReportKind.quarterly: say("Next quarter"),
        ReportKind.audit: say("Next quarter"),
    }
    return {
        "contents": say("Contents"),
        "findings": say("What is wrong, and what to do"),
        "evidence": say("Evidence"),
        "action": say("Action"),
        "outlook": following.get(ReportKind(edition.kind), say("Next week")),
        "nothing_wrong": _tell_calm(edition),
        "numbers": say("The numbers"),
        "notes": say("How to read this"),
        "confidential": footnotes.warn_of_people(),
        "lacks": say("What is not covered"),
        "remedy": say("What helps: "),
        "methods": say("How scores are made"),
        "definitions": say("Definitions"),
        "again": say("To make this report again: "),
        "summary": say("In short"),
    }
