"""What a question says of itself, beside its docstrings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.choices import Slice


@dataclass(frozen=True, slots=True)
class Behind:
    """The people behind an answer: `who` they are, and the question and options that list them.

    Options that `carries` names hold for the list too; an answer to any other option has no such list.
    """

    who: str
    question: str
    options: Mapping[str, object] = field(default_factory=lambda: {"members": True})
    carries: tuple[str, ...] = ("every", "active_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One per question, as `ABOUT` in its module.

    `needs_one_of` are kinds of fact; without all of them the question refuses. `examples` are whole command lines, each
    with what it is for in a comment of the shell. `headlines` are the columns that --compare sets beside their earlier
    values; none: nothing to compare. `sql` names the SQL files that answer it, without their ending; None is the one
    beside its module. `rows` is what each row is, where that is a slice. With `scores_everybody`, --segment selects
    rows of the answer, not whom it looks at. With `weighs_names` it is asked with the private file, where that is
    there, to doubt who is one person; it prints none. `behind` is what people ask next: who they are. Where the option
    that `stands_alone` names is given, no community is asked.
    """

    needs_one_of: tuple[str, ...]
    examples: tuple[str, ...]
    headlines: tuple[str, ...] = ()
    sql: tuple[str, ...] | None = None
    rows: Slice | None = None
    scores_everybody: bool = False
    weighs_names: bool = False
    behind: Behind | None = None
    stands_alone: str | None = None
