"""Databases of version 6: brought up to date by what opens them, whole or not at all, and then as if loaded anew."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from campaigns.earlier import take_back, version_of
from campaigns.migrations import campaign
from commkit.cli import app as cli
from commkit.errors import CannotDo
from commkit.store import change, engine, locks
from commkit.store.ask.community import Store
from commkit.store.load import manifest
from commkit.store.private import Secret, beside
from commkit.store.schema import migration
from commkit.store.schema.meta import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

CHAT = """id,author,time,text,channel
m1,ana,2026-01-05 09:00,hello,hall
m2,ben,2026-01-06 10:00,hi,hall
m3,ana,2026-01-07 10:00,there,attic
"""
TICKETS = """Ticket ID,Requester,Created At,First Response At,Closed At,Status,Category
T-1,ana,2026-01-05 09:00,2026-01-05 09:20,2026-01-06 10:00,closed,billing
T-2,ben,2026-01-06 09:00,,,open,login
"""
COSTS = """date,campaign,channel,cost,currency
2026-01-05,spring,ads,1200.50,CNY
2026-01-06,,douyin,10,CNY
2026-01-06,,douyin,10,CNY
"""
LABELS = """message_id,label,labelled_at,labelled_by
m1,question,2026-01-08,ben
m2,answer,,
"""
SURVEY = """survey,member,answered_at,NPS,comment
nps,ana,2026-01-06 10:00,9,good
nps,ben,2026-01-07 10:00,6,
nps,,2026-01-07 11:00,3,bad
"""
TABLES = {"chat": CHAT, "tickets": TICKETS, "costs": COSTS, "labels": LABELS, "survey": SURVEY}
OPENING = (
    *(("active",), ("status",), ("sql", "select 1"), ("rebuild",), ("loads", "list"), ("loads", "undo", "1")),
    *(("rejects", "list"), ("members", "--bots"), ("load", "chat.csv"), ("identity", "suggest")),
)
QUESTIONS = (
    *(("active", "--every", "day"), ("rfm",), ("silence",), ("status",), ("status", "--by", "kind"), ("loads", "list")),
    ("kpi",),
    *(("sql", f"from {view} order by all") for view in ("ledger", "member_day", "daily_count")),
    ("sql", "select member, answered_at, survey, question, scale, is_nps, score from survey order by all"),
    ("sql", "select member, kind, opened_on, answered_at, closed_on, outcome, topic, assignee from cases order by all"),
    ("sql", "select dimension, value, labelled_by, valid_from_on from label order by all"),
)
ENDS = ("_hold", "_fill", "_verify", "give_away", "_keep")  # after which a migration may end


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables above, loaded by this version in Shanghai's time, with the exports beside."""
    folder = tmp_path_factory.mktemp("whole")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    database = folder / "community.duckdb"
    files = [str(folder / f"{name}.csv") for name in TABLES]
    assert cli.run(["load", *files, "--tz", "Asia/Shanghai", "--db", str(database), "-q"]) == 0
    return database


