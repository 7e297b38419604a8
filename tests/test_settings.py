"""flag > COMMKIT_* > commkit.toml > default, and nothing that is not read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from commkit import settings as config
from commkit.errors import CannotDo, WrongUse
from commkit.system import IS_PORTABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

COMMANDS = {
    "active": config.Sayable(["every", "limit"]),
    "loads": {"list": config.Sayable(["limit"]), "undo": config.Sayable(["quiet"])},
}
CHAT = "author,time,text\nana,2024-01-01 12:00,hi\nana,2024-02-20 12:00,hi\n"


@pytest.fixture
def toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], config.Config]:
    """Read this text as the commkit.toml of the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMKIT_CONFIG", raising=False)

    def read(text: str) -> config.Config:
        (tmp_path / "commkit.toml").write_text(text)
        return config.read()

    return read


def test_flag_before_environment_before_file_before_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From January 1 to February 20 there are 8 weeks, 51 days and 2 months."""
    (tmp_path / "chat.csv").write_text(CHAT)

    def periods(*words: str) -> int:
        return len(run("active", "chat.csv", "--format", "csv", "-q", *words).out.splitlines()) - 1

    assert periods() == 8
    (tmp_path / "commkit.toml").write_text('[active]\nevery = "month"\n')
    assert periods() == 2
    monkeypatch.setenv("COMMKIT_ACTIVE_EVERY", "day")
    assert periods() == 51
    assert periods("--every", "week") == 8


def test_staff_of_the_file_are_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.csv").write_text(CHAT + "ben,2024-02-20 12:00,hi\n")
    (tmp_path / "commkit.toml").write_text('[community]\nstaff = ["table:ana"]\n')
    assert "staff: 1" in run("active", "chat.csv", "--format", "md").out.replace("1 staff", "staff: 1")


def test_groups_that_are_over_are_a_fact_of_the_community(toml: Callable[[str], config.Config]) -> None:
    said = toml('[community]\nclosed = ["Spring camp", "ab12cd34"]')
    config.check(said, COMMANDS, ("dau",))
    assert said.community["closed"] == ["Spring camp", "ab12cd34"]


def test_sections_that_nothing_reads_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    for section in ("targts", "quota"):
        (tmp_path / "commkit.toml").write_text(f"[{section}]\nmin_sample = 30\n")
        said = run("active", "chat.csv")
        assert (said.code, len(said.err.splitlines())) == (2, 2)
        assert f"unknown key '{section}'" in said.err


def test_the_nearest_file_upwards_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "commkit.toml").write_text("[active]\nlimit = 1\n")
    monkeypatch.chdir(deep)
    assert config.read().defaults == {"active": {"limit": 1}}
    (tmp_path / "a" / "commkit.toml").write_text("[active]\nlimit = 2\n")
    assert config.read().defaults == {"active": {"limit": 2}}


def test_a_file_asked_for_wins_over_the_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(f'[community]\ntz = "{name}"\n')
    monkeypatch.setenv("COMMKIT_CONFIG", str(tmp_path / "one.toml"))
    assert config.read().community == {"tz": "one"}
    assert config.read(tmp_path / "two.toml").community == {"tz": "two"}


def test_without_a_file_nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "NAME", "no-such-file.toml")
    assert config.read() == config.Config()


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("[activ]\nevery = 1", "unknown key 'activ'", "'active'"),
        ("[active]\nevry = 1", r"\[active\] has an unknown key 'evry'", "'every'"),
        ("[loads.lst]\nlimit = 1", r"\[loads\] has an unknown key 'lst'", "'list'"),
        ("[loads.list]\nlimits = 1", r"\[loads.list\] has an unknown key 'limits'", "'limit'"),
        ("[community]\nzone = 'UTC'", r"\[community\] has an unknown key 'zone'", "known: "),
        ("active = 1", "active in commkit.toml must be a table", "write [active]"),
        ("limit = 1", "unknown key 'limit'", "known: "),
        (
            "[quota]\nmin_sample = 30",
            "unknown key 'quota'",
            "known: active, attested, checks, community, goals, layers, loads, targets",
        ),
        ("[quotas]\nhold = 1", "unknown key 'quotas'", "known: "),
        ("[target]\ndau = 1", "unknown key 'target'", "'targets'"),
        ("[community]\nclose = ['hall']", r"\[community\] has an unknown key 'close'", "'closed'"),
    ],
)
def test_a_key_that_nothing_reads_is_refused(
    toml: Callable[[str], config.Config], text: str, said: str, hint: str
) -> None:
    with pytest.raises(WrongUse, match=said) as refusal:
        config.check(toml(text), COMMANDS, ("dau",))
    assert hint in refusal.value.hint


@pytest.mark.parametrize("text", ["community = 1", "[active.every]\nx = 1"])
def test_a_table_where_a_value_belongs_or_the_other_way_round(toml: Callable[[str], config.Config], text: str) -> None:
    with pytest.raises(WrongUse):
        config.check(toml(text), COMMANDS, ("dau",))


@pytest.mark.parametrize("text", ["[active", "active", "x = " + "[" * 50_000])
def test_what_is_no_toml_is_refused(toml: Callable[[str], config.Config], text: str) -> None:
    with pytest.raises(WrongUse, match="is not TOML"):
        toml(text)


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="cannot read"):
        config.read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "text",
    [
        '[community]\nstaff = "ana"',
        '[community]\ntz = "Mars/Olympus"',
        "[community]\nbots = 7",
        "[community]\nclosed = [1]",
        '[community]\nstaff = ["ana", ""]',
        '[community]\naliases = [["ana", " "]]',
        '[active]\ngroup = ""',
        '[kpi]\nmetric = ["dau", ""]',
        "[targets]\ndau = nan",
        "[targets]\ndau = inf",
        "[targets]\ndau = -inf",
    ],
)
def test_facts_of_the_wrong_kind_are_refused(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text(text)
    said = run("active", "chat.csv")
    assert (said.code, len(said.err.splitlines())) == (2, 2)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ('[active]\noutput = "chat.csv"', "--output"),
        ('[active]\ndb = "other.duckdb"', "--db"),
        ("[rfm]\nnames = true", "--names"),
        ('[rfm]\nsave_cuts = "chat.csv"', "--save-cuts"),
        ('[demo]\nchart = "chat.svg"', "--chart"),
        ('[rejects.export]\noutput = "chat.csv"', "--output"),
        ('[rejects.export]\npaths = ["chat.csv"]', "paths"),
        ('[sql]\nquery = "select 1"', "query"),
        ('[active]\nexports = ["chat.csv"]', "exports"),
        ('[identity.merge]\nhandles = ["a", "b"]', "handles"),
        ("[loads.undo]\nload_id = 1", "load_id"),
        ('[explain]\nname = "dau"', "name"),
        ('[load]\npaths = ["chat.csv"]', "paths"),
    ],
)
def test_where_to_write_whom_to_ask_and_whom_to_name_are_said_on_the_command_line(
    run: Run, tmp_path: Path, text: str, option: str
) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text(text)
    for words in ((), ("--config", "commkit.toml")):
        said = run(*words, "active", "chat.csv")
        what, hint = said.err.splitlines()
        assert said.code == 2
        assert "is not taken from commkit.toml" in what
        assert hint.endswith(option)
    assert (tmp_path / "chat.csv").read_text() == CHAT


def periods(run: Run, *words: str) -> int:
    return len(run("active", "chat.csv", "--format", "csv", *words).out.splitlines()) - 1


@pytest.mark.parametrize("root", ["repository", "worktree", "home"])
def test_nothing_above_the_repository_or_the_home_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    """Above lies a file that counts 51 days, at the root one that counts 2 months; the default is 8 weeks."""
    top = tmp_path / "top"
    deep = top / "deep"
    deep.mkdir(parents=True)
    (deep / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text('[active]\nevery = "day"\n')
    monkeypatch.chdir(deep)
    assert periods(run) == 51
    if root == "home":
        monkeypatch.setenv("HOME", str(top))
    elif root == "worktree":
        (top / ".git").write_text("gitdir: elsewhere\n")
    else:
        (top / ".git").mkdir()
    assert periods(run) == 8
    assert "commkit.toml: none" in run("config").err
    (top / "commkit.toml").write_text('[active]\nevery = "month"\n')
    assert periods(run) == 2
    assert f"commkit.toml: {top}/commkit.toml" in run("config").err


@pytest.mark.skipif(IS_PORTABLE, reason="files have no owner there")
def test_the_file_of_another_user_is_not_read_and_that_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text('[active]\nevery = "month"\n')
    assert periods(run) == 2
    monkeypatch.setattr("os.geteuid", lambda: (tmp_path / "commkit.toml").stat().st_uid + 1)
    assert periods(run) == 8
    said = run("active", "chat.csv").err
    assert "Warning: " in said
    assert "belongs to another user and is not read" in said
    assert "Warning" not in run("active", "chat.csv", "-q").err
    assert "commkit.toml: none" in run("config").err
    assert periods(run, "--config", "commkit.toml") == 2


@pytest.mark.skipif(IS_PORTABLE, reason="files have no owner there")
def test_a_link_of_another_user_to_our_file_is_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "ours.toml").write_text('[active]\nevery = "month"\n')
    (tmp_path / "commkit.toml").symlink_to("ours.toml")
    assert periods(run) == 2
    if os.geteuid() == 0:
        os.lchown(tmp_path / "commkit.toml", 65534, 65534)
        assert periods(run) == 8


def test_a_removed_folder_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert config.read() == config.Config()


def test_a_value_of_the_wrong_kind_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text('[active]\nevery = "fortnight"\n')
    said = run("active", "chat.csv")
    assert (said.code, len(said.err.splitlines())) == (2, 2)


@pytest.mark.parametrize("name", ["holidays", "competitors", "closed"])
def test_the_example_is_of_what_was_wrong(run: Run, tmp_path: Path, name: str) -> None:
    """Nobody writes a holiday as staff are written."""
    (tmp_path / "chat.csv").write_text(CHAT)
    (tmp_path / "commkit.toml").write_text(f"[community]\n{name} = 7")
    said = run("active", "chat.csv").err.splitlines()[1]
    assert said.startswith(f"  try: for example: {name} = [")
    assert "slack:U123" not in said
