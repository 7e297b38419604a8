"""One Discourse post, and the mentions, quotations, joins and leaves that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_SENDER, NO_ZONED_TIME, NOT_AN_OBJECT
from commkit.sources.text import html_text
from commkit.sources.text.json_values import text
from commkit.sources.text.stamps import read_zoned
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from commkit.sources.rows import Rows

SMALL_ACTION = 3  # a post_type: the forum's own line
# The forum's own lines in a private message -> what happened to the member they name, and how.
CHANGES = {"invited_user": ("join", "added"), "removed_user": ("removed", None), "user_left": ("leave", None)}


class DiscourseTopic(NamedTuple):
    """What its posts need to know of a topic; `native` is its id."""

    native: str | None
    group: str
    is_pinned: bool

    @property
    def is_private(self) -> bool:
        """Whether it is a private message, which is a group of its own."""
        return self.group == f"topic/{self.native}"


def normalise_username(username: object) -> str | None:
    """A member's id: the username, whose case does not matter."""
    name = text(username)
    return name.lower() if name else None


def add_post(post: object, topic: DiscourseTopic, seen: set[str], where: tuple[str, int], rows: Rows) -> None:
    """One post's rows, or why there are none; `seen` holds the posts of other pages."""
    rows.records["message"] += 1
    if not isinstance(post, dict):
        rows.reject("message", where, *NOT_AN_OBJECT)
        return
    number, sent_at = text(post.get("post_number")), read_zoned(text(post.get("created_at")))
    native = f"{topic.native}/{number}"
    if topic.native is None or number is None:
        rows.reject("message", where, "no-id", "a post without the numbers of its topic and its place there")
    elif sent_at is None:
        rows.reject("message", where, *NO_ZONED_TIME)
    elif "username" not in post:
        rows.reject("message", where, *NO_SENDER)
    elif native in seen:
        rows.skipped["message", "repeated"] += 1
    else:
        seen.add(native)
        _add(post, topic, (native, number, sent_at), rows)


def _add(post: dict[str, object], topic: DiscourseTopic, at: tuple[str, str, datetime], rows: Rows) -> None:
    native, number, sent_at = at
    author = normalise_username(post.get("username"))  # null where the account is deleted
    html = text(post.get("cooked")) or ""
    page = html_text.read_html(html)
    kind = _kind(post, page)
    words = text(post.get("raw")) if not html else page.words
    flags = _flags(post, is_pinned=topic.is_pinned and number == "1")
    name, parent = text(post.get("username")), _parent(post, topic, number) if kind != "system" else None
    rows.add(
        "message",
        native=native,
        group=topic.group,
        author=author,
        author_name=name,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=parent,
        flags=flags,
    )
    if author is None:
        return
    if kind == "system":
        _add_change(post, topic.group, author, sent_at, rows)
    elif kind != "deleted":
        for what, receiver in dict.fromkeys(_called(page)):
            rows.add(
                "interaction",
                group=topic.group,
                message=native,
                sender=author,
                receiver=receiver,
                kind=what,
                happened_at=sent_at,
            )


def _parent(post: dict[str, object], topic: DiscourseTopic, number: str) -> str | None:
    """The post that this one answers: the one it names, otherwise the topic's first."""
    answered = text(post.get("reply_to_post_number")) or ("1" if number != "1" else None)
    return f"{topic.native}/{answered}" if answered else None


def _kind(post: dict[str, object], page: html_text.HtmlText) -> str:
    if post.get("post_type") == SMALL_ACTION or post.get("action_code"):
        return "system"
    if post.get("deleted_at") or post.get("user_deleted") is True:
        return "deleted"
    return "media" if page.has_media and not page.words else "text"


def _flags(post: dict[str, object], *, is_pinned: bool) -> int:
    """A post with a second version is edited. Accounts with negative numbers are the forum's own."""
    version = post.get("version")
    is_edited = isinstance(version, int) and version > 1
    is_bot = (text(post.get("user_id")) or "").startswith("-")
    return (EDITED if is_edited else 0) | (PINNED if is_pinned else 0) | (BOT if is_bot else 0)


def _called(page: html_text.HtmlText) -> Iterator[tuple[str, str]]:
    """Who is mentioned, outside quotations, and who is quoted."""
    for tag in page.tags:
        if (
            tag.name == "a"
            and "mention" in tag.classes
            and (receiver := normalise_username(tag.text.strip().removeprefix("@")))
        ):
            yield "mention", receiver
    for tag in page.quotes:
        if (
            tag.name == "aside"
            and "quote" in tag.classes
            and (receiver := normalise_username(tag.attributes.get("data-username")))
        ):
            yield "quote", receiver


def _add_change(post: dict[str, object], group: str, actor: str, happened_at: datetime, rows: Rows) -> None:
    change, how = CHANGES.get(text(post.get("action_code")) or "", (None, None))
    member = normalise_username(post.get("action_code_who"))
    if change and member:
        rows.add(
            "membership",
            group=group,
            member=member,
            happened_at=happened_at,
            change=change,
            how=how,
            inviter=actor if how else None,
        )
