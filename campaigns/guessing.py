"""Guess what the keys, digests and texts of a behaviour file were made of: without the secret nothing may be found."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from commkit.cli import app as cli
from commkit.commands.demo import sample_folder
from commkit.intake.exports import find_exports, stage
from commkit.sources.source import Reading
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.private import HANDLE_DIGITS, Secret, beside, find_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FIRST = 13_800_000_000  # the telephone numbers to guess begin here
NUMBERS = 3_000_000
PIECE = 500_000  # at a time
SHORTEST = 6  # characters of a word that is looked for inside other texts
PLATFORMS = (
    *("table", "slack", "whatsapp", "telegram", "discord", "wecom", "wechat", "qq", "mbox", "irc", "github", "zulip"),
    *("mattermost", "discourse", "email", "phone"),
)
OF_NUMBERS = ["", "table\x1f", "whatsapp\x1f", "phone\x1f"]
BEGINNINGS = ["", *(f"{platform}{between}" for platform in PLATFORMS for between in ("\x1f", ":"))]
# How a record's words are put together is no secret; these make a number of them without one.
UNKEYED = {
    "records by md5, lower half": "create or replace temp macro digest64(w) as (md5_number(w) >> 64)::ubigint",
    "records by md5, upper half": "create or replace temp macro digest64(w) as ('0x' || left(md5(w), 16))::ubigint",
    "records by sha256": "create or replace temp macro digest64(w) as ('0x' || left(sha256(w), 16))::ubigint",
    "records by the engine's hash": "create or replace temp macro digest64(w) as hash(w)",
}
# Words are digested bare and behind each beginning, with the secret before them if there is one.
NUMBERED = """
with composed as (select unnest(list_transform($beginnings, lambda each: $secret || each || word)) as words from guess),
digested as (
    select unnest([
        (md5_number(words) >> 64)::ubigint, ('0x' || left(md5(words), 16))::ubigint,
        ('0x' || left(sha1(words), 16))::ubigint, ('0x' || left(sha256(words), 16))::ubigint, hash(words)
    ]) as number
    from composed
)
select number from digested semi join number_there using (number)
"""
WORDED = """
with composed as (select unnest(list_transform($beginnings, lambda each: $secret || each || word)) as words from guess),
digested as (
    select unnest([md5(words), sha1(words), sha256(words), left(sha256(words), 32), left(sha256(words), 16)]) as text
    from composed
)
select text from digested semi join text_there using (text)
"""
FORMS = 10  # of both
COLUMNS = """
select schema_name, table_name, column_name, data_type
from duckdb_columns()
where database_name = current_database() and schema_name in ('raw', 'main')
"""
STAGED = """
select table_name, column_name
from duckdb_columns()
where database_name = 'stage' and data_type = 'UBIGINT' and table_name not in ('carried', 'dated')
"""
KNOWN = """
select native from person union select name from name union select native from title
union select title from title union select name from file union select text from text
"""


NO_SECRET = Secret(b"")


@dataclass(frozen=True)
class Target:
    """What an attacker has: every number and every text in a behaviour file, and its bytes."""

    numbers: frozenset[int]
    texts: frozenset[str]
    content: bytes


class Found(NamedTuple):
    """How many guesses were made, in how many seconds of CPU, and which of them were right."""

    guesses: int
    seconds: float
    right: frozenset[int | str]


def read_target(database: Path) -> Target:
    """All columns that may hold a digest or words, and the bytes of the file and its log."""
    numbers: set[int] = set()
    texts: set[str] = set()
    with duckdb.connect(str(database), read_only=True) as con:
        for schema, table, column, kind in con.execute(COLUMNS).fetchall():
            found = con.table(f"{schema}.{table}").select(duckdb.ColumnExpression(column)).fetchall()
            values = [value for (value,) in found if value is not None]
            if kind in ("UBIGINT", "UHUGEINT", "HUGEINT"):
                numbers.update(values)
            elif kind.startswith("VARCHAR"):
                texts.update(each for value in values for each in ([value] if isinstance(value, str) else value))
    files = (database, database.with_name(f"{database.name}.wal"))
    content = b"".join(each.read_bytes() for each in files if each.exists())
    return Target(frozenset(numbers), frozenset(texts), content)


def known_words(database: Path) -> frozenset[str]:
    """Every id, name, title, file name and text that the private file knows."""
    with duckdb.connect(str(beside(database)), read_only=True) as con:
        return frozenset(word for (word,) in con.execute(KNOWN).fetchall() if word)


def guess_records(target: Target, exports: Sequence[Path], make: str | None, secret: Secret) -> Found:
    """Make the keys of whole exports by this macro, or as commkit does with this secret, and look for them."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        loading = Loading(Path(folder), LoadOptions(), secret)
        if make:
            loading.con.execute(make)
        stage([find_exports(path, Path(folder), Reading()) for path in exports], loading, Reading(), {})
        loading.prepare()
        keys: set[int] = set()
        for table, column in loading.con.execute(STAGED).fetchall():
            found = loading.con.table(f"stage.{table}").select(duckdb.ColumnExpression(column)).fetchall()
            keys.update(key for (key,) in found if key is not None)
        loading.close()
    return Found(len(keys), time.process_time() - began, frozenset(keys & target.numbers))


def guess_words(
    target: Target, words: Iterable[str], secret: Secret | None = None, beginnings: Sequence[str] = BEGINNINGS
) -> Found:
    """Digest words in every common way, bare and behind each platform's name, with this secret or without."""
    began = time.process_time()
    right: set[int | str] = set()
    asked = sorted(words)
    given = {"beginnings": beginnings, "secret": secret.prefix if secret else ""}
    with _there(target) as con:
        for start in range(0, len(asked), PIECE):
            con.execute(
                "create or replace table guess as select unnest($w) as word", {"w": asked[start : start + PIECE]}
            )
            for query in (NUMBERED, WORDED):
                right |= {found for (found,) in con.execute(query, given).fetchall()}
    return Found(len(asked) * len(beginnings) * FORMS, time.process_time() - began, frozenset(right))


