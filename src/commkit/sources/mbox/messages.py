"""One mail to a list: its author, time and list, what it answers, and the author's own words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_SENDER
from commkit.sources.text import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

    from commkit.sources.rows import Rows

FIELD = re.compile(r"^([!-9;-~]{1,80}):[ \t]?(.*(?:\n[ \t].*)*)", re.MULTILINE)
FOLD = re.compile(r"\r?\n[ \t]+")
BRACKETS = re.compile(r"<([^<>\s]{1,990})>")
# How archives hide an address: ana at example.org (Ana Berg)
HIDDEN = re.compile(r"(\S{1,300}) (?:at|en|em|à) ([\w-]{1,100}(?:\.[\w-]{1,100}){1,9})(?: \((.*)\))?", re.DOTALL)
VIA = re.compile(r"(.+?) via .+", re.DOTALL)
MAILTO = re.compile(r"<mailto:([^<>?\s]{1,300})", re.IGNORECASE)
CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "none": "utf-8"}
FAULTY = (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError)
MOST_HEADER_BYTES = 1024**2  # of one mail; real ones have a hundredth
SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"^[ \t]?>.*\n?", re.MULTILINE)


class MailingList(NamedTuple):
    """A mailing list: its id, and what it is called."""

    native: str
    title: str


class Mail:
    """A mail's header fields, when it was sent, and its content."""

    def __init__(self, headers: Mapping[str, str], content: bytes) -> None:
        self.headers = headers
        self.content = content
        stamp = _date(headers.get("date", ""))
        self.is_naive = stamp is not None and stamp.tzinfo is None
        self.sent_at = _instant(stamp)


def _end_of_header(content: bytes) -> int:
    return min((at for sign in (b"\n\n", b"\n\r\n") if (at := content.find(sign)) >= 0), default=len(content))


def headers_of(content: bytes) -> dict[str, str]:
    """The fields above the first empty line, the first of each name, unfolded."""
    end = _end_of_header(content)
    if content.startswith((b"\n", b"\r\n")):
        return {}
    found = FIELD.findall(content[: min(end, MOST_HEADER_BYTES)].decode("utf-8", "replace"))
    return {name.lower(): FOLD.sub(" ", value).strip() for name, value in reversed(found)}


def list_of(headers: Mapping[str, str]) -> MailingList | None:
    """The list that a mail says it came by."""
    if native := next(iter(BRACKETS.findall(headers.get("list-id", ""))), ""):
        title = decode_words(headers["list-id"].partition("<")[0]).strip(' "')
        return MailingList(native.lower(), title or native.lower())
    post = MAILTO.search(headers.get("list-post", ""))
    address = post[1] if post else headers.get("x-beenthere", "").partition(",")[0].strip()
    return MailingList(address.lower().replace("@", "."), address.lower()) if address else None


def add_mail(mail: Mail, name_of_list: str, known: set[str], rows: Rows) -> tuple[str, str] | None:
    """One mail's rows, or the code and the reason if there are none. `name_of_list` is for mails without one."""
    if mail.sent_at is None:
        return "bad-time", "a mail without a date"
    author, name = find_writer(mail.headers)
    if not author:
        return NO_SENDER
    group = list_of(mail.headers) or MailingList(name_of_list, name_of_list)
    if group.native not in known:
        known.add(group.native)
        rows.records["group"] += 1
        rows.add("group", native=group.native, title=group.title, kind="channel", is_private=False)
    words, has_more = read_body(mail.content)
    kind = "media" if has_more and not words else "text"
    native = next(iter(BRACKETS.findall(mail.headers.get("message-id", ""))), None)
    rows.add(
        "message",
        native=native,
        group=group.native,
        author=author,
        author_name=name,
        sent_at=mail.sent_at,
        kind=kind,
        text=words,
        reply_to=_answered(mail),
        flags=0,
    )
    return None


def find_writer(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """The author's address and name. The name replaces the address if the list has put its own address there."""
    name, address = _person(headers.get("from", ""))
    via = VIA.fullmatch(name)
    if not via:
        return address or name, name or None
    name = via[1].strip("'\" ")
    for key in ("x-original-from", "reply-to"):
        _, other = _person(headers.get(key, ""))
        if other and other != address and "@" in other:
            return other, name
    return name, name


@lru_cache(maxsize=2**14)
def _person(value: str) -> tuple[str, str]:
    """Name and address of the first member in a field, even if an archive hides the @."""
    if hidden := HIDDEN.fullmatch(value):
        return decode_words(hidden[3] or "").strip(' "'), f"{hidden[1]}@{hidden[2]}".lower()
    name, address = parseaddr(value)
    if "@" not in address:
        plain = decode_words(value).strip(' "')
        return plain, ""
    return decode_words(name).strip(), address.lower()


def decode_words(value: str) -> str:
    """A field's text with its encoded words (RFC 2047) read; what cannot be read stays as it is."""
    if "=?" not in value:
        return value
    try:
        pieces = [(text, CHARSETS.get((code or "").lower(), code)) for text, code in decode_header(value)]
        return str(make_header(pieces)).encode(errors="replace").decode()
    except FAULTY:
        return value


def _answered(mail: Mail) -> str | None:
    """The mail that this one answers: the one it names, else the last one before it in its thread."""
    said = BRACKETS.findall(mail.headers.get("in-reply-to", ""))
    before = BRACKETS.findall(mail.headers.get("references", ""))
    return said[0] if said else before[-1] if before else None


def _date(value: str) -> datetime | None:
    try:
        stamp = parsedate_to_datetime(value)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None and "-0000" in value else stamp
    except (*FAULTY, OverflowError, IndexError):
        return None


def _instant(stamp: datetime | None) -> datetime | None:
    try:
        return stamp.astimezone(UTC).replace(tzinfo=None) if stamp and stamp.tzinfo else stamp
    except OverflowError:
        return None


def read_body(content: bytes) -> tuple[str, bool]:
    """The author's own words, without quotations and signature; and whether there is more than text."""
    if _end_of_header(content) > MOST_HEADER_BYTES:
        return "", False
    try:
        message = message_from_bytes(content)
        leaves = [part for part in message.walk() if not part.is_multipart()]
        plain = [part for part in leaves if part.get_content_type() == "text/plain" and not part.get_filename()]
        html = [part for part in leaves if part.get_content_type() == "text/html" and not part.get_filename()]
        has_more = len(leaves) > len(plain) + len(html)
        texts = map(_text, plain) if plain else (html_text.read_html(_text(part)).words for part in html)
        words = "\n".join(texts)
    except FAULTY:
        return "", False
    return SIGNATURE.sub("", QUOTED.sub("", words)).strip(), has_more


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    declared = (part.get_content_charset() or "utf-8").lower()
    for charset in (CHARSETS.get(declared, declared), "utf-8"):
        try:
            return raw.decode(charset).replace("\r", "")
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1").replace("\r", "")
