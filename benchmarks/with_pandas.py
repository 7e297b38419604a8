"""The scripts that a user would write with pandas instead, from Parquet; periods are weeks, for buyers months."""

from __future__ import annotations

import inspect
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

# Each answer reads the tables that its parameters name, and of the messages the columns that it needs.
TABLES = {
    "messages": ("", ["author", "sent_at"]),
    "talk": ("", ["author", "sent_at", "group"]),
    "threads": ("", ["message_id", "author", "sent_at", "reply_to"]),
    "members": ("-members", ["member", "joined_at", "left_at"]),
    "orders": ("-orders", ["customer_id", "order_date", "amount"]),
    "events": ("-events", ["member", "event", "happened_at"]),
}
WEEK, DAY = pd.Timedelta(days=7), pd.Timedelta(days=1)


def _week(at: pd.Series) -> pd.Series:
    day = at.dt.normalize()
    return day - pd.to_timedelta(day.dt.day_of_week, unit="D")


def _days(messages: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"author": messages["author"], "day": messages["sent_at"].dt.normalize()}).drop_duplicates()


def _grid(who: pd.Series, when: pd.Series, step: pd.Timedelta) -> tuple[np.ndarray, pd.Index, pd.DatetimeIndex]:
    """Who was active when: people by days or weeks."""
    rows, people = pd.factorize(who)
    columns = ((when - when.min()) // step).to_numpy()
    grid = np.zeros((len(people), columns.max() + 1), bool)
    grid[rows, columns] = True
    return grid, people, pd.date_range(when.min(), freq=step, periods=grid.shape[1])


def active(messages: pd.DataFrame) -> pd.DataFrame:
    """Members and messages a week, with rolling 7- and 30-day actives at each week's end."""
    seen = _days(messages)
    week = _week(messages["sent_at"])
    weekly = messages.groupby(week).agg(members=("author", "nunique"), messages=("author", "size"))
    for name, days in (("wau", 7), ("mau", 30)):
        weekly[name] = [
            seen.loc[(seen["day"] > end - days * DAY) & (seen["day"] <= end), "author"].nunique()
            for end in weekly.index + 6 * DAY
        ]
    return weekly


def stickiness(messages: pd.DataFrame) -> pd.DataFrame:
    """Each day's DAU / MAU and DAU / WAU, mean over the week."""
    seen = _days(messages)
    grid, _, days = _grid(seen["author"], seen["day"], DAY)
    so_far = grid.cumsum(axis=1, dtype=np.int16)
    daily = pd.DataFrame(index=days)
    for name, length in (("dau_mau_rate", 30), ("dau_wau_rate", 7)):
        before = np.pad(so_far[:, :-length], ((0, 0), (length, 0)))
        daily[name] = grid.sum(axis=0) / (so_far > before).sum(axis=0)
        daily.loc[: days[length] - DAY, name] = np.nan
    return daily.groupby(_week(days.to_series())).mean()


def rhythm(messages: pd.DataFrame) -> pd.DataFrame:
    """Messages and members by weekday and hour."""
    sent_at = messages["sent_at"].dt
    cells = messages.groupby([sent_at.day_of_week.rename("day"), sent_at.hour.rename("hour")])
    return cells.agg(messages=("author", "size"), members=("author", "nunique"))


def concentration(messages: pd.DataFrame) -> pd.Series:
    """What the most talkative write of all messages, how many write half of them, and the Gini coefficient."""
    counts = messages["author"].value_counts().to_numpy()
    number, whole, before = len(counts), counts.sum(), counts.cumsum() - counts
    return pd.Series(
        {
            "top10_messages": counts[:10].sum(),
            "top_hundredth_messages": counts[: -(-number // 100)].sum(),
            "top_tenth_messages": counts[: -(-number // 10)].sum(),
            "absence_members": (2 * before < whole).sum(),
            "gini": 2 * (np.arange(number, 0, -1) * counts).sum() / (number * whole) - (number + 1) / number,
        }
    )


def response(threads: pd.DataFrame) -> pd.DataFrame:
    """Messages that answer nobody, how many are answered by another in 7 days, and after how many hours."""
    opened = threads.loc[threads["reply_to"].isna(), ["message_id", "author", "sent_at"]]
    opened["week"] = _week(opened["sent_at"])
    opened["hours"] = opened["message_id"].map(_first_answers(threads, opened)) - opened["sent_at"]
    opened["hours"] = opened["hours"].where(opened["hours"] < WEEK) / pd.Timedelta(hours=1)
    over = opened[opened["sent_at"] + WEEK <= threads["sent_at"].max().normalize() + DAY]
    return over.groupby("week")["hours"].agg(of_openings="size", replied_openings="count", median_reply_hours="median")


def _first_answers(threads: pd.DataFrame, opened: pd.DataFrame) -> pd.Series:
    """When each of these messages is first answered by somebody else."""
    answers = threads.loc[threads["reply_to"].notna(), ["reply_to", "author", "sent_at"]]
    both = answers.merge(opened[["message_id", "author"]], left_on="reply_to", right_on="message_id")
    return both[both["author_x"] != both["author_y"]].groupby("message_id")["sent_at"].min()


def silence(threads: pd.DataFrame, members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Silent members, silenced regulars and the top ten's messages a week; and who spoke again, once answered."""
    counts = threads.groupby(["author", _week(threads["sent_at"]).rename("week")]).size().reset_index(name="messages")
    spoke, people, weeks = _grid(counts["author"], counts["week"], WEEK)
    sums = np.pad(spoke.cumsum(axis=1, dtype=np.int16), ((0, 0), (5, 0)))
    regular = sums[:, 4:-1] - sums[:, :-5] >= 3
    there = _there(members.set_index("member").reindex(people), weeks)
    weekly = pd.DataFrame(
        {
            "of_members": there.sum(axis=0),
            "silent_members": (there & ~spoke).sum(axis=0),
            "of_regulars": regular.sum(axis=0),
            "silenced_regulars": (regular & ~spoke).sum(axis=0),
        },
        weeks,
    )
    most = counts.sort_values("messages", ascending=False).groupby("week").head(10)
    weekly["top10_messages"] = most.groupby("week")["messages"].sum()
    return weekly, _answered(threads, members)


def _there(members: pd.DataFrame, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Who is a member as each week closes: people by weeks."""
    joined, left = (members[f"{name}_at"].to_numpy()[:, None] for name in ("joined", "left"))
    closes = (weeks + WEEK).to_numpy()[None, :]
    return (joined < closes) & ~(left < closes)


def _answered(threads: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    first = threads.sort_values("sent_at").drop_duplicates("author")
    day = first["sent_at"].dt.normalize()
    joined = _week(first["author"].map(members.set_index("member")["joined_at"]))
    is_new = (_week(day) > _week(day).min()) | (_week(day) == joined)
    told = is_new & first["reply_to"].isna() & (day + 28 * DAY <= threads["sent_at"].max())
    first = first[told].assign(day=day[told])
    wait = first["message_id"].map(_first_answers(threads, first)) - first["sent_at"]
    after = _days(threads).merge(first[["author", "day"]], on="author", suffixes=("", "_first"))
    gone = (after["day"] - after["day_first"]) // DAY
    back = first["author"].isin(after.loc[gone.between(1, 28), "author"])
    return back.groupby(wait < WEEK).agg(["size", "sum"])


def groups(talk: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Each group's members, its talk of 28 days, the 28 before and the best, and what is left of its first talk."""
    day = talk["sent_at"].dt.normalize()
    last = day.max()
    daily = talk.groupby([day, "group"]).size().unstack(fill_value=0).asfreq("D", fill_value=0)
    seen = talk[["author", "group"]].drop_duplicates()
    gone = members.loc[members["left_at"].notna(), "member"]
    return pd.DataFrame(
        {
            "of_members": seen[~seen["author"].isin(gone)].groupby("group").size(),
            "active_members": talk[day > last - 28 * DAY].groupby("group")["author"].nunique(),
            "messages": daily.iloc[-28:].sum(),
            "previous_messages": daily.iloc[-56:-28].sum(),
            "peak_messages": daily.rolling(28, min_periods=1).sum().max(),
            "first_messages": daily.iloc[:30].sum(),
            "kept_messages": daily.iloc[60:90].sum(),
        }
    )


def flow(members: pd.DataFrame) -> pd.DataFrame:
    """Members as each week opens, who joins, who leaves, and as it closes."""
    weeks = {name: _week(members[f"{name}_at"]) for name in ("joined", "left")}
    weekly = pd.DataFrame({name: members.groupby(week).size() for name, week in weeks.items()}).fillna(0)
    was_there = weeks["left"][weeks["left"] > weeks["joined"]].value_counts()
    weekly["members"] = (weekly["joined"] - weekly["left"]).cumsum()
    weekly["of_opening_members"] = weekly["members"] - weekly["joined"] + weekly["left"]
    weekly["leave_rate"] = was_there.reindex(weekly.index).fillna(0) / weekly["of_opening_members"]
    return weekly


def newcomers(messages: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Of those who join in a week: who speaks in 7 days, speaks on days 7 to 13, or leaves in 7 days."""
    came_on, left_on = members["joined_at"].dt.normalize(), members["left_at"].dt.normalize()
    end = messages["sent_at"].max().normalize() + DAY
    said = _days(messages).merge(members.assign(came_on=came_on), left_on="author", right_on="member")
    after = (said["day"] - said["came_on"]).dt.days
    first = said.loc[after.between(0, 6), "member"]
    second = said.loc[after.between(7, 13), "member"]
    each = pd.DataFrame(
        {
            "week": _week(came_on),
            "first_speak_rate": members["member"].isin(first).where(came_on + WEEK <= end),
            "second_week_rate": members["member"].isin(second).where(came_on + 2 * WEEK <= end),
            "early_leave_rate": (left_on - came_on < WEEK).where(came_on + WEEK <= end),
        }
    ).set_index("week")
    return each.astype(float).groupby(level=0).mean()


def retention(messages: pd.DataFrame, members: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Of those who join in a week: who speaks in, and who is a member at the end of, each of the next 12."""
    members = members.assign(week=_week(members["joined_at"]))
    weeks = _days(messages).assign(day=lambda days: _week(days["day"])).drop_duplicates()
    visits = weeks.merge(members, left_on="author", right_on="member")
    visits["age"] = (visits["day"] - visits["week"]) // WEEK
    speaking = visits[visits["age"].between(0, 12)].groupby(["week", "age"]).size().unstack(fill_value=0)
    stayed = ((_week(members["left_at"]) - members["week"]) // WEEK).fillna(99)
    membership = pd.DataFrame({age: (stayed > age).groupby(members["week"]).sum() for age in range(13)})
    return {"speaking": speaking, "membership": membership}


def lifecycle(messages: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """New, returning, resurrected and dormant members a week, and those who stay silent or leave."""
    seen = _days(messages)
    spoke, people, weeks = _grid(seen["author"], _week(seen["day"]), WEEK)
    known = members.set_index("member").reindex(people)
    before = np.pad(spoke, ((0, 0), (1, 0)))[:, :-1]
    joined, left = (_week(known[f"{name}_at"]).to_numpy()[:, None] for name in ("joined", "left"))
    starts = weeks.to_numpy()[None, :]
    is_new = spoke & (joined == starts)
    states = {
        "active_members": spoke,
        "new_members": is_new,
        "returning_members": spoke & before & ~is_new,
        "resurrected_members": spoke & ~before & ~is_new,
        "dormant_members": before & ~spoke,
        "inactive_members": _there(known, weeks) & (joined < starts) & ~spoke & ~before,
        "departed_members": left == starts,
    }
    return pd.DataFrame({name: state.sum(axis=0) for name, state in states.items()}, weeks)


def lifetime(messages: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The Kaplan-Meier curve of days from joining to leaving."""
    came, left = members["joined_at"].dt.normalize(), members["left_at"].dt.normalize()
    days = (left.fillna(messages["sent_at"].max().normalize()) - came) // DAY + 1
    table = left.notna().groupby(days).agg(ended="sum", gone="size")
    at_risk = len(members) - table["gone"].cumsum().shift(fill_value=0)
    return table.assign(stay_rate=(1 - table["ended"] / at_risk).cumprod())


def funnel(threads: pd.DataFrame) -> list[int]:
    """How many come from their first message to a reply, message, reply and message in 7 days."""
    messages = threads[["author", "sent_at", "reply_to"]].sort_values("sent_at")
    messages["came_at"] = messages["sent_at"]
    steps = {
        False: messages[["author", "came_at"]],
        True: messages.loc[messages["reply_to"].notna(), ["author", "came_at"]],
    }
    reached = messages.drop_duplicates("author")[["author", "sent_at"]].rename(columns={"sent_at": "begun_at"})
    reached["at"] = reached["begun_at"]
    last = {False: reached.set_index("author")["at"]}
    counts = [len(reached)]
    for is_reply in (True, False, True, False):
        if is_reply in last:
            after = reached["author"].map(last[is_reply]) + pd.Timedelta(1, "us")
            reached["at"] = reached["at"].clip(lower=after)
        reached = pd.merge_asof(
            reached.sort_values("at"),
            steps[is_reply],
            left_on="at",
            right_on="came_at",
            by="author",
            direction="forward",
        )
        reached = reached[reached["came_at"] <= reached["begun_at"] + WEEK]
        reached = reached.drop(columns="at").rename(columns={"came_at": "at"})
        last[is_reply] = reached.set_index("author")["at"]
        counts.append(len(reached))
    return counts


def convert(messages: pd.DataFrame, members: pd.DataFrame, orders: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Clicks of impressions, registered and buyers of visitors, first orders and speakers of members."""
    month = {
        name: at.dt.to_period("M") for name, at in (("did", events["happened_at"]), ("bought", orders["order_date"]))
    }
    times = events.groupby([month["did"], "event"]).size().unstack()
    people = events.groupby([month["did"], "event"])["member"].nunique().unstack()
    months = times.index.rename("month")
    days = _days(messages)
    spoke = days.assign(month=days["day"].dt.to_period("M"))[["author", "month"]].drop_duplicates()
    first = orders.groupby("customer_id")["order_date"].min()
    known = members.assign(first=members["member"].map(first).dt.normalize())
    ends = months.end_time
    rows = []
    for month_, end in zip(months, ends, strict=True):
        there = known[(known["joined_at"] <= end) & ~(known["left_at"] <= end)]
        unpaid = there[~(there["first"] < month_.start_time)]
        speaking = there["member"].isin(spoke.loc[spoke["month"] == month_, "author"]).sum()
        rows.append((len(there), speaking, len(unpaid), (unpaid["first"] <= end).sum()))
    table = pd.DataFrame(rows, months, ["members", "speaking_members", "of_unpaid_members", "first_order_members"])
    return table.assign(
        clicks=times["click"],
        of_impressions=times["impression"],
        registered_members=people["register"],
        of_visitors=people["visit"],
        buyers=orders.groupby(month["bought"])["customer_id"].nunique(),
    )


def repurchase(orders: pd.DataFrame) -> pd.DataFrame:
    """Of those who first buy in a month: who buys again on another day, in 30, 60 and 90 days, and the median gap."""
    days = pd.DataFrame({"who": orders["customer_id"], "day": orders["order_date"].dt.normalize()}).drop_duplicates()
    days = days.sort_values("day")
    place = days.groupby("who").cumcount()
    first = days[place == 0].set_index("who")["day"]
    gap = days[place == 1].set_index("who")["day"].reindex(first.index) - first
    known = days["day"].max() - first
    each = pd.DataFrame({"month": first.dt.to_period("M"), "gap": gap / DAY})
    monthly = each.groupby("month")["gap"].agg(of_buyers="size", repeat_buyers="count", median_gap_days="median")
    for number in (30, 60, 90):
        over = each[known >= number * DAY]
        monthly[f"repeat{number}_buyers"] = (over["gap"] <= number).groupby(over["month"]).sum()
    return monthly


def rfm(orders: pd.DataFrame) -> pd.DataFrame:
    """R, F and M on orders, each scored in fifths by rank, equal values equally."""
    people = orders.groupby("customer_id").agg(r=("order_date", "max"), f=("order_date", "size"), m=("amount", "sum"))
    return _fifths(people.assign(r=people["r"].dt.normalize(), m=people["m"].round(2)))


def rfm_activity(threads: pd.DataFrame) -> pd.DataFrame:
    """R, F and M on activity, each scored in fifths by rank; M counts replies received."""
    people = _days(threads).groupby("author")["day"].agg(r="max", f="size")
    author = threads.set_index("message_id")["author"]
    replies = threads.loc[threads["reply_to"].notna(), ["author", "reply_to"]]
    answered = replies["reply_to"].map(author)
    received = answered[answered.notna() & (answered != replies["author"])].value_counts()
    return _fifths(people.assign(m=received.reindex(people.index).fillna(0)))


def _fifths(people: pd.DataFrame) -> pd.DataFrame:
    worse = people.rank(method="min") - 1
    return (1 + 5 * worse // len(people)).clip(upper=5).astype(int)


ANSWERS = {
    each.__name__: each
    for each in (
        *(active, stickiness, rhythm, concentration, response, silence, groups, flow, newcomers, retention),
        *(lifecycle, lifetime, funnel, convert, repurchase, rfm, rfm_activity),
    )
}


def read(path: Path, name: str) -> list[pd.DataFrame]:
    """The tables that an answer's parameters name."""
    wanted = [TABLES[parameter] for parameter in inspect.signature(ANSWERS[name]).parameters]
    return [pd.read_parquet(path.with_stem(f"{path.stem}{kind}"), columns=columns) for kind, columns in wanted]


if __name__ == "__main__":
    started, worked = time.perf_counter(), time.process_time()
    tables = read(Path(sys.argv[1]), sys.argv[2])
    read_wall, read_cpu = time.perf_counter() - started, time.process_time() - worked
    started, worked = time.perf_counter(), time.process_time()
    ANSWERS[sys.argv[2]](*tables)
    sys.stdout.write(f"{read_wall} {read_cpu} {time.perf_counter() - started} {time.process_time() - worked}\n")