def guess_accounts(target: Target, words: Iterable[str], secret: Secret = NO_SECRET) -> Found:
    """Make the keys that commkit gives accounts and groups, and digests by blake2b, of every word on every platform."""
    began, guesses = time.process_time(), 0
    right: set[int | str] = set()
    for word in words:
        for each in (f"{beginning}{word}" for beginning in BEGINNINGS):
            made = [secret.key_of(each), *_blake2b(each)]
            guesses += len(made)
            right |= target.texts.intersection(made)
    return Found(guesses, time.process_time() - began, frozenset(right))


def guess_files(target: Target, names: Iterable[str], secret: Secret = NO_SECRET) -> Found:
    """Guess the handles of files, of 32 bits: so short that many guesses would be right by chance."""
    began, guesses = time.process_time(), 0
    right: set[int | str] = set()
    for name in names:
        plain = name.encode()
        digests = (
            hashlib.md5(plain, usedforsecurity=False),
            hashlib.sha256(plain),
            hashlib.blake2b(plain, digest_size=4),
        )
        made = [secret.file_handle(name), *(each.hexdigest()[:HANDLE_DIGITS] for each in digests)]
        guesses += len(made)
        right |= target.texts.intersection(made)
    return Found(guesses, time.process_time() - began, frozenset(right))


def guess_numbers(target: Target, first: int, count: int, secret: Secret | None = None) -> Found:
    """Try so many telephone numbers from this one on."""
    numbers = (f"+86{number}" for number in range(first, first + count))
    return guess_words(target, numbers, secret, OF_NUMBERS)


def stands_there(target: Target, words: Iterable[str]) -> frozenset[str]:
    """The words that stand in the file: among its texts, inside one of them, or in its bytes."""
    everything = "\n".join(target.texts)
    return frozenset(
        word
        for word in words
        if word in target.texts
        or (len(word) >= SHORTEST and (word in everything or word.encode("utf-8", "surrogatepass") in target.content))
    )


def _there(target: Target) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create table number_there as select unnest($n)::ubigint as number", {"n": list(target.numbers)})
    con.execute("create table text_there as select unnest($t)::varchar as text", {"t": list(target.texts)})
    return con


def _blake2b(words: str) -> Iterator[str]:
    for size in (8, 16):
        for person in (b"", b"commkit"):
            yield hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=size, person=person).hexdigest()


def main() -> int:
    """Attack the sample's behaviour file; exit 1 if anything is found, or nothing is with the secret."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=NUMBERS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="guessing-") as name:
        return _attack(Path(name), asked.numbers)


def _attack(folder: Path, count: int) -> int:
    database, exports = folder / "community.duckdb", make_exports(folder / "exports")
    said = ["--keep-text", "--quiet", "--db", str(database), "-o", str(folder / "load.json")]
    if code := cli.run(["load", str(exports), *said]):
        raise RuntimeError(f"exit {code}")
    target, words, secret = read_target(database), known_words(database), find_secret(database, 0)
    assert secret is not None
    files = [str(path) for path in exports.rglob("*")] + [path.name for path in exports.rglob("*")]
    print(f"{len(target.numbers):,} keys and digests, {len(target.texts):,} texts; {len(words):,} words are known")
    is_safe = True
    for what, make in UNKEYED.items():
        is_safe &= not _show(what, guess_records(target, [exports], make, NO_SECRET))
    is_safe &= not _show("records, another secret", guess_records(target, [exports], None, Secret.new()))
    is_safe &= not _show("words", guess_words(target, words))
    is_safe &= not _show("accounts", guess_accounts(target, words))
    is_safe &= not _show("file names", guess_files(target, files))
    is_safe &= not _show("telephone numbers", guess_numbers(target, FIRST, count))
    print("the same with the secret")
    can_find = _show("records", guess_records(target, [exports], None, secret))
    can_find &= _show("words", guess_words(target, words, secret))
    can_find &= _show("accounts", guess_accounts(target, words, secret))
    can_find &= _show("file names", guess_files(target, files, secret))
    can_find &= _show("telephone numbers", guess_numbers(target, FIRST, PIECE, secret))
    as_they_are = sorted(stands_there(target, words))
    print(f"{len(as_they_are):,} of the words stand in the file as they are: {as_they_are}")
    return 0 if is_safe and can_find else 1


def _show(what: str, found: Found) -> bool:
    """Print what came of these guesses; gives whether any was right."""
    rate = found.guesses / max(found.seconds, 0.001)
    print(f"  {what}: {len(found.right):,} right of {found.guesses:,}, {rate:,.0f} a second of CPU", flush=True)
    return bool(found.right)


def make_exports(folder: Path) -> Path:
    """The sample, and a chat and orders of people who are known by telephone numbers."""
    shutil.copytree(sample_folder(), folder)
    numbers = [FIRST + 3571 * each for each in range(120)]
    dated = [(number, f"2024-03-{each // 24 + 1:02} {each % 24:02}:00:00") for each, number in enumerate(numbers)]
    chat = ["id,author,time,text", *(f"+86{number},+86{number},{at},ok" for number, at in dated)]
    orders = [
        "order_id,customer_id,order_date,line_amount",
        *(f"+86{number},+86{number},{at},10" for number, at in dated),
    ]
    (folder / f"{FIRST}.csv").write_text("\n".join(chat) + "\n", "utf-8")
    (folder / "orders.csv").write_text("\n".join(orders) + "\nx,1,never,1\n", "utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
