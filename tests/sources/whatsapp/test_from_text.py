"""What is read from WhatsApp's exported chats."""

from __future__ import annotations

import contextlib
import io
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CannotDo, CommkitError, WrongUse
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.whatsapp import from_text as whatsapp
from commkit.sources.whatsapp.lines import clock_of
from commkit.sources.whatsapp.notices import read_notice
from commkit.store.fields import EDITED

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "whatsapp"


def batch_of(case: str) -> Batch:
    (batch,) = whatsapp.read(files_of(DATA / case), Reading())
    return batch


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def file_of(text: str | bytes, name: str = "WhatsApp Chat with Tea.txt") -> File:
    content = text.encode() if isinstance(text, str) else text
    return File(name, len(content), lambda: io.BytesIO(content))


def read(text: str | bytes, reading: Reading | None = None, name: str = "WhatsApp Chat with Tea.txt") -> Batch:
    (batch,) = whatsapp.read([file_of(text, name)], reading or Reading())
    return batch


def said(body: str) -> tuple[object, object, object]:
    """Kind, text and flags of one message with this body, on an iPhone."""
    (row,) = rows(read(f"[2023-04-28 11:02:30] Ana: {body}\n"), "message")
    return row["kind"], row["text"], row["flags"]


def is_balanced(batch: Batch) -> bool:
    found = Counter({kind: frame.height for kind, frame in batch.frames.items() if kind in batch.records})
    found.update(reject.kind for reject in batch.rejects)
    for (kind, _), count in batch.skipped.items():
        found[kind] += count
    return found == Counter({kind: count for kind, count in batch.records.items() if count})


def test_iphone() -> None:
    """Tea Circle on an iPhone, with CRLF, and with marks that cannot be seen in many places.

    WhatsApp's notice, Ana founds it, a phone joins by link, Ana greets the phone, Pia on two lines, Ana's sticker,
    Ana's edited words, Pia's deleted ones, Pia's poll, Ana's photo with a caption, the phone names Pia and pastes a
    line of another chat, Pia leaves, Rui is added, Ana renames the group, and says "Bob left" herself.
    """
    batch = batch_of("iphone")
    assert is_balanced(batch)
    assert batch.naive
    assert batch.zone is None
    assert rows(batch, "group") == [
        {"native": "Tea Circle", "title": "Tea Circle 茶", "kind": "group", "is_private": True}
    ]
    assert [(row["author"], row["kind"], row["text"]) for row in rows(batch, "message")][2:] == [
        (None, "system", "+00\xa010\xa00000\xa00001 joined using this group's invite link"),
        ("Ana", "text", "Welcome @+00\xa010\xa00000\xa00001"),
        ("~ Pia", "text", "a line of its own\nand another"),
        ("Ana", "media", None),
        ("Ana", "text", "first thought, then second"),
        ("~ Pia", "deleted", None),
        ("~ Pia", "media", "POLL:\nGreen or black?\nOPTION: green (2 votes)\nOPTION: black (0 votes)"),
        ("Ana", "media", "Our table"),
        ("+001000000001", "text", "hello @~Pia, look: 12/25/2023, 10:00 - pasted"),
        (None, "system", "~\u202fPia left"),
        (None, "system", "Ana added Rui"),
        (None, "system", "Ana changed the group name to “Tea Circle 茶”"),
        ("Ana", "text", "Bob left"),
    ]
    messages = rows(batch, "message")
    assert len(messages) == 15
    assert [row["kind"] for row in messages[:2]] == ["system", "system"]
    assert [row["text"] for row in messages if row["flags"] == EDITED] == ["first thought, then second"]
    assert [row["sent_at"] for row in messages[3:6]] == [
        at("2023-05-06T00:00:00"),
        at("2023-05-06T12:00:05"),
        at("2023-05-21T15:42:59"),
    ]
    assert [(row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batch, "membership")] == [
        ("Ana", "join", None, None),
        ("+001000000001", "join", "link", None),
        ("~ Pia", "leave", None, None),
        ("Rui", "join", "added", "Ana"),
    ]
    assert [(row["sender"], row["receiver"]) for row in rows(batch, "interaction")] == [
        ("Ana", "+001000000001"),
        ("+001000000001", "~ Pia"),
    ]


