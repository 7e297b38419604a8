"""Lines of a platform's own that commkit does not understand, or of which nobody can say whose they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

SWAHILI = """13/01/2024, 10:00 - Ana ameunda kikundi "Chai"
13/01/2024, 10:01 - Ana amemuongeza Bo
13/01/2024, 10:02 - Ana: habari
13/01/2024, 10:03 - Bo: nzuri
13/01/2024, 10:04 - Cy: karibu
13/01/2024, 10:05 - Bo katoka
"""
NOTE = (
    "3 of 3 notices by the platform in words that commkit does not know, so joins and leaves may be missing, and media"
    " and deleted messages may count as texts"
)


def loaded(run: Run, path: Path, text: str) -> str:
    """What is said beside the tally of a talk of WhatsApp."""
    (path / "WhatsApp Chat with Tea.txt").write_text(text)
    done = run("load", "WhatsApp Chat with Tea.txt")
    assert done.code == 0
    return " ".join(str(done.err).split())


def test_notices_in_a_language_that_is_not_known_are_told(run: Run, tmp_path: Path) -> None:
    """A group of three in Swahili with three notices: none is understood, and none of their words is shown."""
    said = loaded(run, tmp_path, SWAHILI)
    assert NOTE in said
    assert "katoka" not in said


@pytest.mark.parametrize(
    "text",
    [
        SWAHILI.replace("katoka", "left").replace("ameunda kikundi", "created group"),
        SWAHILI.replace("ameunda kikundi", "создал(а) группу").replace("amemuongeza", "добавил(-а)"),
        "\n".join(line for line in SWAHILI.splitlines() if ": " in line[20:]),
    ],
    ids=["two of three in English", "two of three in Russian", "no notices"],
)
def test_notices_most_of_which_are_known_are_not_told(run: Run, tmp_path: Path, text: str) -> None:
    assert "by the platform" not in loaded(run, tmp_path, text)


@pytest.mark.parametrize(
    ("words", "is_told"),
    [("<pominięto multimedia>", True), ("<メディアなし>", True), ("<3 you", False), ("<br>", False)],
)
def test_what_seems_to_stand_for_media_is_told(run: Run, tmp_path: Path, words: str, *, is_told: bool) -> None:
    """Two talk without a notice, in a language that is not known: Ana sends three pictures, or means what she says."""
    text = "".join(f"13/01/2024, 10:0{minute} - Ana: {words}\n" for minute in range(3)) + "13/01/2024, 10:04 - Bo: o\n"
    assert (NOTE in loaded(run, tmp_path, text)) == is_told


def test_a_talk_in_turkish(run: Run, tmp_path: Path) -> None:
    """Ana makes the group and adds Bo, Cy comes by the link, and Bo leaves: three join, one leaves."""
    text = """13.01.2024 10:00 - Mesajlar ve aramalar uçtan uca şifrelidir.
13.01.2024 10:00 - Ana, "Çay" grubunu oluşturdu
13.01.2024 10:01 - Ana, Bo kişisini ekledi
13.01.2024 10:02 - Cy grup bağlantısı kullanarak katıldı.
13.01.2024 10:03 - Ana: selam
13.01.2024 10:04 - Bo: <Medya dahil edilmedi>
13.01.2024 10:05 - Bo gruptan ayrıldı
"""
    assert "by the platform" not in loaded(run, tmp_path, text)
    told = run("sql", "select change, count(*) from raw.membership group by all order by change", "--format", "csv")
    assert told.out.split()[1:] == ["join,3", "leave,1"]


@pytest.mark.parametrize(
    ("removed", "told"),
    [
        (["Bo"], "1 join, leave or removal left out, because the export does not tell whose"),
        (["Bo", "Cy"], "2 joins, leaves and removals left out, because the export does not tell whose"),
    ],
)
def test_removals_that_cannot_be_placed_are_told(run: Run, tmp_path: Path, removed: list[str], told: str) -> None:
    """A group of Telegram in which Ana removes one or two members who never spoke and whom she knows by name."""
    of = {"type": "service", "date": "2024-01-13T10:00:00", "date_unixtime": "1705140000", "actor": "Ana"}
    gone = {"id": 1, **of, "actor_id": "user1", "action": "remove_members", "members": removed, "text": ""}
    chat = {"name": "Tea", "type": "private_supergroup", "id": 5, "messages": [gone]}
    (tmp_path / "result.json").write_text(json.dumps(chat))
    done = run("load", "result.json")
    assert done.code == 0
    assert told in " ".join(str(done.err).split())
