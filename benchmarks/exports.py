"""The generated messages as each platform exports them, and as a plain CSV."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generate import STAMP, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = tuple[str, str, str, datetime, str, str | None]  # id, author, group, when, text, what it answers


def said(number: int) -> list[Said]:
    """The messages in order of time."""
    rows = messages(number).iter_rows()
    return [
        (*row[:3], datetime.strptime(row[3], STAMP.replace("%.3f", ".%f")).replace(tzinfo=UTC), *row[4:])
        for row in rows
    ]


def slack(rows: list[Said], target: Path) -> None:
    """A folder of channels with a file a day."""
    people = [
        {"id": _user(name), "name": name, "profile": {"real_name": name}} for name in sorted({row[1] for row in rows})
    ]
    places = [
        {"id": f"C{name[6:]:0>8}", "name": name, "creator": "U1", "is_channel": True}
        for name in sorted({row[2] for row in rows})
    ]
    target.mkdir()
    _dump(people, target / "users.json")
    _dump(places, target / "channels.json")
    stamps = {row[0]: f"{row[3].timestamp():.6f}" for row in rows}
    days: dict[Path, list[dict[str, object]]] = {}
    for native, author, group, at, text, answered in rows:
        message: dict[str, object] = {
            "client_msg_id": f"00000000-0000-0000-0000-{native:0>12}",
            "type": "message",
            "text": text,
            "user": _user(author),
            "ts": stamps[native],
            "team": "T00000001",
            "user_team": "T00000001",
            "user_profile": {"real_name": author, "display_name": author, "name": author, "team": "T00000001"},
            "blocks": [{"type": "rich_text", "elements": [{"type": "text", "text": text}]}],
        }
        if answered:
            message["thread_ts"] = stamps[answered]
        days.setdefault(target / group / f"{at:%Y-%m-%d}.json", []).append(message)
    for path, each in days.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(each, ensure_ascii=False, indent=4), "utf-8")


def discord(rows: list[Said], target: Path) -> None:
    """One channel in one object, indented as the exporter indents."""
    head = {
        "guild": {"id": "900000000000000001", "name": "Reef", "iconUrl": "i.png"},
        "channel": {
            "id": "300000000000000001",
            "type": "GuildTextChat",
            "categoryId": "3",
            "category": "Talk",
            "name": "general",
        },
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2025-02-01T08:00:00+00:00",
    }
    _nested(head, _discord(rows), len(rows), target, indent=2)


def _discord(rows: list[Said]) -> Iterator[dict[str, object]]:
    for native, author, _, at, text, answered in rows:
        yield {
            "id": f"2{native[1:]:0>17}",
            "type": "Reply" if answered else "Default",
            "timestamp": at.isoformat(timespec="milliseconds"),
            "timestampEdited": None,
            "callEndedTimestamp": None,
            "isPinned": False,
            "content": text,
            "author": {
                "id": f"1{author[1:]:0>17}",
                "name": author,
                "discriminator": "0000",
                "nickname": author,
                "color": None,
                "isBot": False,
                "roles": [],
                "avatarUrl": "https://cdn.discordapp.com/embed/avatars/0.png?size=512",
            },
            "attachments": [],
            "embeds": [],
            "stickers": [],
            "reactions": [],
            "mentions": [],
            "inlineEmojis": [],
            **(
                {"reference": {"messageId": f"2{answered[1:]:0>17}", "channelId": "3", "guildId": "9"}}
                if answered
                else {}
            ),
        }


def telegram(rows: list[Said], target: Path) -> None:
    """One supergroup in one object, indented as the program indents."""
    head = {"name": "Reef", "type": "public_supergroup", "id": 1234567890}
    _nested(head, _telegram(rows), None, target, indent=1)


def _telegram(rows: list[Said]) -> Iterator[dict[str, object]]:
    for native, author, _, at, text, answered in rows:
        yield {
            "id": int(native[1:]) + 1,
            "type": "message",
            "date": at.strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(int(at.timestamp())),
            "from": author,
            "from_id": f"user{author[1:]}",
            **({"reply_to_message_id": int(answered[1:]) + 1} if answered else {}),
            "text": text,
            "text_entities": [{"type": "plain", "text": text}],
        }


def whatsapp(rows: list[Said], target: Path) -> None:
    """One chat as an Android writes it."""
    with target.open("w", encoding="utf-8") as lines:
        lines.write("01/01/2023, 00:00 - Messages and calls are end-to-end encrypted.\n")
        lines.writelines(f"{at:%d/%m/%Y, %H:%M} - {author}: {text}\n" for _, author, _, at, text, _ in rows)


def irc(rows: list[Said], target: Path) -> None:
    """One channel as ZNC logs it, a file a day."""
    target.mkdir(parents=True)
    days: dict[str, list[str]] = {}
    for _, author, _, at, text, _ in rows:
        days.setdefault(f"{at:%Y-%m-%d}", []).append(f"[{at:%H:%M:%S}] <{author}> {text}\n")
    for day, each in days.items():
        (target / f"{day}.log").write_text("".join(each), "utf-8")


def _user(name: str) -> str:
    return f"U{name[1:]:0>8}"


def _dump(value: object, target: Path) -> None:
    target.write_text(json.dumps(value, ensure_ascii=False, indent=4), "utf-8")


def _nested(
    head: dict[str, object], each: Iterator[dict[str, object]], count: int | None, target: Path, *, indent: int
) -> None:
    """An object whose last list is the messages, written one after another."""
    margin = " " * indent
    with target.open("w", encoding="utf-8") as out:
        out.write(json.dumps(head, ensure_ascii=False, indent=indent)[:-2] + f',\n{margin}"messages": [')
        for number, message in enumerate(each):
            text = json.dumps(message, ensure_ascii=False, indent=indent).replace("\n", f"\n{margin * 2}")
            out.write(("," if number else "") + f"\n{margin * 2}{text}")
        out.write(f"\n{margin}]" + (f',\n{margin}"messageCount": {count}' if count is not None else "") + "\n}")


def lines(rows: list[Said], target: Path) -> None:
    """When, who and what, as CSV."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["sent_at", "author", "text"])
        writer.writerows((f"{at:%Y-%m-%d %H:%M:%S}", author, text) for _, author, _, at, text, _ in rows)


MADE = {
    "slack": (slack, "slack"),
    "discord": (discord, "discord.json"),
    "telegram": (telegram, "result.json"),
    "whatsapp": (whatsapp, "WhatsApp Chat with Reef.txt"),
    "irc": (irc, "irc/libera/#tea"),
    "lines": (lines, "lines.csv"),
}


def make(number: int, folder: Path) -> dict[str, Path]:
    """Every export and the CSV of the same messages, by name; what stands there already is left."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / where for name, (_, where) in MADE.items()}
    if not all(path.exists() for path in paths.values()):
        rows = said(number)
        for name, (write, _) in MADE.items():
            if not paths[name].exists():
                write(rows, paths[name])
    return paths


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