def test_android() -> None:
    """Plan: B on an Android, in the American order of dates: two lines above it, then sixteen records.

    Ana founds it and adds Bo, Carla and Dani; the exporter adds Eli, and Eli is added; Ana removes Carla; Dani leaves.
    Bo says the same twice. One day does not exist, one message is nobody's.
    """
    batch = batch_of("android")
    assert is_balanced(batch)
    assert batch.records == {"group": 1, "message": 18}
    assert batch.skipped == {("message", "preamble"): 2}
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(15, "bad-time"), (16, "no-sender")]
    assert rows(batch, "group")[0]["native"] == "Plan: B"
    messages = rows(batch, "message")
    assert Counter(row["kind"] for row in messages) == {"system": 8, "text": 3, "media": 2, "deleted": 1}
    assert [row["text"] for row in messages if row["kind"] == "media"] == [None, "the boat"]
    assert [row["sent_at"] for row in messages if row["text"] == "same"] == [at("2019-01-22T13:09:00")] * 2
    assert [row["sent_at"] for row in messages[5:7]] == [at("2019-01-20T12:05:00"), at("2019-01-21T00:05:00")]
    assert [(row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batch, "membership")] == [
        ("Ana", "join", None, None),
        ("Bo", "join", "added", "Ana"),
        ("Carla", "join", "added", "Ana"),
        ("Dani", "join", "added", "Ana"),
        ("Eli", "join", "added", None),
        ("Eli", "join", "added", None),
        ("Carla", "removed", None, None),
        ("Dani", "leave", None, None),
    ]
    assert [(row["sender"], row["receiver"]) for row in rows(batch, "interaction")] == [
        ("Bo", "Ana"),
        ("Bo", "+34600000001"),
    ]


def test_chinese() -> None:
    """茶友会 on 28 and 29 April: 小明 founds it and adds 小红, 阿桤 comes by link, 小红 leaves, 小明 removes 阿桤."""
    batch = batch_of("chinese")
    assert is_balanced(batch)
    assert rows(batch, "group")[0]["title"] == "茶友会"
    messages = rows(batch, "message")
    assert [row["kind"] for row in messages] == [
        *("system", "system", "system", "text", "media", "system", "deleted", "system", "text", "system")
    ]
    assert [row["sent_at"] for row in messages[3:8]] == [
        at("2023-04-28T12:10:00"),
        at("2023-04-28T15:42:00"),
        at("2023-04-28T20:00:00"),
        at("2023-04-28T20:01:00"),
        at("2023-04-29T00:30:00"),
    ]
    assert [(row["member"], row["change"], row["how"], row["inviter"]) for row in rows(batch, "membership")] == [
        ("小明", "join", None, None),
        ("小红", "join", "added", "小明"),
        ("阿桤", "join", "link", None),
        ("小红", "leave", None, None),
        ("阿桤", "removed", None, None),
    ]
    assert [(row["sender"], row["receiver"]) for row in rows(batch, "interaction")] == [("小红", "小明")]


@pytest.mark.parametrize(
    "line",
    [
        "[2019-04-16 03:01] Ana: hi",
        "[15-01-20 03:33:01] Ana: hi",
        "06.08.2016, 13:18 - Ana: hi",
        "2019/01/20, 11:23 - Ana: hi",
        "01/20/2019, 11:23 a. m. - Ana: hi",
        "01/20/2019, 11:23\u202fa.\xa0m. - Ana: hi",
        "20/01/19, 11:23 - Ana: hi",
        "[12.3.2022 klo 14.08.18] Ana: hi",
        "\u200e[21/05/23, 3:42:59\u202fPM] Ana: hi",
        "\ufeff[2023/4/28 下午3:42:59] Ana: hi",
        "above\n\n28. 4. 2023 12:33 - Ana: hi",
    ],
)
def test_recognises(line: str) -> None:
    assert whatsapp.recognises(file_of(line))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "28/04/23; 11;02 - Ana; hi\n",
        "[00:15] <ana>  hi\n",
        "2012-10-17T09:16:21+0000  <ana> hi\n",
        '{"name":"x","messages":[]}',
        "2016-07-19 15:27:15 Ana(97070019)\n",
        "date,name\n28/04/23,Ana\n",
        b"\x00\xff\xfe\x80" * 99,
    ],
)
def test_recognises_nothing_else(content: str | bytes) -> None:
    assert not whatsapp.recognises(file_of(content))
    with pytest.raises(CommkitError):
        read(content)