@pytest.fixture(scope="session")
def taken_back(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as version 6 held it, which nobody may change."""
    folder = shutil.copytree(whole.parent, tmp_path_factory.mktemp("earlier"), dirs_exist_ok=True)
    take_back(folder / whole.name)
    return folder / whole.name


@pytest.fixture
def earlier(taken_back: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder in which `run` runs."""
    shutil.copytree(taken_back.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / taken_back.name


@pytest.fixture(scope="module")
def migrated(taken_back: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, brought up to date."""
    folder = shutil.copytree(taken_back.parent, tmp_path_factory.mktemp("migrated"), dirs_exist_ok=True)
    Store.open(folder / taken_back.name, lock_timeout=0).con.close()
    return folder / taken_back.name


def found(database: Path, query: str) -> list[Any]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(query).fetchall()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "duckdb" in path.name)


def test_a_question_brings_it_up_to_date_and_says_so_once(run: Run, earlier: Path) -> None:
    before = earlier.read_bytes()
    said = run("active")
    assert said.code == 0
    assert said.err.splitlines()[0] == (
        "community.duckdb is brought up to date; the old one is kept as community.v6.duckdb"
    )
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb", "community.v6.duckdb"]
    assert earlier.with_name("community.v6.duckdb").read_bytes() == before
    assert version_of(earlier) == SCHEMA_VERSION
    assert "brought up to date" not in run("active").err


def test_it_is_said_in_chinese(run: Run, earlier: Path) -> None:
    assert earlier.exists()
    assert "community.duckdb 已升级到当前版本，原文件保留为 community.v6.duckdb" in run("active", "--lang", "zh").err


@pytest.mark.parametrize("words", OPENING)
def test_whatever_opens_it_brings_it_up_to_date(run: Run, earlier: Path, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, "brought up to date" in said.err) == (0, True), said.err
    assert version_of(earlier) == SCHEMA_VERSION


def test_doctor_says_what_will_happen_and_leaves_it(run: Run, earlier: Path) -> None:
    beside(earlier).chmod(0o600)
    said = run("doctor")
    assert said.code == 0
    assert "database\tnote\tcommunity.duckdb: of an earlier commkit" in said.out
    assert version_of(earlier) == 6


def test_what_was_renamed_means_the_same(run: Run, earlier: Path) -> None:
    """Two tickets, three costs on days in Shanghai, two labels of messages, one by Ben."""
    assert run("status").code == 0
    cases = "select kind, opened_at, outcome, topic, other from raw.case order by opened_at"
    assert found(earlier, cases) == [
        ("ticket", datetime.fromisoformat("2026-01-05 01:00"), "closed", "billing", None),
        ("ticket", datetime.fromisoformat("2026-01-06 01:00"), "open", "login", None),
    ]
    ledger = "select day, flow, scenario, campaign, channel, amount::double from raw.ledger order by amount, day"
    assert found(earlier, ledger) == [
        *[(date(2026, 1, 6), "out", "actual", None, "douyin", 10)] * 2,
        (date(2026, 1, 5), "out", "actual", "spring", "ads", 1200.5),
    ]
    assert found(earlier, "select value, dimension, account, said_by from raw.label order by value") == [
        ("answer", "label", None, None),
        ("question", "label", None, None),
    ]
    assert found(earlier, "select value from raw.label join raw.account as known on known.account = other") == [
        ("question",)
    ]
    kinds = (
        "select kind, sum(records)::integer from raw.load_count where kind in ('case', 'label', 'ledger') group by kind"
    )
    assert sorted(found(earlier, kinds)) == [("case", 2), ("label", 2), ("ledger", 3)]
    told = "select kind, name, first_at from raw.coverage where kind in ('cases', 'ledger') order by kind"
    assert found(earlier, told) == [
        ("cases", "ticket", datetime.fromisoformat("2026-01-05 01:00")),
        ("ledger", "out", datetime.fromisoformat("2026-01-05 00:00")),
    ]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_questions_answer_as_of_the_community_loaded_anew(
    run: Run, migrated: Path, whole: Path, words: tuple[str, ...]
) -> None:
    """The same handles too, for the private file is the same."""
    now, anew = (run(*words, "--db", database) for database in (migrated, whole))
    assert (now.code, now.out) == (anew.code, anew.out)
    assert now.out


@pytest.mark.parametrize(
    ("name", "line", "kind", "table"),
    [
        ("tickets", "T-3,ana,2026-01-08 09:00,,,open,login", "cases", "case"),
        ("costs", "2026-01-07,,douyin,10,CNY", "ledger entries", "ledger"),
        ("labels", "m3,praise,2026-01-09,ana", "labels", "label"),
        ("survey", "nps,ana,2026-01-09 10:00,10,", "survey answers", "survey"),
    ],
)
def test_a_longer_version_of_a_table_adds_what_is_new(
    run: Run, earlier: Path, name: str, line: str, kind: str, table: str
) -> None:
    """One line more; what was there is known."""
    known = TABLES[name].count("\n") - 1
    earlier.with_name(f"{name}.csv").write_text(TABLES[name] + line + "\n")
    said = run("load", f"{name}.csv")
    assert (said.code, kind in said.out) == (0, True), said.err
    assert found(earlier, f"select count(*) from raw.{table}") == [(known + 1,)]  # noqa: S608


def test_a_ticket_that_is_told_again_is_corrected(run: Run, earlier: Path) -> None:
    """T-2 is answered and closed the day after."""
    closed = TICKETS.replace("09:00,,,open", "09:00,2026-01-07 09:00,2026-01-07 12:00,closed")
    earlier.with_name("tickets.csv").write_text(closed)
    assert run("load", "tickets.csv").code == 0
    assert found(earlier, "select outcome, count(*) from raw.case group by outcome") == [("closed", 2)]


def test_answers_of_which_version_6_knew_no_scale_have_that_of_the_later_ones(run: Run, earlier: Path) -> None:
    """Scores of 3, 6 and 9, and then one of 10 under the header NPS."""
    earlier.with_name("survey.csv").write_text(SURVEY + "nps,ana,2026-01-09 10:00,10,\n")
    assert run("load", "survey.csv").code == 0
    said = run("sql", "select scale, is_scale_told, count(*)::integer as answers from survey group by all order by all")
    assert said.out.splitlines()[1:] == ["0-10\tfalse\t3", "0-10\ttrue\t1"]


def test_the_same_bytes_are_known(run: Run, earlier: Path) -> None:
    assert earlier.exists()
    assert "already loaded" in run("load", "tickets.csv").err


def test_keys_are_made_of_the_words_of_version_6(whole: Path) -> None:
    """As its statements made them: so taking a community of ours back gives what it wrote."""
    [(value,)] = found(beside(whole), "select secret from secret")
    zone = datetime.fromisoformat("1970-01-01 08:00")

    def instant(text: str) -> str:
        return str(int((datetime.fromisoformat(text) - zone).total_seconds() * 1_000_000))

    def key(*words: str) -> tuple[int]:
        said = Secret(value).prefix + "\x1f".join(words)
        return (int(hashlib.sha256(said.encode()).hexdigest()[:16], 16),)

    assert found(whole, "select key from raw.case where topic = 'billing'") == [key("table", "T-1")]
    spring = key(instant("2026-01-05"), "spring", "ads", "1200.5000", "CNY")
    assert found(whole, "select key from raw.ledger where campaign = 'spring'") == [spring]
    question = key("table", "m1", "question", "table", "ben", instant("2026-01-08"))
    assert found(whole, "select key from raw.label where value = 'question'") == [question]
    assert found(whole, "select key from raw.label where value = 'answer'") == [key("table", "m2", "answer", "", "0")]
    ana = key("table", "ana", "", instant("2026-01-06 10:00"), "nps", "9.0000")
    assert found(whole, "select key from raw.survey where score = 9") == [ana]


def test_versions_before_6_are_refused(run: Run, earlier: Path) -> None:
    with duckdb.connect(str(earlier)) as con:
        con.execute("update raw.meta set schema_version = 5")
    for words in OPENING:
        said = run(*words)
        assert (said.code, said.out, "load its exports again" in said.err) == (3, "", True)
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb"]


def test_a_newer_version_is_refused(run: Run, earlier: Path) -> None:
    with duckdb.connect(str(earlier)) as con:
        con.execute("update raw.meta set schema_version = ?", [SCHEMA_VERSION + 1])
    said = run("active")
    assert (said.code, "upgrade commkit" in said.err) == (3, True)


@pytest.mark.parametrize("words", OPENING)
def test_where_nothing_can_be_written_it_says_to_copy_it(
    run: Run, earlier: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before, names = earlier.read_bytes(), names_in(earlier.parent)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    said = run(*words)
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert "a folder that you can write to" in said.err
    assert (earlier.read_bytes(), names_in(earlier.parent)) == (before, names)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()], ids=repr)
def test_one_that_ends_in_the_middle_leaves_the_old_database(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, end: str, error: BaseException
) -> None:
    """After each of its steps: the disk is full, or somebody stops it. The next question starts anew."""
    before, names = earlier.read_bytes(), names_in(earlier.parent)
    real = getattr(migration, end)

    def ended(*arguments: object) -> None:
        real(*arguments)
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(migration, end, ended)
        with pytest.raises(CannotDo if isinstance(error, OSError) else KeyboardInterrupt):
            Store.open(earlier, lock_timeout=0)
    assert earlier.read_bytes() == before
    kept = ["community.v6.duckdb"] if end == "_keep" else []
    assert names_in(earlier.parent) == [*names, *kept]
    Store.open(earlier, lock_timeout=0).con.close()
    assert names_in(earlier.parent) == [*names, "community.v6.duckdb"]


def test_a_copy_that_is_not_whole_is_refused(run: Run, earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message is lost on the way."""
    before, names = earlier.read_bytes(), names_in(earlier.parent)
    real = migration._fill  # noqa: SLF001

    def losing(con: duckdb.DuckDBPyConnection, version: int) -> None:
        real(con, version)
        con.execute("delete from new.raw.message where length = 2")

    monkeypatch.setattr(migration, "_fill", losing)
    said = run("active")
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert "the copy of the database is not whole" in said.err
    assert (earlier.read_bytes(), names_in(earlier.parent)) == (before, names)


def test_a_damaged_one_is_refused_and_stays(run: Run, earlier: Path) -> None:
    """Zeros behind the first pages."""
    content = earlier.read_bytes()
    earlier.write_bytes(content[: 3 * 4096] + bytes(len(content) - 3 * 4096))
    before, names = earlier.read_bytes(), names_in(earlier.parent)
    said = run("active")
    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert "is damaged" in said.err
    assert (earlier.read_bytes(), names_in(earlier.parent)) == (before, names)


def test_one_that_cannot_be_replaced_stays(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is mounted on its own, into a container."""
    names = names_in(earlier.parent)

    def refused(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(type(earlier), "replace", refused)
    with pytest.raises(CannotDo, match="cannot be brought up to date where it is"):
        Store.open(earlier, lock_timeout=0)
    assert names_in(earlier.parent) == names
    assert version_of(earlier) == 6


def test_what_stands_in_the_log_is_copied_too(run: Run, earlier: Path) -> None:
    """A killed process has left a label in the log beside the database."""
    killed = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1])\n"
        "con.execute(\"insert into raw.content_label (key, load_id, label) values (7, 4, 'late')\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(earlier)], check=False)
    assert earlier.with_name("community.duckdb.wal").exists()
    assert run("status").code == 0
    assert found(earlier, "select count(*) from raw.label") == [(3,)]
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb", "community.v6.duckdb"]
    assert found(earlier.with_name("community.v6.duckdb"), "select count(*) from raw.content_label") == [(3,)]


def test_no_file_of_that_name_is_written_over(run: Run, earlier: Path) -> None:
    other = earlier.with_name("community.v6.duckdb")
    other.write_text("notes")
    assert "community.v6-2.duckdb" in run("status").err
    assert other.read_text() == "notes"
    assert version_of(earlier.with_name("community.v6-2.duckdb")) == 6


def test_a_file_system_without_links(run: Run, earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refused)
        assert run("status").code == 0
    kept = earlier.with_name("community.v6.duckdb")
    assert (version_of(earlier), version_of(kept)) == (SCHEMA_VERSION, 6)
    assert found(kept, "select count(*) from raw.ticket") == [(2,)]
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb", "community.v6.duckdb"]


def test_a_link_to_it_stays_a_link(run: Run, earlier: Path) -> None:
    (earlier.parent / "kept").mkdir()
    real = earlier.rename(earlier.parent / "kept" / "shop.duckdb")
    earlier.symlink_to(real)
    assert run("status").code == 0
    assert (earlier.is_symlink(), version_of(real)) == (True, SCHEMA_VERSION)
    assert names_in(real.parent) == ["shop.duckdb", "shop.v6.duckdb"]


def test_who_may_read_it_stays_the_same(run: Run, earlier: Path) -> None:
    earlier.chmod(0o640)
    assert run("status").code == 0
    assert earlier.stat().st_mode & 0o777 == 0o640


def test_one_that_another_process_holds_is_left_to_it(run: Run, earlier: Path) -> None:
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True); print('held', flush=True); input()"
    words = [sys.executable, "-c", hold, str(earlier)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = run("active", "--lock-timeout", "0.1")
        holder.communicate("\n")
    assert (said.code, version_of(earlier)) == (75, 6)


def test_of_two_at_once_one_does_it(earlier: Path) -> None:
    """Both answer, and one says that it has."""
    words = [sys.executable, "-m", "commkit", "active", "--db", str(earlier)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate() for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert said[0][0] == said[1][0]
    assert sorted(err.count("is brought up to date") for _, err in said) == [0, 1]
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb", "community.v6.duckdb"]


def test_who_got_the_file_that_has_just_been_replaced_takes_the_new_one(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While this one waits for the lock, another process brings the database up to date."""
    real = locks.patiently
    waited: list[object] = []

    def overtaken(act: Callable[[], Any], timeout: float, path: Path) -> Any:  # noqa: ANN401 (what `act` gives)
        if not waited:
            waited.append(act)
            Store.open(earlier, lock_timeout=0).con.close()
        return real(act, timeout, path)

    monkeypatch.setattr(migration, "patiently", overtaken)
    migration.migrate(earlier, 0)
    assert names_in(earlier.parent) == ["community.duckdb", "community.private.duckdb", "community.v6.duckdb"]


def test_a_change_and_a_load_leave_it_locked_no_longer_than_they_need(earlier: Path) -> None:
    """What found it outdated lets go of it before it is brought up to date."""
    with change.changing(earlier, 0) as con:
        assert engine.rows(con, "store/schema/meta")[0][0] == SCHEMA_VERSION
    assert manifest.peek(earlier, 0).tz == "Asia/Shanghai"


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="kills are dealt by CPU time")  # noqa: PTH110
def test_a_migration_that_is_killed_leaves_the_old_or_the_new() -> None:
    """Three kills; `make migrations` has fifty."""
    tally = campaign(3, seed=2)
    assert tally.faults == []
    assert tally.old + tally.new == tally.kills + tally.survived >= 3


def test_a_database_of_version_7_takes_an_order_out_that_is_cancelled_later(run: Run, tmp_path: Path) -> None:
    """Ana and Ben bought for 10 each, and nothing was kept of orders that nobody paid; then Ben's is cancelled."""
    orders = "order_id,member,ordered_at,amount,status\n1,ana,2026-01-05 09:00,10,paid\n2,ben,2026-01-06 09:00,10,{}\n"
    (tmp_path / "orders.csv").write_text(orders.format("paid"))
    assert run("load", "orders.csv", "-q").code == 0
    with duckdb.connect(str(tmp_path / "community.duckdb")) as con:
        con.execute("drop table raw.order_state; drop table raw.unpaid; update raw.meta set schema_version = 7")
    (tmp_path / "orders.csv").write_text(orders.format("cancelled"))
    assert run("load", "orders.csv", "-q").code == 0
    assert version_of(tmp_path / "community.duckdb") == SCHEMA_VERSION
    said = run("sql", "select sum(amount) as paid from purchase", "--format", "csv", "-q")
    assert said.out.split() == ["paid", "10.00"]
