"""The sample without each kind of fact in turn: no number that is known may become 0 for want of facts.

Each question and indicator is asked by month of the whole sample, and of the sample from which one kind of fact is
taken as though no export could tell it. A number must be unchanged, or of fewer people, or empty with its status; never
0 where it was not.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from commkit import catalog
from commkit.cli import app as cli

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
EXPORTS = (
    *("slack.zip", "discord", "企微群聊天记录.csv", "WhatsApp Chat with Bamboo Meetup.txt"),
    *("订单.xlsx", "events.csv", "members.csv", "referrals.csv"),
)
# What takes a kind of fact out of the facts; its coverage goes with it.
TAKEN = {
    "messages": ("delete from raw.message", "delete from raw.interaction"),
    "replies": ("update raw.message set reply_to = null",),
    "reactions": ("delete from raw.interaction where kind = 'reaction'",),
    "joins": ("delete from raw.membership where change = 'join'", "update raw.profile set joined_at = null"),
    "leaves": ("delete from raw.membership where change = 'leave'", "update raw.profile set left_at = null"),
    "orders": ("delete from raw.purchase_line",),
    "events": ("delete from raw.event",),
    "referrals": (
        "delete from raw.referral",
        "update raw.membership set inviter = null",
        "update raw.profile set inviter = null",
    ),
}
UNTOLD = (
    "delete from raw.coverage where kind = $kind",
    "update raw.load set lacks = list_append(lacks, $kind)",
)
BY_MONTH = (
    *("active", "convert", "flow", "kpi", "lifecycle", "newcomers", "repurchase", "response", "retention", "silence"),
    "stickiness",
)
KEYS = ("indicator", "starts_on", "root", "age", "group", "tier", "weekday", "local_hour", "active_days", "segment")


def main() -> int:
    """Print the faults; gives 1 where there are any."""
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "sample.duckdb"
        exports = [str(SAMPLE / each) for each in EXPORTS]
        _run("--config", str(SAMPLE / "commkit.toml"), "load", *exports, "--db", str(database), "-q")
        whole = _ask_all(database)
        faults = 0
        for kind in TAKEN:
            found = list(_compare(whole, _ask_all(_take(database, kind))))
            faults += len(found)
            sys.stdout.write(f"without {kind}: {len(found)} numbers became 0\n")
            sys.stdout.writelines(f"  {line}\n" for line in found[:20])
    return min(faults, 1)


def _run(*words: str) -> None:
    assert cli.run([*words]) == 0


def _take(database: Path, kind: str) -> Path:
    part = database.with_stem(kind)
    for path in (database, database.with_stem("sample.private")):
        shutil.copy(path, path.with_stem(path.stem.replace("sample", kind)))
    with duckdb.connect(str(part)) as con:
        for statement in TAKEN[kind]:
            con.execute(statement)
        for statement in UNTOLD:
            con.execute(statement, {"kind": kind})
    _run("rebuild", "--db", str(part), "-q")
    return part


def _ask_all(database: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every question, none where it refuses."""
    answers = {}
    for name in (*catalog.names(), "kpi"):
        shown = database.with_suffix(".json")
        shown.unlink(missing_ok=True)
        every = ["--every", "month"] if name in BY_MONTH else []
        steps = ["--step", "message", "--step", "order"] if name == "funnel" else []
        code = cli.run([name, *every, *steps, "--db", str(database), "-q", "--limit", "0", "-o", str(shown)])
        answers[name] = json.loads(shown.read_text("utf-8"))["rows"] if code == 0 else []
    return answers


def _compare(whole: dict[str, list[dict[str, Any]]], part: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for name, rows in whole.items():
        found = {_key(row): row for row in part[name]}
        for row in rows:
            other = found.get(_key(row), {})
            for column, value in row.items():
                if isinstance(value, int | float) and value and other.get(column) == 0:
                    yield f"{name} {' '.join(map(str, _key(row)))} {column}: {value} became 0, {other.get('status')}"


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS if name in row)


if __name__ == "__main__":
    sys.exit(main())