@pytest.mark.parametrize(
    ("days", "second"),
    [
        (["01/02/20", "13/02/20"], at("2020-02-13")),  # no month 13
        (["01/02/20", "02/13/20"], at("2020-02-13")),
        (["03/02/20", "04/02/20", "01/03/20"], at("2020-02-04")),  # the other order goes back in time
        (["11/01/2020", "11/02/2020", "12/01/2020"], at("2020-11-02")),
        (["15-01-20", "16-01-20"], at("2020-01-16")),  # the other order leaps a year
        (["20-01-15", "20-01-16"], at("2020-01-16")),
        (["2020-05-04", "2020-05-05"], at("2020-05-05")),
        (["31/01/20", "13/13/20", "01/02/20"], None),  # one impossible day does not spoil the rest
    ],
)
def test_the_order_of_dates_is_that_of_the_whole_file(days: list[str], second: datetime | None) -> None:
    batch = read("".join(f"{day}, 00:00 - Ana: hi\n" for day in days))
    stamps = [row["sent_at"] for row in rows(batch, "message")]
    assert stamps[1] == (second or at("2020-02-01"))
    assert len(stamps) == len(days) - (second is None)


def test_an_order_that_cannot_be_known_must_be_said() -> None:
    text = "01/02/20, 00:00 - Ana: hi\n01/02/20, 00:01 - Ana: hi\n"
    with pytest.raises(WrongUse) as refused:
        read(text)
    assert "--date-format dmy or mdy" in refused.value.hint
    for wish, day in (
        ("dmy", "2020-02-01"),
        ("mdy", "2020-01-02"),
        ("%d/%m/%y", "2020-02-01"),
        ("%m/%d/%Y, %H:%M", "2020-01-02"),
    ):
        first = rows(read(text, Reading(date_format=wish)), "message")[0]
        assert first["sent_at"] == at(day)
    with pytest.raises(WrongUse):
        read(text, Reading(date_format="%H:%M"))


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        *(("12:30 AM", 0), ("12:30 pm", 12), ("1:30 p. m.", 13), ("11:30\u202fa.\xa0m.", 11), ("上午9:30", 9)),
        *(("下午 3:30", 15), ("晚上8:30", 20), ("凌晨12:30", 0), ("凌晨3:30", 3), ("中午12:30", 12), ("中午1:30", 13)),
        *(("中午11:30", 11), ("14:30", 14), ("0:30", 0), ("14.30.59", 14), ("午後1:30", 13), ("오전 9:30", 9)),
    ],
)
def test_clocks(clock: str, hour: int) -> None:
    at = clock_of(clock)
    assert at is not None
    assert (at.hour, at.minute) == (hour, 30)


@pytest.mark.parametrize("clock", ["24:30", "11:60", "11:30:61"])
def test_times_that_do_not_exist(clock: str) -> None:
    assert clock_of(clock) is None


@pytest.mark.parametrize(
    "body",
    [
        *(
            "<Media omitted>",
            "<Media omessi>",
            "<Media weggelaten>",
            "<Без медиафайлов>",
            "\u200eimage omitted",
            "<Multimedia omitido>",
            "imagen omitida",
            "<Medien ausgeschlossen>",
        ),
        *("Bild weggelassen", "<Médias omis>", "image absente", "<Mídia oculta>", "<Arquivo de mídia oculto>"),
        *("<省略影音内容>", "圖片已略去", "贴图已忽略", "<已省略多媒體檔案>", ""),
        *("IMG-1.jpg (file attached)", "\u200eIMG-1.jpg (archivo adjunto)", "a.pdf (Datei angehängt)"),
        *("\u200e<attached: 1-PHOTO.jpg>", "\u200e<adjunto: 1.jpg>", "\u200e<Anhang: 1.jpg>", "\u200e<附件：1.jpg>"),
    ],
)
def test_media_without_a_caption(body: str) -> None:
    assert said(body) == ("media", None, 0)


@pytest.mark.parametrize(
    ("body", "caption"),
    [
        ("IMG-1.jpg (file attached)\nthe boat", "the boat"),
        ("the boat \u200e<attached: 1.jpg>", "the boat"),
        ("Plan.pdf • \u200e3 pages \u200edocument omitted", "Plan.pdf • 3 pages"),
        ("\u200eLocation: https://maps.google.com/?q=1,2", "Location: https://maps.google.com/?q=1,2"),
        ("ENCUESTA:\n¿Té?\nOPCIÓN: sí (1 voto)", "ENCUESTA:\n¿Té?\nOPCIÓN: sí (1 voto)"),
    ],
)
def test_media_with_words(body: str, caption: str) -> None:
    assert said(body) == ("media", caption, 0)


