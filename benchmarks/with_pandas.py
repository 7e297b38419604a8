"""The scripts that a user would write with pandas instead, from Parquet; periods are weeks."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd


def rfm(messages: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    """R, F and M on activity, each scored in fifths by rank; M counts replies received."""
    day = messages["sent_at"].dt.normalize()
    answered = messages[["message_id", "author"]].rename(columns={"message_id": "reply_to", "author": "answered"})
    replies = messages[["reply_to", "author"]].dropna().merge(answered, on="reply_to")
    received = replies[replies["author"] != replies["answered"]].groupby("answered").size()
    people = pd.DataFrame({"author": messages["author"], "day": day}).groupby("author")["day"].agg(["max", "nunique"])
    people["received"] = received.reindex(people.index).fillna(0)
    ranks = people.rank(method="min") - 1
    return (1 + 5 * ranks // len(people)).clip(upper=5)


def active(messages: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
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


def rhythm(messages: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    """Messages and members by weekday and hour."""
    sent_at = messages["sent_at"].dt
    cells = messages.groupby([sent_at.day_of_week.rename("day"), sent_at.hour.rename("hour")])
    return cells.agg(messages=("author", "size"), members=("author", "nunique"))


def concentration(messages: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    """What the most talkative write of all messages, how many write half of them, and the Gini coefficient."""
    week = messages["sent_at"].dt.to_period("W").dt.start_time
    counts = messages.groupby([week, "author"]).size()
    return pd.DataFrame({start: _concentrated(its) for start, its in counts.groupby(level=0)}).T


def _concentrated(counts: pd.Series) -> pd.Series:
    ordered = counts.sort_values(ascending=False)
    number, whole, running = len(ordered), ordered.sum(), ordered.cumsum()
    place = pd.Series(range(1, number + 1), index=ordered.index)
    return pd.Series(
        {
            "top10": ordered.head(10).sum() / whole,
            "top_hundredth": ordered.head(-(-number // 100)).sum() / whole,
            "top_tenth": ordered.head(-(-number // 10)).sum() / whole,
            "absence_members": int((2 * (running - ordered) < whole).sum()),
            "gini": 2 * ((number + 1 - place) * ordered).sum() / (number * whole) - (number + 1) / number,
        }
    )


def flow(_: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Members as each week opens, who joins, who leaves, and as it closes."""
    weeks = {name: members[f"{name}_at"].dt.to_period("W").dt.start_time for name in ("joined", "left")}
    weekly = pd.DataFrame({name: members.groupby(week).size() for name, week in weeks.items()}).fillna(0)
    was_there = weeks["left"][weeks["left"] > weeks["joined"]].value_counts()
    weekly["members"] = (weekly["joined"] - weekly["left"]).cumsum()
    weekly["opening"] = weekly["members"] - weekly["joined"] + weekly["left"]
    weekly["leave_rate"] = was_there.reindex(weekly.index).fillna(0) / weekly["opening"]
    return weekly


def newcomers(messages: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Of those who join in a week: who speaks in 7 days, speaks on days 7 to 13, or leaves in 7 days."""
    came_on, left_on = members["joined_at"].dt.normalize(), members["left_at"].dt.normalize()
    last_on = messages["sent_at"].max().normalize() + pd.Timedelta(days=1)
    said = pd.DataFrame({"member": messages["author"], "day": messages["sent_at"].dt.normalize()}).drop_duplicates()
    said = said.merge(members.assign(came_on=came_on)[["member", "came_on"]], on="member")
    after = (said["day"] - said["came_on"]).dt.days
    first = {*said.loc[after.between(0, 6), "member"]}
    second = {*said.loc[after.between(7, 13), "member"]}
    each = pd.DataFrame(
        {
            "week": members["joined_at"].dt.to_period("W").dt.start_time,
            "joined": 1,
            "spoke": members["member"].isin(first).where(came_on + pd.Timedelta(days=7) <= last_on),
            "back": members["member"].isin(second).where(came_on + pd.Timedelta(days=14) <= last_on),
            "left": ((left_on - came_on).dt.days < 7).where(came_on + pd.Timedelta(days=7) <= last_on),
        }
    )
    return each.astype(dict.fromkeys(("spoke", "back", "left"), float)).groupby("week").mean()


ANSWERS = {each.__name__: each for each in (rfm, active, rhythm, concentration, flow, newcomers)}

if __name__ == "__main__":
    path = Path(sys.argv[1])
    started = time.perf_counter()
    tables = [pd.read_parquet(path), pd.read_parquet(path.with_stem(f"{path.stem}-members"))]
    read = time.perf_counter()
    ANSWERS[sys.argv[2]](*tables)
    sys.stdout.write(f"{read - started} {time.perf_counter() - read}\n")
