"""Discourse topics as the forum's own JSON: /t/ID.json with its pages, /t/ID/posts.json, /posts.json.

Format: https://docs.discourse.org (getTopic, listPosts).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.discourse.messages import DiscourseTopic, add_post, normalise_username
from commkit.sources.rows import Rows
from commkit.sources.text.json_values import items, mapping, parse, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discourse"
LACKS = frozenset({"joins", "leaves", "roster", "bots", "reactions"})

START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{")
STREAM = re.compile(rb'"(?:post_stream"\s{0,9}:\s{0,9}\{\s{0,99}"posts|latest_posts)"\s{0,9}:\s{0,9}\[')
KEYS = (b'"username"', b'"created_at"', b'"post_number"')


def recognises(file: File) -> bool:
    """Whether this is an object with a stream of posts, and the first of them are Discourse's."""
    stream = STREAM.search(file.head) if START.match(file.head) else None
    return stream is not None and all(key in file.head[stream.end() :] for key in KEYS)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All topics of the load. A topic is one file or several."""
    return [file, *(each for each in files if each is not file and recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """Topic by topic; a file that is broken is one reject."""
    rows, groups, staff, seen = Rows(), set[str](), set[str](), set[str]()
    categories = dict[str | None, str]()
    for file in files:
        page = _page(file)
        posts = _posts(page)
        if posts is None:
            rows.records["message"] += 1
            rows.reject("message", (file.name, 1), "broken-file", "a topic that is no list of posts")
        for number, post in enumerate(posts or (), 1):
            topic = _topic(page, post, categories)
            _add_group(topic, groups, rows)
            _add_staff(mapping(post), staff, rows)
            add_post(post, topic, seen, (file.name, number), rows)
        if rows.is_full:
            yield rows.batch()
            rows = Rows()
    yield rows.batch()


def _page(file: File) -> dict[str, object]:
    """The topic's fields, also where they are wrapped in `topic`."""
    try:
        page = mapping(parse(file.content()))
    except ValueError:
        return {}
    return mapping(page.get("topic")) if "post_stream" in mapping(page.get("topic")) else page


def _posts(page: dict[str, object]) -> list[object] | None:
    posts = mapping(page.get("post_stream")).get("posts", page.get("latest_posts"))
    return items(posts) if isinstance(posts, list) else None


def _topic(page: dict[str, object], post: object, categories: dict[str | None, str]) -> DiscourseTopic:
    """The topic of a post and its group: the topic's category, or a private message, which is a group of its own.

    Not every page names the category. If it does not, what an earlier page said of the topic holds.
    """
    fields = mapping(post)
    native = text(fields.get("topic_id")) or text(page.get("id"))
    if page.get("archetype") == "private_message":
        categories[native] = f"topic/{native}"
    elif category := text(fields.get("category_id")) or text(page.get("category_id")):
        categories[native] = f"category/{category}"
    is_pinned = bool(page.get("pinned_at")) or page.get("pinned") is True
    return DiscourseTopic(native, categories.get(native, "forum"), is_pinned=is_pinned)


def _add_group(topic: DiscourseTopic, known: set[str], rows: Rows) -> None:
    if topic.group not in known:
        known.add(topic.group)
        rows.records["group"] += 1
        kind = "direct" if topic.is_private else "channel"
        rows.add(
            "group",
            native=topic.group,
            title=None if topic.is_private else topic.group,
            kind=kind,
            is_private=topic.is_private,
        )


def _add_staff(post: dict[str, object], known: set[str], rows: Rows) -> None:
    """Add an author whom the post shows as an administrator or moderator; others are known by their posts alone."""
    native = normalise_username(post.get("username"))
    is_staff = any(post.get(key) is True for key in ("staff", "admin", "moderator"))
    if native and is_staff and native not in known:
        known.add(native)
        rows.records["member"] += 1
        name, is_bot = text(post.get("username")), (text(post.get("user_id")) or "").startswith("-")
        rows.add("member", native=native, name=name, is_bot=is_bot, is_staff=True)