@pytest.mark.parametrize(
    "body",
    [
        *("This message was deleted", "\u200eYou deleted this message.", "This message was deleted by admin Bo."),
        *(
            "Se eliminó este mensaje.",
            "Questo messaggio è stato eliminato",
            "Dit bericht is verwijderd",
            "Данное сообщение удалено",
            "Diese Nachricht wurde gelöscht.",
            "Ce message a été supprimé",
            "Mensagem apagada",
        ),
        *("这条消息已删除", "此訊息已刪除。", "此訊息已被管理員 小明 刪除。"),
    ],
)
def test_deleted(body: str) -> None:
    assert said(body) == ("deleted", None, 0)


@pytest.mark.parametrize(
    "mark",
    [
        *("<This message was edited>", "\u200e<This message was edited.>", "<Se editó este mensaje.>"),
        *("<Diese Nachricht wurde bearbeitet.>", "<Ce message a été modifié>", "<Mensagem editada>"),
        *("<Questo messaggio è stato modificato>", "<Dit bericht is bewerkt>", "<Данное сообщение изменено>"),
        "<这条消息已经过编辑>",
    ],
)
def test_edited(mark: str) -> None:
    assert said(f"tea at 5 {mark}") == ("text", "tea at 5", EDITED)


@pytest.mark.parametrize(
    ("line", "change", "how", "who", "by"),
    [
        ("Bo joined using this group's invite link", "join", "link", "Bo", None),
        ("Bo joined using a group link.", "join", "link", "Bo", None),
        ("Bo joined from the community", "join", "community", "Bo", None),
        ("Ana added Bo", "join", "added", "Bo", "Ana"),
        ("Bo was added", "join", "added", "Bo", None),
        ("Bo left", "leave", None, "Bo", None),
        ("Ana removed Bo", "removed", None, "Bo", "Ana"),
        ("Bo was removed", "removed", None, "Bo", None),
        ('Ana created group "Tea"', "join", None, "Ana", None),
        ("Bo se unió usando el enlace de invitación de este grupo", "join", "link", "Bo", None),
        ("Ana añadió a Bo", "join", "added", "Bo", "Ana"),
        ("Bo salió del grupo", "leave", None, "Bo", None),
        ("Ana eliminó a Bo", "removed", None, "Bo", "Ana"),
        ("Bo ist dieser Gruppe über den Einladungslink beigetreten.", "join", "link", "Bo", None),
        ("Ana hat Bo hinzugefügt.", "join", "added", "Bo", "Ana"),
        ("Bo wurde hinzugefügt.", "join", "added", "Bo", None),
        ("Bo hat die Gruppe verlassen.", "leave", None, "Bo", None),
        ("Ana hat Bo entfernt.", "removed", None, "Bo", "Ana"),
        ("Bo a rejoint le groupe via le lien d'invitation", "join", "link", "Bo", None),
        ("Ana a ajouté Bo", "join", "added", "Bo", "Ana"),
        ("Bo a quitté le groupe", "leave", None, "Bo", None),
        ("Ana a retiré Bo", "removed", None, "Bo", "Ana"),
        ("Bo entrou usando o link de convite deste grupo", "join", "link", "Bo", None),
        ("Ana adicionou Bo", "join", "added", "Bo", "Ana"),
        ("Bo saiu", "leave", None, "Bo", None),
        ("Ana removeu Bo", "removed", None, "Bo", "Ana"),
        ("Bo è entrato/a usando il link d'invito", "join", "link", "Bo", None),
        ("Bo si è unita usando il link di invito di questo gruppo", "join", "link", "Bo", None),
        ("Ana ha aggiunto Bo", "join", "added", "Bo", "Ana"),
        ("Bo è stata aggiunta", "join", "added", "Bo", None),
        ("Bo ha abbandonato", "leave", None, "Bo", None),
        ("Ana ha rimosso Bo", "removed", None, "Bo", "Ana"),
        ('Ana ha creato il gruppo "Tè"', "join", None, "Ana", None),
        ("Bo neemt deel via de uitnodigingslink van deze groep", "join", "link", "Bo", None),
        ("Ana heeft Bo toegevoegd", "join", "added", "Bo", "Ana"),
        ("Je bent toegevoegd", "join", "added", "Je", None),
        ("Bo heeft de groep verlaten", "leave", None, "Bo", None),
        ("Ana heeft Bo verwijderd", "removed", None, "Bo", "Ana"),
        ('Ana heeft de groep "Thee" gemaakt', "join", None, "Ana", None),
        ("Бо присоединился(-ась) по ссылке-приглашению", "join", "link", "Бо", None),
        ("Аня добавил(-а) Бо", "join", "added", "Бо", "Аня"),
        ("Аня добавила Бо", "join", "added", "Бо", "Аня"),
        ("Бо вышел(-а)", "leave", None, "Бо", None),
        ("Бо покинул группу", "leave", None, "Бо", None),
        ("Аня удалил(а) Бо", "removed", None, "Бо", "Аня"),
        ("Аня создал(-а) группу «Чай»", "join", None, "Аня", None),
        ("Бо вышел(-ла)", "leave", None, "Бо", None),
        ("Бо вышел", "leave", None, "Бо", None),
        ("Бо покинул(-а) группу", "leave", None, "Бо", None),
        ("Бо был(а) добавлен(а)", "join", "added", "Бо", None),
        ("Бо вступил(а) по ссылке.", "join", "link", "Бо", None),
        ("Bo grup bağlantısı kullanarak katıldı.", "join", "link", "Bo", None),
        ("Bo bir grup bağlantısıyla katıldı", "join", "link", "Bo", None),
        ("Ana, Bo kişisini ekledi", "join", "added", "Bo", "Ana"),
        ("Ana sizi ekledi", "join", "added", "sizi", "Ana"),
        ("Bo eklendi", "join", "added", "Bo", None),
        ("Bo gruptan ayrıldı", "leave", None, "Bo", None),
        ("Bo ayrıldı", "leave", None, "Bo", None),
        ("Ana, Bo kişisini çıkardı", "removed", None, "Bo", "Ana"),
        ("Bo çıkarıldı", "removed", None, "Bo", None),
        ('Ana, "Çay" grubunu oluşturdu', "join", None, "Ana", None),
        ("小红通过此群组的邀请链接加入", "join", "link", "小红", None),
        ("小红加入群组", "join", None, "小红", None),
        ("小明添加了小红", "join", "added", "小红", "小明"),
        ("小红退出了群组", "leave", None, "小红", None),
        ("小明移除了小红", "removed", None, "小红", "小明"),
        ("小紅 已使用此群組的邀請連結加入", "join", "link", "小紅", None),
        ("小明 已新增 小紅", "join", "added", "小紅", "小明"),
        ("小紅 已離開群組", "leave", None, "小紅", None),
        ("小明 已移除 小紅", "removed", None, "小紅", "小明"),
    ],
)
def test_notices(line: str, change: str, how: str | None, who: str, by: str | None) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert (notice.change, notice.how, notice.who, notice.by) == (change, how, who, by)


