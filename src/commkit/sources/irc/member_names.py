"""Members on IRC, who have only nicks: one member's nicks are unified; bots and bridges are known by theirs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from commkit.store.fields import BOT, BRIDGE

if TYPE_CHECKING:
    import polars as pl

# On IRC {}|^ are the lower case of []\~, says RFC 1459.
LOWER = str.maketrans("[]\\~", "{}|^")
# What a client appends when the nick is taken, and people when they are away or elsewhere.
TAIL = re.compile(
    r"(?:[_`]+|[|{_-](?:away|afk|brb|busy|gone|out|off|food|lunch|sleep|zz+|work|home|mobile|phone|laptop|bnc)\}?)$"
)
SHORTEST = 2  # characters that a nick keeps
BOT_NICK = re.compile(
    "(?:chan|nick|memo|bot|host|oper|info|sasl)serv|alis|supybot|limnoria|eggdrop|meetbot|zodbot|ubottu|ubot|lambdabot"
    "|infobot|purl|dpkg|fsbot|rudybot|clojurebot|geordi|candide|jenkins|travis-ci|sopel|willie|hubot|errbot|nagios"
    "|camelia|geth|yoleaux2?|synopsebot6?|hugme|ilbot[23]?|buggable|dalek|p6eval|p6bot|pugsbot|synbot6"
    # Whateverable's family, and names that say what they are
    r"|[a-z]{3,20}able6|\S{1,30}[-_]bot\d{0,2}|\S{0,30}(?:svn|eval|log|commit|build|git|seek|flood)bot\d{0,2}|\S{1,20}_svn"
    r"|(?:github|gitlab|irclogger)[-_]{0,2}\d{0,4}"
)
BRIDGES = frozenset(
    {"discord-raku-bot", "discordbridge", "matrixbridge", "slackbridge", "telegrambridge", "rakubridge"}
)
BRIDGE_NICK = re.compile(
    r"[^\s]{0,20}(?:discord|telegram|slack|matrix|gitter|whatsapp|xmpp)[^\s]{0,20}(?:bot|bridge|relay)\d{0,2}"
)
NICK = r"[^\s<>]{1,64}"
RENAME = rf"^(?P<old>{NICK}) is now known as (?P<new>{NICK})$"
# By custom a line begins with the nick of the member it addresses.
CALLED = r"^@?([^\s:,<>@]{1,64})[:,](?:\s|$)"


def strip_tail(nick: str) -> str:
    """The nick without endings that mean it was taken or that the member is away."""
    shorter = TAIL.sub("", nick)
    while shorter != nick and len(shorter) >= SHORTEST:
        nick, shorter = shorter, TAIL.sub("", shorter)
    return nick


@lru_cache(maxsize=2**16)
def normalise_nick(nick: str) -> str:
    """One name for all nicks of a member, in every log."""
    return strip_tail(nick.translate(LOWER).lower())


def is_bot(native: str) -> bool:
    """Whether this nick is well known as a program's."""
    return BOT_NICK.fullmatch(native) is not None or is_bridge(native)


def is_bridge(native: str) -> bool:
    """Whether this program carries what people say elsewhere."""
    return native in BRIDGES or BRIDGE_NICK.fullmatch(native) is not None


def flags_of(native: str) -> int:
    """Flags for what this account writes. A bridge is marked, so that the store credits the members it names."""
    return BOT | BRIDGE if is_bridge(native) else BOT if is_bot(native) else 0


def find_members(nicks: pl.Series) -> pl.DataFrame:
    """For each `nick` its member (`author`), the `author_name` to show, and the `flags` of what it writes."""
    import polars as pl

    each = nicks.drop_nulls().unique().to_list()
    persons = [normalise_nick(nick) for nick in each]
    columns = {
        "nick": each,
        "author": persons,
        "author_name": list(map(strip_tail, each)),
        "flags": list(map(flags_of, persons)),
    }
    text = pl.String
    return pl.DataFrame(columns, schema={"nick": text, "author": text, "author_name": text, "flags": pl.Int64})


def find_renames(good: pl.DataFrame, spoken: pl.DataFrame) -> pl.DataFrame:
    """Events in which a person takes another name: `author` with the new `author_name`, also as `member` and `other`.

    `has_spoken` says whether the person has spoken `since` an earlier line, `is_alias` whether neither nick is a bot's.
    """
    import polars as pl

    nicks = pl.col("words").str.extract_groups(RENAME)
    events = good.filter(kind="event").with_columns(nicks.alias("nicks")).unnest("nicks")
    old, new = (find_members(events[side]).rename({"nick": side}) for side in ("old", "new"))
    both = events.join(old.drop("author_name"), on="old").join(
        new.rename({"author": "other", "flags": "other_flags"}), on="new"
    )
    since = pl.col("since") < pl.col("at")
    return (
        both.filter(pl.col("author") != pl.col("other"))
        .join(spoken, on="author", how="left", maintain_order="left")
        .with_columns(
            member="author",
            how=pl.lit("nick"),
            happened_at="sent_at",
            has_spoken=since.fill_null(value=False),
            is_alias=(pl.col("flags") == 0) & (pl.col("other_flags") == 0),
        )
    )


def find_calls(said: pl.DataFrame, spoken: pl.DataFrame) -> pl.DataFrame:
    """Lines that begin by addressing a member who has spoken `since` an earlier line."""
    import polars as pl

    relayed = pl.col("words").str.splitn("> ", 2).struct.field("field_1")
    words = pl.when((pl.col("flags") & BRIDGE) != 0).then(relayed).otherwise("words")
    calling = said.with_columns(called=words.str.extract(CALLED)).drop_nulls("called")
    called = find_members(calling["called"]).select(called="nick", receiver="author")
    found = calling.join(called, on="called", maintain_order="left").join(
        spoken.rename({"author": "receiver"}), on="receiver", maintain_order="left"
    )
    return found.filter(pl.col("since") < pl.col("at"), pl.col("receiver") != pl.col("author")).with_columns(
        kind=pl.lit("mention"), sender="author", happened_at="sent_at"
    )
