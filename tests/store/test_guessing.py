"""The behaviour file under attack: it never tells whether a guess at what its keys were made of is right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from campaigns.guessing import (
    UNKEYED,
    Target,
    guess_accounts,
    guess_files,
    guess_records,
    guess_words,
    known_words,
    read_target,
    stands_there,
)
from commkit.cli import app as cli
from commkit.store.private import Secret, find_secret

if TYPE_CHECKING:
    from pathlib import Path

# People, in every spelling in which an export has them, and what they wrote.
WORDS = (
    *("+4917012345678", "13800138000", "user4242424242", "Wilhelmina", "W1LHELM1NA", "wilhelmina@example.org"),
    *("Secret supper", "meet me at nine", "the cat is out", "T-90210", "R-424242"),
)
FILES = {
    "WhatsApp Chat with Wilhelmina.txt": (
        "01/03/2024, 09:00 - Wilhelmina: meet me at nine\n"
        "01/03/2024, 09:05 - +49 170 12345678: the cat is out\n"
        "13/03/2024, 09:05 - Wilhelmina: ok\n"
    ),
    "result.json": json.dumps(
        {
            "name": "Secret supper",
            "type": "personal_chat",
            "id": 77,
            "messages": [
                {
                    "id": number,
                    "type": "message",
                    "date": f"2024-03-0{number}T10:00:00",
                    "date_unixtime": str(1709287200 + 86400 * number),
                    "from": "Wilhelmina",
                    "from_id": "user4242424242",
                    "text": text,
                }
                for number, text in ((1, "meet me at nine"), (2, "ok"))
            ],
        }
    ),
    "13800138000.csv": (
        "order_id,customer_id,order_date,line_amount\n"
        "R-424242,13800138000,2024-03-03,10\nR-424243,W1LHELM1NA,2024-03-04,20\nR-424244,13800138000,never,20\n"
    ),
    "chat.csv": (
        "id,author,time,text,channel,reply_to\n"
        "T-90210,13800138000,2024-03-05 09:00:00,ok,hall,\nT-90211,W1LHELM1NA,2024-03-05 09:01:00,ok,hall,T-90210\n"
    ),
    "members.csv": "member_id,name,email,joined_at\nW1LHELM1NA,Wilhelmina,wilhelmina@example.org,2024-03-01\n",
    "tickets.csv": "ticket,member,opened_at,closed_at,status\nT-90210,13800138000,2024-03-05,2024-03-06,closed\n",
}


class Attacked(NamedTuple):
    """The exports, what an attacker has of them, and what the private file knows with its secret."""

    exports: Path
    target: Target
    known: frozenset[str]
    secret: Secret

    @property
    def words(self) -> frozenset[str]:
        """All that the private file knows, and what it does not: ids of messages and orders, addresses."""
        return self.known | {*WORDS, *FILES}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """Exports of several platforms, loaded through the command line with their texts kept."""
    folder = tmp_path_factory.mktemp("guessing")
    exports, database = folder / "exports", folder / "community.duckdb"
    exports.mkdir()
    for name, text in FILES.items():
        (exports / name).write_text(text, "utf-8")
    assert (
        cli.run(["load", str(exports), "--db", str(database), "--keep-text", "-q", "-o", str(folder / "x.json")]) == 0
    )
    secret = find_secret(database, 0)
    assert secret is not None
    return Attacked(exports, read_target(database), known_words(database), secret)


def test_there_is_something_to_guess(attacked: Attacked) -> None:
    """Three WhatsApp messages, two of Telegram, two of a table, a reply to one of them, two orders, a ticket.

    The private file knows the names, ids, titles, texts and file names.
    """
    assert len(attacked.target.numbers) >= 10
    assert {"Wilhelmina", "meet me at nine", "Secret supper", "13800138000.csv"} <= attacked.known


@pytest.mark.parametrize("make", UNKEYED)
def test_whoever_has_the_exports_does_not_find_their_records(attacked: Attacked, make: str) -> None:
    found = guess_records(attacked.target, [attacked.exports], UNKEYED[make], Secret(b""))
    assert found.guesses >= 10
    assert not found.right


def test_nor_with_the_secret_of_another_community(attacked: Attacked) -> None:
    assert not guess_records(attacked.target, [attacked.exports], None, Secret.new()).right


def test_with_the_secret_every_number_in_the_file_is_found(attacked: Attacked) -> None:
    """Which shows that the attack would find them if they were made without it."""
    found = guess_records(attacked.target, [attacked.exports], None, attacked.secret)
    assert found.right == attacked.target.numbers


def test_words_are_not_found_by_their_digests(attacked: Attacked) -> None:
    assert not guess_words(attacked.target, attacked.words).right
    assert not guess_accounts(attacked.target, attacked.words).right
    assert not guess_files(attacked.target, {*FILES, *(str(attacked.exports / name) for name in FILES)}).right


def test_with_the_secret_they_are(attacked: Attacked) -> None:
    """The id of the message in the table; the three who wrote or bought; the file that has a reject."""
    assert guess_words(attacked.target, ["T-90210"], attacked.secret).right
    ids = ["user4242424242", "W1LHELM1NA", "13800138000"]
    assert len(guess_accounts(attacked.target, ids, attacked.secret).right) >= len(ids)
    assert len(guess_files(attacked.target, ["13800138000.csv"], attacked.secret).right) == 1


def test_no_word_of_theirs_stands_there(attacked: Attacked) -> None:
    """But for the title of a group in a table, which is public."""
    assert stands_there(attacked.target, attacked.words) <= {"hall"}


def test_the_secret_stands_nowhere(attacked: Attacked) -> None:
    """Neither as it is, nor as SQL reads it, nor in hexadecimal digits."""
    value = attacked.secret.value
    forms = (value, value.hex().encode(), attacked.secret.prefix.encode(), value[:16], value[16:])
    assert not [form for form in forms if form in attacked.target.content]


def test_an_attack_on_unkeyed_digests_succeeds() -> None:
    """A file with the beginning of MD5 of "a", which is 0cc175b9c0f1b6a831c399e269772661, and with the whole."""
    whole = "0cc175b9c0f1b6a831c399e269772661"
    target = Target(frozenset({0x0CC175B9C0F1B6A8, 1}), frozenset({whole, "hall"}), b"")
    assert guess_words(target, ["a", "b"]).right == {0x0CC175B9C0F1B6A8, whole}


def test_a_word_that_stands_there_is_seen() -> None:
    """In a text, inside a text, and in the bytes alone; a short word that is a part of another is not meant."""
    target = Target(frozenset(), frozenset({"ok", "with Wilhelmina"}), b"..T-90210..")
    assert stands_there(target, {"ok", "Wilhelmina", "T-90210", "with", "13800138000"}) == {
        "ok",
        "Wilhelmina",
        "T-90210",
    }
