"""How exports are to be read and loaded, as the command line and commkit.toml say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from commkit import settings
from commkit.errors import WrongUse
from commkit.params import Maps, option
from commkit.sources.files.encoding import find_encoding
from commkit.sources.source import Reading
from commkit.store.load.options import LoadOptions
from commkit.words import say

Paths = Annotated[
    list[Path], typer.Argument(metavar="EXPORT...", help=say("Files, folders or archives; - for standard input."))
]
Zone = Annotated[
    str | None, option("--tz", metavar="ZONE", help=say("The community's time zone; fixed by the first load."))
]
ExportZone = Annotated[
    str | None, option("--export-tz", metavar="ZONE", help=say("The zone of stamps that state none."))
]
Encoding = Annotated[
    str | None, option(metavar="NAME", help=say("What text is encoded in, where it is not found: gb18030, big5 ..."))
]
MaxRejects = Annotated[
    str | None, option(metavar="N|P%", help=say("Load nothing of an export that rejects more; 50% if not said."))
]
DateFormat = Annotated[
    str | None, option(metavar="FORMAT", help=say("How days are written: ymd, dmy, mdy or a strptime format."))
]
Decimal = Annotated[
    str | None, option(metavar="MARK", help=say("What stands before the cents of an amount: point or comma."))
]
HeaderRow = Annotated[int | None, option(metavar="N", min=1, help=say("The row of a table that names its columns."))]
Platform = Annotated[str | None, option(metavar="NAME", help=say("The platform whose ids the members have."))]
Currency = Annotated[str | None, option(metavar="CODE", help=say("Load only orders in this currency."))]
LABEL = "label:"  # of a role: a column of a member list that becomes a label


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How the exports are written; a parameter of this type becomes these options."""

    date_format: DateFormat = None
    encoding: Encoding = None
    platform: Platform = None
    map: Maps = None
    currency: Currency = None
    decimal: Decimal = None
    header_row: HeaderRow = None


AS_FOUND = ReadOptions()


def make_reading(how: ReadOptions) -> Reading:
    """What the sources are told about the exports. Raises WrongUse."""
    encoding = find_encoding(how.encoding) if how.encoding is not None else None
    roles = _parse_roles(how.map or [])
    if how.decimal not in (None, "point", "comma"):
        raise WrongUse(
            say("--decimal {given!r} is neither point nor comma", given=how.decimal),
            hint=say("say it with --decimal point or --decimal comma"),
        )
    return Reading(roles, how.platform, how.date_format, encoding, how.currency, how.decimal, how.header_row)


def choose(community: Mapping[str, Any] | None = None, **said: Any) -> LoadOptions:  # noqa: ANN401 (fields of LoadOptions)
    """How to load: what commkit.toml says of the community, with what the command line says on top."""
    community = settings.read().community if community is None else community
    given = {name: value for name, value in said.items() if value is not None}
    lists: dict[str, Any] = {name: tuple(map(str, community.get(name, ()))) for name in settings.LISTS}
    lists["aliases"] = tuple(map(tuple, community.get("aliases", ())))
    return LoadOptions(**{"tz": community.get("tz"), "currency": community.get("currency"), **lists, **given})


def parse_limit(text: str | None) -> int | float | None:
    """A number of records, or a share of them as a float. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,12})|(\d{1,3}(?:\.\d{1,6})?)%", text) if text is not None else None
    if text is not None and found is None:
        raise WrongUse(
            say("--max-rejects {given!r} is no number and no share", given=text),
            hint=say("for example --max-rejects 100 or --max-rejects 5%"),
        )
    return None if found is None else int(found[1]) if found[1] else float(found[2]) / 100


def _parse_roles(maps: list[str]) -> dict[str, str]:
    """Roles and their columns. `label:COLUMN` alone makes a label of that column, called like it."""
    said = [
        each if "=" in each or not each.startswith(LABEL) else f"{each}={each.removeprefix(LABEL)}" for each in maps
    ]
    roles = dict(each.split("=", 1) for each in said if all(map(str.strip, each.partition("="))))
    if len(roles) < len(maps):
        raise WrongUse(
            say("--map needs ROLE=COLUMN, each role once"), hint=say("for example --map member=buyer --map time=paid")
        )
    return roles
