"""`commkit members`: from a name to the handle that answers use, one member's card, and which accounts are bots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from commkit import settings
from commkit.answer.display import show_table
from commkit.answer.question import configure
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators import remarks
from commkit.params import DATABASE, TABLE, Database, LockTimeout, Names, TableOptions, option
from commkit.result import Result
from commkit.segment.card.member_card import draw_card
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.words import say, suggest

if TYPE_CHECKING:
    import polars as pl

EXAMPLES = (
    "commkit members --find Ada  # the handle behind a name",
    "commkit members --find 竹子 --format json  # the same, for a program",
    "commkit members --member k3fw7a2q  # all that is known of one member",
    "commkit members --member k3fw7a2q --names -o card.png  # a member's card as a picture, with the name",
    "commkit members --bots  # who is left out as a bot, and why",
    "commkit members --suspects  # who may be a bot, to decide by hand",
)

REASONS = ("listed", "bridge", "by_the_export", "by_the_clock", "at_intervals")
DOUBTS = ("by_its_text", "by_the_hour", "by_its_name")

Find = Annotated[str | None, option(metavar="NAME", help=say("Part of a name, an id on a platform, or a handle."))]
Bots = Annotated[bool, option("--bots", help=say("The accounts that are left out as bots, and why."))]
Suspects = Annotated[
    bool, option("--suspects", help=say("The accounts that count as members but may be bots or bridges, and why."))
]
Member = Annotated[str | None, option(metavar="HANDLE", help=say("All that is known of this member, on one page."))]
NEAREST = 3
_ASIDE = ("platform", "first_on")


def members(
    *,
    find: Find = None,
    member: Member = None,
    bots: Bots = False,
    suspects: Suspects = False,
    names: Names = False,
    db: Database = DATABASE,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Find members by name, a confidential answer; show one member's card; or list who is or may be a bot, and why."""
    if [find is not None, member is not None, bots, suspects].count(True) != 1:
        raise WrongUse(
            say("members needs --find NAME, --member HANDLE, --bots or --suspects"), hint="commkit members --find Ada"
        )
    named = names or find is not None
    with Store.open(db, lock_timeout=lock_timeout, names=named) as store:
        if find is not None:
            result = _found(store, find)
        elif member is not None:
            result, face = _card(store, member, names=names), _whole(face)
        elif bots:
            result = _bots(store, names=names)
        else:
            result = _suspects(store, names=names)
        show_table("members", result, face, store, names=named)


def _whole(face: TableOptions) -> TableOptions:
    """A card is shown to its end, also on a terminal."""
    return face if face.limit is not None else replace(face, limit=0)


def _card(store: Store, handle: str, *, names: bool) -> Result:
    config = settings.read()
    configure(store, config)
    store.cut(Cut())
    found = store.ask("store/ask/person", handle=handle)
    if found.is_empty():
        raise _unknown(store, handle)
    person = found.row(0, named=True)
    called = dict(store.ask("store/ask/names").iter_rows()) if names else {}
    return draw_card(store, person, called, config.cuts)


def _unknown(store: Store, handle: str) -> WrongUse:
    near = suggest(handle.lower(), store.ask("store/ask/handles")["handle"].to_list(), NEAREST)
    hint = (
        say("did you mean {names}?", names=say(", ").join(near))
        if near
        else say("find the handle by name: commkit members --find NAME")
    )
    return WrongUse(say("no member has the handle {handle!r}", handle=handle), hint=hint)


def _found(store: Store, name: str | None) -> Result:
    table = store.ask("store/ask/find", name=name)
    if table.is_empty():
        raise NotEnoughData(say("no member's name or id holds that text"), hint=say("try a shorter part of the name"))
    return Result(say("Members found"), table)


def _bots(store: Store, *, names: bool) -> Result:
    """The bots, and in words why each counts as one."""
    table = _explained(store, suspected=False, names=names)
    note = say("list in people of [community] in commkit.toml who is a person after all, then: commkit rebuild")
    notes = (note,) if table.height else ()
    return Result(say("Bots"), table, notes=notes, vocabulary={"reason": REASONS}, aside=_ASIDE)


def _suspects(store: Store, *, names: bool) -> Result:
    """Who may be a bot or a bridge, in words why, and what to write into commkit.toml."""
    table = _explained(store, suspected=True, names=names)
    note = say("list in bots or people of [community] in commkit.toml what each is, then: commkit rebuild")
    notes = (*remarks.of_bridges(table), note) if table.height else ()
    title = say("Accounts that may be bots or bridges")
    return Result(title, table, notes=notes, vocabulary={"reason": DOUBTS}, aside=_ASIDE)


def _explained(store: Store, *, suspected: bool, names: bool) -> pl.DataFrame:
    import polars as pl

    table = store.ask("store/ask/bots", suspected=suspected)
    if names:
        table = table.join(store.ask("store/ask/names"), on="handle", how="left", maintain_order="left")
    why = [_behaviour(*row) for row in table.select("reason", "hits", "of_hits", "every_minutes").iter_rows()]
    first = [name for name in ("handle", "name", "platform") if name in table.columns]
    rest = ("messages", "first_on", "last_on")
    return table.select(*first, "reason", pl.Series("behaviour", why, dtype=pl.String), *rest)


def _behaviour(reason: str, hits: int | None, of_hits: int | None, every_minutes: int | None) -> str:
    """What the account did; empty where it was not found by its behaviour."""
    counted = {"hits": hits, "all": of_hits, "minutes": every_minutes}
    if reason == "by_the_clock":
        return say("{hits} of {all} messages at one minute of every {minutes}", **counted)
    if reason == "at_intervals":
        return say("{hits} of {all} pauses last {minutes} minutes", **counted)
    if reason == "by_its_text":
        return say("{hits} of {all} messages begin with a name", **counted)
    if reason == "by_the_hour":
        hours = (every_minutes or 0) // 60
        return say("{hits} of {all} messages every {hours} hours, within 20 minutes", **counted, hours=hours)
    return ""