@pytest.mark.parametrize(
    "line",
    [
        'Ana changed the subject from "A" to "Tea"',
        "Ana changed the group name to “Tea”",
        'Ana cambió el asunto de "A" a "Tea"',
        "Ana hat den Gruppennamen zu „Tea“ geändert.",
        'Ana a changé le sujet du groupe en "Tea"',
        'Ana mudou o nome do grupo para "Tea"',
        'Ana ha modificato l\'oggetto da "A" a "Tea"',
        'Ana ha cambiato il nome del gruppo in "Tea"',
        'Ana heeft het onderwerp van "A" naar "Tea" gewijzigd',
        "Аня изменил(-а) тему с «A» на «Tea»",
        'Ana, "A" olan grup adını "Tea" olarak değiştirdi',
        "Ana将群组名称从“A”更改为“Tea”",
    ],
)
def test_a_new_name_of_the_group(line: str) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert (notice.change, notice.subject) == (None, "Tea")


@pytest.mark.parametrize("line", ["Ana added this group to the community: Town.", "Ana changed this group's icon"])
def test_notices_that_are_not_about_a_member(line: str) -> None:
    batch = read(f"2023-04-28, 11:02 - {line}\n")
    assert [(row["author"], row["kind"]) for row in rows(batch, "message")] == [(None, "system")]
    assert "membership" not in batch.frames


