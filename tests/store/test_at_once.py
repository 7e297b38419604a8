"""Who reads while a load goes on, and who writes: readers are answered, writers follow one another."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import Locked
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.change import rebuild_all
from commkit.store.identity import evidence
from commkit.store.load.loading import Loading
from commkit.store.load.names import register
from commkit.store.load.options import LoadOptions
from commkit.store.load.stage.staged_export import ExportFacts
from commkit.store.private import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from commkit.store.batch import Batch

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

HEADER = "id,author,time,text\n"
LONG = "x" * 100_000  # more than a pipe holds: whoever has written it knows that it is being read


def told(export: Make, native: str, day: int = 1) -> Any:  # noqa: ANN401 (an export)
    at = datetime.fromisoformat(f"2024-01-{day:02}")
    return export(message=[{"native": native, "author": "ana", "sent_at": at, "kind": "text"}])


def known(database: Path) -> int:
    """How many messages a reader finds who does not wait."""
    with Store.open(database, lock_timeout=0) as store:
        store.cut(Cut())
        [(number,)] = store.con.execute("select count(*) from raw.message").fetchall()
        return int(number)


def test_a_reader_is_answered_between_the_pieces_of_an_export(
    load: Make, export: Make, database: Path, tmp_path: Path
) -> None:
    load(told(export, "1"))
    found = []

    def pieces() -> Iterator[Batch]:
        for native in ("2", "3"):
            yield told(export, native).batch
            found.append(known(database))

    loading = Loading(tmp_path, LoadOptions(), Secret(b"told"))
    loading.stage(ExportFacts("f" * 32, "told.json", "told", "here", ()), pieces())
    loading.close()
    assert found == [1, 1]


def test_a_reader_is_answered_while_the_private_file_is_written(
    load: Make, export: Make, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(told(export, "1"))
    found = []
    real = register.keep_names

    def kept(*arguments: Any, **options: Any) -> None:  # noqa: ANN401
        real(*arguments, **options)
        found.append(known(database))

    monkeypatch.setattr(register, "keep_names", kept)
    load(told(export, "2"))
    assert [*found, known(database)] == [1, 2]


def test_a_reader_is_answered_while_standard_input_pauses(load: Make, export: Make, database: Path) -> None:
    load(told(export, "1"))
    words = [sys.executable, "-m", "commkit", "load", "-", "--platform", "here", "--db", str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(f"{HEADER}2,ana,2024-01-02 12:00,{LONG}\n")
        process.stdin.flush()
        assert known(database) == 1
        process.stdin.write("3,ana,2024-01-03 12:00,hi\n")
        process.stdin.close()
        assert process.wait(60) == 0
    assert known(database) == 3


def test_the_lock_is_given_back_with_the_commit(load: Make, export: Make, database: Path, tmp_path: Path) -> None:
    """While the process that loaded lives on, another writes."""
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table t (a integer)')"
    loading = Loading(tmp_path, LoadOptions(), Secret(b"told"))
    load(told(export, "1"))
    subprocess.run([sys.executable, "-c", write, str(database)], check=True)
    loading.close()


@pytest.mark.parametrize("is_new", [True, False])
def test_of_two_writers_one_waits_and_both_are_in(
    load: Make, export: Make, rows: Query, database: Path, tmp_path: Path, is_new: bool
) -> None:
    """Two loads begin at once, each of its own message."""
    if not is_new:
        load(told(export, "0"))
    running = []
    for number in (1, 2):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"{HEADER}{number},ana,2024-01-0{number} 12:00,hi\n")
        words = [sys.executable, "-m", "commkit", "load", str(path), "--db", str(database)]
        running.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
    ended = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0], ended
    assert rows("select count(*) from raw.message") == [(2 if is_new else 3,)]
    assert rows("select load_id from raw.load order by 1") == [(number,) for number in range(1, 3 if is_new else 4)]
    assert rows("select load_id, loaded from raw.load_count order by 1") == rows(
        "select load_id, count(*) from raw.message group by 1 order by 1"
    )


def test_a_load_that_waited_follows_the_one_that_it_waited_for(
    load: Make,
    export: Make,
    rows: Query,
    contents: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was numbered while the other was not there yet."""
    load(told(export, "1"))
    real = evidence.remember

    def overtaken(*arguments: Any, **options: Any) -> None:  # noqa: ANN401
        real(*arguments, **options)
        arguments[0].execute("use memory")
        arguments[0].execute("detach private")
        monkeypatch.setattr(evidence, "remember", real)
        load(told(export, "2", day=2))

    monkeypatch.setattr(evidence, "remember", overtaken)
    load(told(export, "3", day=3), told(export, "2", day=2))
    assert rows("select load_id, count(*) from raw.message group by 1 order by 1") == [(1, 1), (2, 1), (3, 1)]
    assert rows("select load_id, loaded, duplicate from raw.load_count order by 1") == [
        (1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 0, 1),
    ]  # fmt: skip
    in_turn = tmp_path / "turn.duckdb"
    for each in ("1", "2", "3"):
        load(told(export, each, day=int(each)), into=in_turn)
    found, expected = contents(), contents(in_turn)
    assert {table: found[table] for table in found if table != "talk_group"} == {
        table: expected[table] for table in expected if table != "talk_group"
    }


def test_stamps_read_in_a_zone_that_another_load_has_just_refused_are_not_loaded(
    load: Make, export: Make, database: Path, tmp_path: Path
) -> None:
    """Both are first loads; the one that ends last has read noon as noon in London."""
    loading = Loading(tmp_path, LoadOptions(), Secret(b"told"))
    at = datetime.fromisoformat("2024-01-01 12:00")
    naive = export(said={"naive": True}, message=[{"native": "1", "author": "ana", "sent_at": at, "kind": "text"}])
    loading.stage(ExportFacts("f" * 32, "told.json", "told", "here", ()), [naive.batch])
    load(told(export, "2"), tz="Asia/Shanghai")
    with pytest.raises(Locked, match="Asia/Shanghai"):
        loading.settle("Asia/Shanghai", 1)
    loading.close()
    assert known(database) == 1


def test_rebuilding_waits_and_says_so(load: Make, export: Make, database: Path) -> None:
    load(told(export, "1"))
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    words = [sys.executable, "-c", hold, str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked):
            rebuild_all(database, None, lock_timeout=0)
        release = threading.Timer(0.3, lambda: holder.communicate("\n"))
        release.start()
        rebuild_all(database, None, lock_timeout=60)
        release.join()
