"""Invented messages by the million: power-law posters, two years, forty groups, a quarter of them replies."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

WORDS = np.array(
    [
        "hello",
        "社群",
        "today",
        "运营",
        "is",
        "great",
        "the",
        "meeting",
        "活动",
        "check",
        "👍",
        "report",
        "launch",
        "please",
    ]
)


def messages(number: int) -> pl.DataFrame:
    """A frame of message_id, author, group, sent_at, text and reply_to, in order of time."""
    rng = np.random.default_rng(7)
    authors = np.minimum((rng.pareto(1.1, number) * 20).astype(np.int64), max(50, number // 100))
    millis = np.sort(rng.integers(0, 730 * 86_400_000, number))
    sentences = pl.Series([" ".join(WORDS[rng.integers(0, len(WORDS), size)]) for size in rng.integers(3, 30, 5000)])
    answered = np.where(rng.random(number) < 0.25, np.arange(number) - rng.integers(1, 50, number), -1)
    frame = pl.DataFrame({"at": np.arange(number), "who": authors, "ms": millis, "to": answered})
    return frame.select(
        message_id=pl.format("m{}", "at"),
        author=pl.format("u{}", "who"),
        group=pl.format("group-{}", pl.Series(rng.integers(0, 40, number))),
        sent_at=(pl.lit(datetime(2023, 1, 1)).cast(pl.Datetime("ms")) + pl.duration(milliseconds="ms")).dt.strftime(
            "%Y-%m-%d %H:%M:%S%.3f"
        ),
        text=sentences.gather(rng.integers(0, len(sentences), number)),
        reply_to=pl.when(pl.col("to") >= 0).then(pl.format("m{}", "to")),
    )


if __name__ == "__main__":
    made, target = messages(int(sys.argv[1])), Path(sys.argv[2])
    if target.suffix == ".parquet":
        stamps = pl.col("sent_at").str.to_datetime("%Y-%m-%d %H:%M:%S%.3f", time_unit="us")
        made.with_columns(stamps).write_parquet(target)
    else:
        made.write_csv(target)
