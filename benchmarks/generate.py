"""Invented messages by the million, who wrote them, what they bought and did: two years, forty groups, many replies."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

STAMP = "%Y-%m-%d %H:%M:%S%.3f"
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


def messages(number: int, groups: int = 40, usual: int = 20) -> pl.DataFrame:
    """A frame of message_id, author, group, sent_at, text and reply_to, in order of time.

    The greater `usual` is, the more people share the writing: 20 gives 17,611 in ten million, 60 about 50,000.
    """
    rng = np.random.default_rng(7)
    authors = np.minimum((rng.pareto(1.1, number) * usual).astype(np.int64), max(50, number // 100))
    millis = np.sort(rng.integers(0, 730 * 86_400_000, number))
    sentences = pl.Series([" ".join(WORDS[rng.integers(0, len(WORDS), size)]) for size in rng.integers(3, 30, 5000)])
    answered = np.where(rng.random(number) < 0.25, np.arange(number) - rng.integers(1, 50, number), -1)
    frame = pl.DataFrame({"at": np.arange(number), "who": authors, "ms": millis, "to": answered})
    return frame.select(
        message_id=pl.format("m{}", "at"),
        author=pl.format("u{}", "who"),
        group=pl.format("group-{}", pl.Series(rng.integers(0, groups, number))),
        sent_at=(pl.lit(datetime(2023, 1, 1)).cast(pl.Datetime("ms")) + pl.duration(milliseconds="ms")).dt.strftime(
            STAMP
        ),
        text=sentences.gather(rng.integers(0, len(sentences), number)),
        reply_to=pl.when(pl.col("to") >= 0).then(pl.format("m{}", "to")),
    )


def members(said: pl.DataFrame) -> pl.DataFrame:
    """A frame of member, joined_at and left_at: who wrote, there a little before and, a fifth of them, until after."""
    rng = np.random.default_rng(8)
    sent_at = pl.col("sent_at").str.to_datetime(STAMP)
    wrote = said.group_by("author").agg(sent_at.min().alias("first"), sent_at.max().alias("last")).sort("author")
    days = pl.DataFrame({"before": rng.integers(0, 4, wrote.height), "after": rng.integers(1, 31, wrote.height)})
    left_at = pl.min_horizontal(pl.col("last") + pl.duration(days="after"), pl.col("last").max())
    return pl.concat([wrote, days], how="horizontal").select(
        member=pl.col("author"),
        joined_at=(pl.col("first") - pl.duration(days="before")).dt.strftime(STAMP),
        left_at=pl.when(pl.Series(rng.random(wrote.height) < 0.2)).then(left_at.dt.strftime(STAMP)),
    )


def orders(number: int) -> pl.DataFrame:
    """A frame of order_id, customer_id, order_date and amount: an order for each fifty messages, four each buyer."""
    rng = np.random.default_rng(9)
    count = number // 50
    return pl.DataFrame(
        {
            "order_id": [f"o{each}" for each in range(count)],
            "customer_id": [f"u{each}" for each in rng.integers(0, count // 4, count)],
            "order_date": _instants(rng, count),
            "amount": rng.integers(100, 50_000, count) / 100,
        }
    )


def events(number: int) -> pl.DataFrame:
    """A frame of member, event and happened_at: an event for each twenty messages, ever fewer along the way."""
    rng = np.random.default_rng(10)
    count = number // 20
    names = np.array(["impression", "click", "visit", "register"])
    return pl.DataFrame(
        {
            "member": [f"u{each}" for each in rng.integers(0, number // 200, count)],
            "event": names[rng.choice(4, count, p=(0.5, 0.25, 0.15, 0.1))],
            "happened_at": _instants(rng, count),
        }
    )


def _instants(rng: np.random.Generator, count: int) -> pl.Series:
    seconds = pl.Series(np.sort(rng.integers(0, 730 * 86_400, count))) * 1000
    return (seconds.cast(pl.Duration("ms")) + datetime(2023, 1, 1)).dt.strftime(STAMP)


def write(made: pl.DataFrame, target: Path) -> None:
    """Write a frame as the suffix says; Parquet holds instants, CSV their words."""
    if target.suffix == ".parquet":
        stamped = [name for name in made.columns if name.endswith(("_at", "_date"))]
        stamps = [pl.col(name).str.to_datetime(STAMP, time_unit="us") for name in stamped]
        made.with_columns(stamps).write_parquet(target)
    else:
        made.write_csv(target)


if __name__ == "__main__":
    everything, path = messages(int(sys.argv[1])), Path(sys.argv[2])
    write(everything, path)
    write(members(everything), path.with_stem(f"{path.stem}-members"))
    for made in (orders, events):
        write(made(int(sys.argv[1])), path.with_stem(f"{path.stem}-{made.__name__}"))
