"""Where the campaigns work: exports, a database to start from, and what a database holds."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING, Any

import duckdb

from commkit.cli import app as cli

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {
    "first": (0, 20_000),
    "second": (12_000, 20_000),
    "third": (30_000, 6_000),
    "middle": (20_000, 100_000),
    "many": (0, 1_000_000),
}  # where each begins, how many
TABLES = {"message": "message", "order_line": "purchase_line", "event": "event"}

Contents = dict[str, Any]


class Room:
    """A folder with exports, a database to start from, and a temporary folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.start = folder / "start"
        self.start.mkdir()
        self.run(self.start, "load", str(self.export("first")), "--output", str(folder / "start.json"))

    def export(self, name: str) -> Path:
        """One of the exports, written when it is first used."""
        path = self.folder / f"{name}.csv"
        return path if path.exists() else _write(path, *SIZES[name])

    def run(self, place: Path, *words: str) -> None:
        """Run to the end, in this process."""
        database = str(place / "community.duckdb")
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.run([*words, "--db", database, "--quiet"])
        if code:
            raise RuntimeError(f"{' '.join(words)}: exit {code}: {said.getvalue()}")

    def env(self) -> dict[str, str]:
        """Our environment with a temporary folder of its own."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("COMMKIT_")}
        return {**kept, "TMPDIR": str(self.temporary)}


def contents(place: Path) -> Contents | None:
    """How many facts each table holds and what they sum to, whatever the numbers of loads; None without a database."""
    database = place / "community.duckdb"
    if not database.exists():
        return None
    with duckdb.connect(str(database), read_only=True) as con:
        if not con.execute("select 1 from duckdb_tables() where table_name = 'meta'").fetchall():
            return None
        queries = {
            # Keys and digests differ from community to community: what they tell apart and join does not.
            "message": "select count(*), count(distinct key), sum(epoch(sent_at)), sum(length) from raw.message",
            "replies": "select count(*) from raw.message where reply_to in (select key from raw.message)",
            "loads": "select count(*), count(distinct digest) from raw.load",
            "counts": "select kind, sum(records), sum(loaded), sum(duplicate) from raw.load_count group by kind",
            "days": "select sum(messages), count(*), count(distinct day) from raw.member_day",
            "account": "select count(*) from raw.account",
        }
        return {name: con.execute(query).fetchall() for name, query in queries.items()}


def balanced(place: Path) -> None:
    """Each load's count of what it loaded is that of its rows, and every row is of a load that is listed."""
    database = place / "community.duckdb"
    if contents(place) is None:
        return
    with duckdb.connect(str(database), read_only=True) as con:
        for kind, table in TABLES.items():
            said = con.execute(
                "select load_id, loaded from raw.load_count where kind = $kind and loaded > 0 order by load_id",
                {"kind": kind},
            ).fetchall()
            found = con.sql(f"select load_id, count(*) from raw.{table} group by load_id order by load_id").fetchall()  # noqa: S608
            assert said == found, f"{kind}: {said} are said, {found} are there"


def _write(path: Path, start: int, number: int) -> Path:
    """Messages of 300 people in 8 groups, one a minute, a fifth of them replies."""
    lines = ["id,author,time,text,channel,reply_to"]
    for each in range(start, start + number):
        hours, minute = divmod(each, 60)
        day, hour = divmod(hours, 24)
        at = f"2024-{day // 28 % 12 + 1:02}-{day % 28 + 1:02} {hour:02}:{minute:02}:00"
        answered = f"m{each - 1}" if each % 5 == 0 and each else ""
        lines.append(f"m{each},u{each * each % 300},{at},word {each},group-{each % 8},{answered}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
