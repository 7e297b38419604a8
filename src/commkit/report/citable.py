"""Citable of chapters, found by what their rows are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commkit.edition import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.edition import Chapter

ROW = dict[str, Any]
# The chapters whose rows are indicators beside their usual range.
BOARDS = (
    *("metrics", "revenue", "execution", "effect", "word_of_mouth"),
    *("user_value", "organisation_value", "society_value", "all_metrics"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chapter: its values, and its cells to cite. Number None is the total."""

    chapter: str
    number: int | None
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401 (whatever the cell holds)
        """The value of this column, None where there is no such column."""
        return self.values.get(column)

    def cite(self, column: str) -> Figure:
        """The cell of this column."""
        return Figure(self.chapter, self.number, column)


class Citable:
    """The rows of all chapters that there are."""

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        self._chapters = {chapter.key: chapter for chapter in chapters}

    def command(self, key: str) -> str:
        """What to type for this chapter."""
        return self._chapters[key].command

    def list_rows(self, key: str) -> Iterator[Row]:
        """The rows of a chapter, none of one that there is not."""
        if key in self._chapters:
            rows = self._chapters[key].result.table.iter_rows(named=True)
            yield from (Row(key, number, values) for number, values in enumerate(rows))

    def list_indicators(self) -> Iterator[Row]:
        """The rows of all boards, each indicator once."""
        told: set[str] = set()
        for row in (row for key in BOARDS for row in self.list_rows(key)):
            if row["indicator"] not in told:
                told.add(row["indicator"])
                yield row

    def find_row(self, key: str, column: str, word: object) -> Row | None:
        """The first row that holds this word in this column."""
        return next((row for row in self.list_rows(key) if row[column] == word), None)

    def find_total(self, key: str) -> Row | None:
        """The total of a chapter, where it has one."""
        chapter = self._chapters.get(key)
        return Row(key, None, chapter.result.total) if chapter and chapter.result.total else None