def test_an_old_iphone_speaks_in_the_group_s_name_without_a_mark() -> None:
    text = "[2018-04-28 11:02:30] Tea: Bo left\n[2018-04-28 11:02:31] Ana: Bo left\n"
    assert [row["kind"] for row in rows(read(text, name="WhatsApp Chat - Tea.zip/_chat.txt"), "message")] == [
        *("system", "text")
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        *(("WhatsApp Chat with Tea.txt", "Tea"), ("in/WhatsApp Chat - Tea.zip/_chat.txt", "Tea"), ("tea.txt", "tea")),
        *(("WhatsApp Chat with Tea (1).txt", "Tea"), ("Chat de WhatsApp con Tea.txt", "Tea"), ("Tea/_chat.txt", "Tea")),
        *(
            ("WhatsApp Chat mit Tea.txt", "Tea"),
            ("Discussion WhatsApp avec Tea.txt", "Tea"),
            ("_chat.txt", "_chat.txt"),
        ),
        *(("Conversa do WhatsApp com Tea.txt", "Tea"), ("与茶友会的 WhatsApp 聊天.txt", "茶友会")),
        ("與茶友會的WhatsApp對話.txt", "茶友會"),
    ],
)
def test_titles(name: str, title: str) -> None:
    group = rows(read("2023-04-28, 11:02 - Ana: hi\n", name=name), "group")[0]
    assert group == {"native": title, "title": title, "kind": "direct", "is_private": True}


def test_a_pasted_line_of_another_form_does_not_open_a_record() -> None:
    text = "2023-04-28, 11:02 - Ana: look\n[28/04/23, 11:00:00] Bo: hi\n28.04.23, 11:00 - Bo: hi\n"
    assert rows(read(text), "message")[0]["text"] == "look\n[28/04/23, 11:00:00] Bo: hi\n28.04.23, 11:00 - Bo: hi"


def test_an_encoding_that_is_given() -> None:
    """É in an old code page, which nobody could guess from so little."""
    text = "2023-04-28, 11:02 - Ana: \u00c9\n".encode("cp1252")
    file = file_of(text)
    file.encoding = "cp1252"
    (batch,) = whatsapp.read([file], Reading())
    assert [row["text"] for row in rows(batch, "message")] == ["É"]


def test_a_damaged_byte_costs_its_character_and_a_damaged_name_its_record() -> None:
    """The replacement character is a text like any other where it stands in the file."""
    good = "2023-04-28, 11:02 - Ana: é\ufffd\n".encode() * 98
    batch = read(good + b"2023-04-28, 11:03 - Ana: t\xffa\n" + b"2023-04-28, 11:04 - A\xffa: tea\n")
    assert is_balanced(batch)
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(100, "bad-encoding")]
    assert [row["text"] for row in rows(batch, "message")][-2:] == ["é\ufffd", "t\ufffda"]


def test_line_feeds_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the bytes are cut into pieces, the same rows come of them."""
    whole = rows(batch_of("iphone"), "message")
    monkeypatch.setattr("commkit.sources.files.file.CHUNK_BYTES", 7)
    assert rows(batch_of("iphone"), "message") == whole


@pytest.mark.parametrize(
    "line", ["[" * 99, "1/" * 999, "Ana added " + "Bo, " * 9999, '"' * 9999, "名称" * 9999, ": " * 9999, "@" * 9999]
)
def test_hostile_lines_take_no_longer(line: str) -> None:
    text = "".join(f"2023-04-28, 11:02 - {start}{line}\n" for start in ("", "Ana: \u200e", "Ana: ") for _ in range(9))
    begun = time.process_time()
    assert is_balanced(read(text))
    assert time.process_time() - begun < 5


def test_a_file_without_records_is_refused() -> None:
    with pytest.raises(CannotDo):
        read("hello\n")


@given(st.data())
def test_damage_is_refused_or_accounted_for(draw: st.DataObject) -> None:
    case = draw.draw(st.sampled_from(["iphone", "android", "chinese"]))
    (file,) = files_of(DATA / case)
    content = bytearray(file.content())
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(content) - 1))
        content[at : at + draw.draw(st.integers(0, 3))] = draw.draw(st.binary(max_size=3))
    with contextlib.suppress(CommkitError):
        assert is_balanced(read(bytes(content), name=file.name))
