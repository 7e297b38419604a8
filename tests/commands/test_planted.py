"""Names, numbers and texts planted in exports: only the private file has them, whatever is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

NAME, PHONE, TEXT, MAIL = "Zanzibarra Quillfeather", "13800138042", "velvet marmalade thunder", "zq@quill.example.org"
PLANTED = (NAME, "Zanzibarra", PHONE, TEXT, MAIL)
CHAT = f"""author_id,author,time,text,channel
{PHONE},{NAME},2024-01-01 12:00,{TEXT},hall
{PHONE},{NAME},2024-01-02 12:00,{TEXT} again,hall
{PHONE},{NAME},no time,{TEXT} rejected,hall
ben,Ben,2024-01-03 12:00,hello,hall
"""
MEMBERS = f"member_id,name,email,phone,joined_at\n{PHONE},{NAME},{MAIL},{PHONE},2024-01-01\n"
ORDERS = f"order id,date,customer,amount\n1,2024-01-05,{PHONE},5\n2,never,{PHONE},6\n"
ASKED = (
    ("active",),
    ("rfm",),
    ("rfm", "--format", "json", "-o", "rfm.json"),
    ("status", "--by", "group"),
    ("groups",),
    ("silence",),
    ("members", "--bots"),
    ("identity", "list"),
    ("loads", "list"),
    ("rejects", "list"),
    ("doctor",),
    ("rfm", "--segment", "nobody"),
    ("sql", "select no_such_column from member"),
    ("loads", "undo", "9"),
    ("rebuild",),
)


def traces(content: bytes) -> list[str]:
    """What is planted and stands in these bytes, as text of any width."""
    return [each for each in PLANTED for code in ("utf-8", "utf-16-le") if each.encode(code) in content]


@pytest.mark.parametrize("keeping", [(), ("--keep-text",)])
def test_what_is_planted_stands_in_the_private_file_alone(run: Run, tmp_path: Path, keeping: tuple[str, ...]) -> None:
    for name, content in (("chat.csv", CHAT), ("members.csv", MEMBERS), ("orders.csv", ORDERS)):
        (tmp_path / name).write_text(content)
    said = run("load", "chat.csv", "members.csv", "orders.csv", *keeping, "-q")
    assert said.code == 0, said.err
    told = [said, *(run(*words) for words in ASKED)]
    assert [trace for each in told for trace in traces((each.out + each.err).encode())] == []
    inputs = {"chat.csv", "members.csv", "orders.csv", "community.private.duckdb"}
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in inputs]
    assert {path.name: traces(path.read_bytes()) for path in written if traces(path.read_bytes())} == {}
    assert NAME in traces((tmp_path / "community.private.duckdb").read_bytes())
