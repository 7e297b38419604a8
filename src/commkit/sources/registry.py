"""Which source reads which files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import CommkitError
from commkit.sources.chatlab import from_json as chatlab
from commkit.sources.discord import from_csv as discord_csv
from commkit.sources.discord import from_html as discord_html
from commkit.sources.discord import from_json as discord
from commkit.sources.discourse import from_csv as discourse_users
from commkit.sources.discourse import from_json as discourse
from commkit.sources.discourse import from_markdown as discourse_markdown
from commkit.sources.github import from_json as github
from commkit.sources.icalendar import from_ics as icalendar
from commkit.sources.irc import from_text as irc
from commkit.sources.mattermost import from_json as mattermost
from commkit.sources.mbox import from_mbox as mbox
from commkit.sources.qq import from_text as qq
from commkit.sources.slack import from_days as slack_days
from commkit.sources.slack import from_json as slack
from commkit.sources.table import from_table as table
from commkit.sources.telegram import from_html as telegram_html
from commkit.sources.telegram import from_json as telegram
from commkit.sources.wechat import from_csv as wechat_csv
from commkit.sources.wechat import from_json as wechat
from commkit.sources.wecom import from_archive as wecom
from commkit.sources.wecom import from_counts as wecom_counts
from commkit.sources.wecom import from_groups as wecom_groups
from commkit.sources.whatsapp import from_text as whatsapp
from commkit.sources.zulip import from_json as zulip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading, Source
    from commkit.sources.table.structure import Unplaced

# In the order in which they are asked: what is surest by its content comes first. Each is imported under its key.
SOURCES: dict[str, Source] = {
    "slack": slack,
    "slack_days": slack_days,
    "discord": discord,
    "discord_csv": discord_csv,
    "discord_html": discord_html,
    "mattermost": mattermost,
    "discourse": discourse,
    "discourse_users": discourse_users,
    "discourse_markdown": discourse_markdown,
    "mbox": mbox,
    "zulip": zulip,
    "chatlab": chatlab,
    "github": github,
    "icalendar": icalendar,
    "telegram": telegram,
    "telegram_html": telegram_html,
    "irc": irc,
    "whatsapp": whatsapp,
    "wecom": wecom,
    "wecom_groups": wecom_groups,
    "wecom_counts": wecom_counts,
    "qq": qq,
    "wechat": wechat,
    "wechat_csv": wechat_csv,
    "table": table,
}


@dataclass(frozen=True, slots=True)
class FoundExport:
    """One export among the files of a load: the format's name, the module that reads it, and its files."""

    name: str
    source: Source
    files: tuple[File, ...]

    def lacks(self, reading: Reading) -> frozenset[str]:
        """What the export cannot tell: what its format cannot, and what its table has no column for."""
        of_table = table.find_lacks(self.files[0], reading) if self.source is table else frozenset()
        lasting = {"lasting_names"} if reading.keeps_names else frozenset()
        return (self.source.LACKS | of_table) - lasting

    def above(self, reading: Reading) -> int:
        """How many lines of a table stand above its header."""
        found = table.find_layout(self.files[0], reading) if self.source is table else None
        return found.form.above if found else 0

    def unplaced(self, reading: Reading) -> Unplaced | None:
        """The columns of a table that nothing is read from."""
        return table.find_unplaced(self.files[0], reading) if self.source is table else None


def find(files: Sequence[File], reading: Reading | None = None) -> tuple[list[FoundExport], list[File]]:
    """The exports among these files, and the files that belong to no export. No file belongs to two.

    A file that does not look like a table may become one through the roles that `reading` maps to columns. Raises
    WrongUse if these do not fit the only file there is.
    """
    free = {id(file): file for file in files if file.size}
    exports = []
    for name, source in SOURCES.items():
        for key, file in tuple(free.items()):
            if key in free and source.recognises(file):
                own = tuple(each for each in source.parts(file, files) if free.pop(id(each), None))
                exports.append(FoundExport(name, source, own))
                further = _further_tables(file) if source is table else []
                exports += [FoundExport(name, table, (sheet,)) for sheet in further]
    if reading is not None and (reading.roles or reading.header_row):
        mapped = [file for file in free.values() if _is_mapped(file, reading, is_only=len(files) == 1)]
        exports += [FoundExport("table", table, (file,)) for file in mapped]
    taken = {id(file) for export in exports for file in export.files}
    return exports, [file for file in files if id(file) not in taken]


def _further_tables(file: File) -> list[File]:
    """The other tables of a workbook; a broken one is refused when it is read."""
    try:
        return table.find_tables(file, {})[0]
    except CommkitError:
        return []


def explanations(files: Sequence[File], reading: Reading) -> dict[str, str]:
    """Why each of these files that is a table is not one that commkit knows, by name."""
    reasons = {file.name: table.explain(file, reading) for file in files if file.size}
    return {name: reason for name, reason in reasons.items() if reason}


def explanation(files: Sequence[File], reading: Reading) -> str | None:
    """Why the first unknown table among these files is not a table that commkit knows."""
    reasons = ((file, table.explain(file, reading)) for file in files if file.size)
    return next((f"{file.base}: {reason}" for file, reason in reasons if reason), None)


def _is_mapped(file: File, reading: Reading, *, is_only: bool) -> bool:
    """Whether the file is a table with the columns that are given."""
    try:
        return table.find_layout(file, reading) is not None
    except CommkitError:
        if is_only:
            raise
        return False
