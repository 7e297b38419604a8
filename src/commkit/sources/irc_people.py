"""People on IRC, who have nothing but nicks: one person's nicks made one, and bots and bridges known by theirs."""

from __future__ import annotations

import re
from functools import lru_cache

# On IRC {}|^ are the lower case of []\~, says RFC 1459.
LOWER = str.maketrans("[]\\~", "{}|^")
# What a client appends when the nick is taken, and people when they are away or elsewhere.
TAIL = re.compile(
    r"(?:[_`]+|[|{_-](?:away|afk|brb|busy|gone|out|off|food|lunch|sleep|zz+|work|home|mobile|phone|laptop|bnc)\}?)$"
)
SHORTEST = 2  # characters that a nick keeps
BOT = re.compile(
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
BRIDGE = re.compile(
    r"[^\s]{0,20}(?:discord|telegram|slack|matrix|gitter|whatsapp|xmpp)[^\s]{0,20}(?:bot|bridge|relay)\d{0,2}"
)
CALLED = re.compile(r"@?([^\s:,<>@]{1,64})[:,](?:\s|$)")


@lru_cache(maxsize=2**16)
def bare(nick: str) -> str:
    """The nick without what only says that it was taken or that the person is away."""
    shorter = TAIL.sub("", nick)
    while shorter != nick and len(shorter) >= SHORTEST:
        nick, shorter = shorter, TAIL.sub("", shorter)
    return nick


@lru_cache(maxsize=2**16)
def person(nick: str) -> str:
    """The name that stands for one person in every log."""
    return bare(nick.translate(LOWER).lower())


@lru_cache(maxsize=2**16)
def is_bot(native: str) -> bool:
    """Whether everybody knows this nick as a program's."""
    return BOT.fullmatch(native) is not None or is_bridge(native)


@lru_cache(maxsize=2**16)
def is_bridge(native: str) -> bool:
    """Whether this program carries what people say elsewhere."""
    return native in BRIDGES or BRIDGE.fullmatch(native) is not None


def called(words: str) -> str | None:
    """Whom a line opens by calling, as is the custom."""
    found = CALLED.match(words)
    return person(found[1]) if found else None
