"""The quick way through a table of messages and the careful way tell the same."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CannotDo
from commkit.intake.exports import find_exports, stage
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.transaction import commit
from commkit.store.private import Secret
from tests.examples import tried

if TYPE_CHECKING:
    from pathlib import Path

AUTHORS = (
    *(
        "ana",
        "ben",
        " ana",
        "ana ",
        "'+86 1",
        "14075.0",
        "—",
        "None",
        "",
        "竹子",
        "=1+1",
        '="ana"',
        "1.4E+10",
        '"an ""a"""',
        "#x",
    ),
    *(
        "ana\t",
        '"ana\n"',
        '"ana\r"',
        "ana\x0b",
        "１２.0",
        "ana\u00a0",
        "\u00a0ana",
        "竹子\u3000",
        "\u3000竹子",
        "竹 子",
        "`ana",
        "=0071",
        '"1,234"',
        "\u202dana\u202c",
        "an\u200ba",
        "ana\u200d",
    ),
)
TIMES = (
    *("2024-01-05 10:00:00", "2024-01-05 10:00", "2024-01-05", "2024/01/05 10:00:00", "2024-01-05 10:00:00.250"),
    *("2024-01-05T10:00:00", "2024-01-05 10:00:00+08", "2024-01-05 10:00+0800", "2024-01-05 10:00:00Z", "soon", ""),
    *("2024-01-05 10:00:00.25Z", "2024-01-05 10:00-05:00", "2024-13-05 10:00:00", "2024-1-5 9:03"),
    *("1970-01-01 08:00:00", "1970-01-02 08:00:00", "２０２４-01-05 10:00:00"),
)
IDS = (
    *("m1", "m2", "m3", "", '="m1"', "2.4E+17", "1e7", "m4 ", "m4\t", "m4\u3000", "7.0", "null", "-"),
    *("m\u200b1", "\ufeffm2", "9007199254740993.0"),
)
ROW = st.tuples(st.sampled_from(IDS), st.sampled_from(AUTHORS), st.sampled_from(TIMES), st.sampled_from(("hi", "")))


def contents(path: Path, folder: Path) -> tuple[object, list[tuple[object, ...]], object]:
    """What a load of this file makes of it: its counts, its messages by handle, and what people are called."""
    loading = Loading(folder, LoadOptions(), Secret(b"same"))
    stage([find_exports(path, folder, Reading())], loading, Reading(), {})
    counts = commit(loading, None, lock_timeout=0)
    rows = loading.con.execute(
        "select message.key, handle, sent_at, kind, length, reply_to, flags "
        "from raw.message left join raw.account using (account) order by all"
    ).fetchall()
    names = loading.con.execute("select key, name from private.name order by all").fetchall()
    return counts, rows, names


@tried(5)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_both_ways_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]) -> None:
    """Up to six rows of clean and odd cells, after seven clean ones that show what the columns are."""
    path = tmp_path / "chat.csv"
    clean = [(f"c{minute}", "cleo", f"2024-01-04 09:0{minute}:00", "hello") for minute in range(7)]
    lines = ["id,author,time,text", *(",".join(row) for row in [*clean, *rows])]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    quick = contents(path, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(table, "make_stream", lambda *_: None)
        careful = contents(path, tmp_path)
    assert quick == careful


def test_a_clean_table_goes_the_quick_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clean messages: the careful way is never taken."""
    path = tmp_path / "chat.csv"
    path.write_text("id,author,time,text\n1,ana,2024-01-04 09:00:00,hello\n2,ben,2024-01-04 09:01:00,hi\n", "utf-8")
    monkeypatch.setattr(table, "_carefully", lambda *_: iter(()))
    _, rows, _ = contents(path, tmp_path)
    assert len(rows) == 2


@pytest.mark.parametrize("name", ["chat*.csv", "chat[ab].csv", "chat.csv.gz", "s3:chat.csv"])
def test_a_name_is_no_pattern(tmp_path: Path, name: str) -> None:
    """A file's name may look like many files, a packed one or one elsewhere; another fits the pattern."""
    for each, who in (("chata.csv", "ana"), (name, "ben")):
        (tmp_path / each).write_text(f"id,author,time,text\n1,{who},2024-01-04 09:00:00,hello\n", "utf-8")
    _, rows, _ = contents(tmp_path / name, tmp_path)
    assert len(rows) == 1


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    """A chat that is there when it is looked at and gone when the engine opens it."""
    path = tmp_path / "chat.csv"
    path.write_text("id,author,time,text\n1,ana,2024-01-04 09:00:00,hello\n", "utf-8")
    found = find_exports(path, tmp_path, Reading())
    assert found.found[0].files[0].digest
    path.unlink()
    with pytest.raises(CannotDo, match=r"cannot read chat\.csv"):
        stage([found], Loading(tmp_path, LoadOptions(), Secret.new()), Reading(), {})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("keep_text", "texts"), [(False, [None, "<Ana> "]), (True, ["<Ana> hello", "hi there"])])
def test_of_texts_that_are_not_kept_only_prefixes_are_staged(tmp_path: Path, keep_text: bool, texts: object) -> None:
    """One message with what looks like a bridge's prefix and one without, while some bridge is named."""
    path = tmp_path / "chat.csv"
    lines = ("id,author,time,text", "1,relay,2024-01-04 09:00:00,<Ana> hello", "2,ben,2024-01-04 09:01:00,hi there")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    loading = Loading(tmp_path, LoadOptions(bridges=("irc:somebody",), keep_text=keep_text), Secret.new())
    stage([find_exports(path, tmp_path, Reading())], loading, Reading(), {})
    found = loading.con.execute("select text from stage.message order by text nulls first").fetchall()
    assert [text for (text,) in found] == texts


def test_a_digest_is_the_first_64_bits_of_sha256_over_secret_and_words(tmp_path: Path) -> None:
    """Sixty-four bits, those with leading zeros and those above the largest signed number too."""
    secret = Secret.new()
    con = Loading(tmp_path, LoadOptions(), secret).con
    words = ["", "竹子", "x" * 1000, *map(str, range(2000))]
    found = con.execute("select w, digest64(w) from (select unnest($words) as w)", {"words": words}).fetchall()
    expected = [int.from_bytes(sha256(f"{secret.prefix}{each}".encode()).digest()[:8]) for each in words]
    assert dict(found) == dict(zip(words, expected, strict=True))
    assert min(expected) < 2**60 < 2**63 < max(expected)


def test_without_a_secret_there_is_no_digest(tmp_path: Path) -> None:
    con = Loading(tmp_path, LoadOptions(), Secret.new()).con
    con.execute("reset variable secret")
    assert con.execute("select digest64('a')").fetchall() == [(None,)]
