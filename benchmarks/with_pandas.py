"""The script that a user would write with pandas instead: from Parquet to RFM scores and weekly activity."""

from __future__ import annotations

import sys
import time

import pandas as pd


def rfm(messages: pd.DataFrame) -> pd.DataFrame:
    """R, F and M on activity, each scored in fifths by rank; M counts replies received."""
    day = messages["sent_at"].dt.normalize()
    answered = messages[["message_id", "author"]].rename(columns={"message_id": "reply_to", "author": "answered"})
    replies = messages[["reply_to", "author"]].dropna().merge(answered, on="reply_to")
    received = replies[replies["author"] != replies["answered"]].groupby("answered").size()
    people = pd.DataFrame({"author": messages["author"], "day": day}).groupby("author")["day"].agg(["max", "nunique"])
    people["received"] = received.reindex(people.index).fillna(0)
    ranks = people.rank(method="min") - 1
    return (1 + 5 * ranks // len(people)).clip(upper=5)


def active(messages: pd.DataFrame) -> pd.DataFrame:
    """Members and messages a week, with rolling 7- and 30-day actives at each week's end."""
    day = messages["sent_at"].dt.normalize()
    seen = pd.DataFrame({"author": messages["author"], "day": day}).drop_duplicates()
    week = messages["sent_at"].dt.to_period("W").dt.start_time
    weekly = messages.groupby(week).agg(members=("author", "nunique"), messages=("author", "size"))
    ends = weekly.index + pd.Timedelta(days=6)
    for days in (7, 30):
        weekly[f"last_{days}"] = [
            seen.loc[(seen["day"] > end - pd.Timedelta(days=days)) & (seen["day"] <= end), "author"].nunique()
            for end in ends
        ]
    return weekly


if __name__ == "__main__":
    started = time.perf_counter()
    table = pd.read_parquet(sys.argv[1])
    read = time.perf_counter()
    {"rfm": rfm, "active": active}[sys.argv[2]](table)
    sys.stdout.write(f"{read - started} {time.perf_counter() - read}\n")
