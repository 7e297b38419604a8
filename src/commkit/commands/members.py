"""`commkit members`: from a name to the handle that answers use."""

from __future__ import annotations

from typing import Annotated

from commkit.commands.showing import show_rows
from commkit.errors import NotEnoughData
from commkit.params import DATABASE, Database, Format, Limit, LockTimeout, Output, Quiet, Sort, option
from commkit.result import Result
from commkit.store import Store
from commkit.words import say

EXAMPLES = ("commkit members --find Ada", "commkit members --find 竹子 --format json")

Find = Annotated[str, option(metavar="NAME", help=say("Part of a name, an id on a platform, or a handle."))]


def members(
    *,
    find: Find,
    db: Database = DATABASE,
    format: Format = None,
    output: Output = None,
    limit: Limit = None,
    sort: Sort = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Find members by name in the private file; the answer is confidential."""
    with Store.open(db, lock_timeout=lock_timeout, names=True) as store:
        table = store.ask("store/find", name=find)
        if table.is_empty():
            raise NotEnoughData(
                say("no member's name or id holds that text"), hint=say("try a shorter part of the name")
            )
        show_rows(
            "members", Result(say("Members found"), table), store, format, output, limit, sort, quiet=quiet, names=True
        )
