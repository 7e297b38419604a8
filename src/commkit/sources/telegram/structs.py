"""What is read of a message in Telegram's JSON."""

from __future__ import annotations

from operator import attrgetter

from msgspec import UNSET, Struct, UnsetType, field

from commkit.sources.text.json_structs import Anything


class FormattedPart(Struct, gc=False):
    """A formatted part of a text."""

    type: str | None = None
    text: str | None = None
    user_id: int | str | None = None


class Recent(Struct, gc=False):
    """One who reacted."""

    from_id: str | int | None = None
    date: str | None = None


class TelegramReaction(Struct, gc=False):
    """Some of those who put one emoji below a message."""

    recent: tuple[Recent, ...] | None = None


class TelegramMedia(Struct, gc=False):
    """What a message shows beside its text: only is asked whether there is any."""

    media_type: Anything = None
    photo: Anything = None
    file: Anything = None
    poll: Anything = None
    todo_list: Anything = None
    sticker_emoji: Anything = None
    contact_information: Anything = None
    location_information: Anything = None
    place_name: Anything = None
    game_title: Anything = None
    invoice_information: Anything = None
    giveaway_information: Anything = None
    giveaway_results: Anything = None
    paid_stars_amount: Anything = None


shown = attrgetter(*TelegramMedia.__struct_fields__)
NOTHING = (None,) * len(TelegramMedia.__struct_fields__)


class TelegramMessage(TelegramMedia, gc=False):
    """What is read of a message; a service message has an action, and may tell of another message."""

    id: int | str | None = None
    type: str | None = None
    date: str | UnsetType | None = UNSET
    date_unixtime: Anything = None
    sender: str | None = field(default=None, name="from")
    from_id: str | int | None = None
    text: str | tuple[str | FormattedPart, ...] | None = None
    edited: Anything | UnsetType = UNSET
    edited_unixtime: Anything | UnsetType = UNSET
    reply_to_message_id: int | str | None = None
    reply_to_peer_id: Anything | UnsetType = UNSET
    reactions: tuple[TelegramReaction, ...] | None = None
    action: str | UnsetType | None = UNSET
    actor: str | None = None
    actor_id: str | int | None = None
    members: tuple[str | None, ...] | None = None
    message_id: int | str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it has only the clock of the computer that exported it."""
        return self.date_unixtime is None and self.date is not UNSET

    @property
    def shows_media(self) -> bool:
        """Whether it shows anything beside its text."""
        return shown(self) != NOTHING
