"""The sample without each of its exports in turn: no number that is known may become 0 for want of facts.

Each question and indicator is asked by month of the whole sample, and of the sample without one export. A number must
be unchanged, or of fewer people, or empty with its status; a 0 where there was none is a fault, unless what is left of
its facts still covers the period.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commkit import catalog
from commkit.cli import app as cli

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
CHATS = ("slack.zip", "discord", "企微群聊天记录.csv", "WhatsApp Chat with Bamboo Meetup.txt")
OTHERS = ("订单.xlsx", "events.csv", "members.csv", "referrals.csv")
BY_MONTH = (
    "active",
    "convert",
    "flow",
    "lifecycle",
    "newcomers",
    "repurchase",
    "response",
    "retention",
    "silence",
    "stickiness",
)
KEYS = ("indicator", "starts_on", "root", "age", "group", "tier", "weekday", "local_hour", "active_days", "segment")


def main() -> int:
    """Print the faults; gives how many there are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = _ask_all(_load(folder / "whole", [*CHATS, *OTHERS]))
        faults = 0
        for missing in (*OTHERS, "every chat"):
            kept = OTHERS if missing == "every chat" else [each for each in (*CHATS, *OTHERS) if each != missing]
            found = list(_compare(whole, _ask_all(_load(folder / missing, kept))))
            faults += len(found)
            sys.stdout.write(f"without {missing}: {len(found)} numbers became 0\n")
            sys.stdout.writelines(f"  {line}\n" for line in found[:20])
    return faults


def _load(folder: Path, names: list[str] | tuple[str, ...]) -> Path:
    folder.mkdir()
    for each in names:
        path = SAMPLE / each
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / each)
    database = folder / "community.duckdb"
    config = str(SAMPLE / "commkit.toml")
    assert (
        cli.run(["--config", config, "load", *(str(folder / each) for each in names), "--db", str(database), "-q"]) == 0
    )
    return database


def _ask_all(database: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every question, none where it refuses."""
    answers = {}
    for name in (*catalog.names(), "kpi"):
        shown = database.with_suffix(".json")
        shown.unlink(missing_ok=True)
        every = ["--every", "month"] if name in (*BY_MONTH, "kpi") else []
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
                if (
                    isinstance(value, int | float)
                    and value
                    and other.get(column) == 0
                    and not column.endswith("previous")
                ):
                    yield f"{name} {' '.join(map(str, _key(row)))} {column}: {value} became 0, {other.get('status')}"


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS if name in row)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
