"""Levels of the pyramid at 24 month-ends: what commkit takes, and what SQL written by hand for the same rules takes.

Called as `layers.py make CSV MESSAGES MEMBERS`, `layers.py ours DATABASE` or `layers.py by-hand DATABASE`; the last two
print wall and CPU seconds and how many rows of each level there are.
"""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from generate import STAMP

ENDS = [date(2023 + (month // 12), month % 12 + 1, 1) for month in range(1, 25)]
REVIEWS = [end.replace(day=1) - (date(2023, 1, 2) - date(2023, 1, 1)) for end in ENDS]
BY_HAND = """
with review as (select unnest($reviews::date[]) as review_on),
spoken as (
    select
        review_on, account, count(distinct day) as days, count(distinct (review_on - day) // 30) as spans
    from review
    join raw.account_day on messages > 0 and day between review_on - 89 and review_on
    group by all
),
drawn as (
    select review_on, answered.account, count(distinct reply.account) as reach
    from raw.message as reply
    join raw.message as answered on answered.key = reply.reply_to
    join review on reply.sent_at::date between review_on - 89 and review_on
    where reply.account <> answered.account
    group by all
),
member as (
    select review_on, account
    from review
    join raw.profile on joined_at::date <= review_on and coalesce(left_at::date > review_on, true)
),
size as (
    select review_on, count(*) as active from member join spoken using (review_on, account) group by review_on
),
judged as (
    select
        review_on, coalesce(days, 0) as days, coalesce(spans, 0) as spans, coalesce(reach, 0) as reach, active
    from member
    left join spoken using (review_on, account)
    left join drawn using (review_on, account)
    left join size using (review_on)
)
select
    case
        when days >= 12 and spans >= 3 and reach >= 5 and (reach >= 50 or reach >= 0.05 * active) then 4
        when days >= 12 and spans >= 3 then 3 when days >= 5 then 2 when days >= 1 then 1 else 0
    end as level,
    count(*) as rows
from judged
group by level
order by level
"""


def make(csv: Path, messages: int, members: int) -> None:
    """Messages of two years by few who write much and many who write little, and a list of all members."""
    rng = np.random.default_rng(11)
    authors = np.minimum((rng.pareto(0.7, messages) * 50).astype(np.int64), members - 1)
    millis = np.sort(rng.integers(0, 731 * 86_400_000, messages))
    answered = np.where(rng.random(messages) < 0.25, np.arange(messages) - rng.integers(1, 50, messages), -1)
    frame = pl.DataFrame({"at": np.arange(messages), "who": authors, "ms": millis, "to": answered})
    stamp = pl.lit(datetime(2023, 1, 1)).cast(pl.Datetime("ms")) + pl.duration(milliseconds="ms")
    frame.select(
        message_id=pl.format("m{}", "at"),
        author=pl.format("u{}", "who"),
        group=pl.lit("hall"),
        sent_at=stamp.dt.strftime(STAMP),
        reply_to=pl.when(pl.col("to") >= 0).then(pl.format("m{}", "to")),
    ).write_csv(csv)
    numbers = pl.DataFrame({"who": np.arange(members)})
    numbers.select(member=pl.format("u{}", "who"), joined_at=pl.lit("2023-01-01 00:00:00")).write_csv(
        csv.with_stem(f"{csv.stem}-members")
    )


def ours(database: str) -> None:
    """Through the module that every answer by layer reads."""
    from commkit.segment.judge import look
    from commkit.segment.levels import find_levels
    from commkit.segment.schemes import find_scheme
    from commkit.store.ask.community import Store
    from commkit.store.ask.cut import Cut

    with Store.open(Path(database), lock_timeout=0) as store:
        store.cut(Cut())
        (judge,) = look(store, find_scheme("pyramid", {}))
        before, cpu = time.perf_counter(), time.process_time()
        levels = find_levels(judge, REVIEWS)
        counted = levels.group_by("level").len().sort("level").rows()
    print(time.perf_counter() - before, time.process_time() - cpu, counted)


def by_hand(database: str) -> None:
    """One statement over the tables, with as much memory as ours."""
    con = duckdb.connect(database, read_only=True, config={"memory_limit": "1GB"})
    before, cpu = time.perf_counter(), time.process_time()
    counted = con.execute(BY_HAND, {"reviews": REVIEWS}).fetchall()
    print(time.perf_counter() - before, time.process_time() - cpu, counted)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        {"ours": ours, "by-hand": by_hand}[sys.argv[1]](sys.argv[2])
