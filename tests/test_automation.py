"""The recipes of docs/automation.md work as they are pasted: run under a shell, and read by what will read them."""

from __future__ import annotations

import configparser
import fcntl
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import parse
from ruamel.yaml import YAML

from tests.test_docs import blocks

if TYPE_CHECKING:
    Done = subprocess.CompletedProcess[str]

DOCS = Path(__file__).parent.parent / "docs"
PAGE, CHINESE = DOCS / "automation.md", DOCS / "automation.zh.md"
PLACE = "/srv/community"  # where the recipes stand
LINES = ["bash", "-eo", "pipefail", "-c"]  # how GitHub and GitLab run theirs
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
# Five speak once a week, the last time yesterday: recipes say that exports are of this morning.
TALK = "author,time,text,channel\n" + "".join(
    f"m{each},{YESTERDAY - timedelta(weeks=5 - week)} 12:00,hi {week},hall\n" for week in range(6) for each in range(5)
)
CHECKS = '[community]\ntz = "UTC"\n\n[checks.speakers]\nmetric = "wau"\nfail = "< {least}"\nowner = "ops"\n'


def recipe(language: str, number: int = 0) -> str:
    """The text of one block of this language."""
    return [text for found, text in blocks(PAGE) if found == language][number]


def write_program(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def loaded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with exports, a foreign file beside them, all loaded, and commkit in .venv/bin."""
    site = tmp_path_factory.mktemp("site")
    (site / "exports").mkdir()
    (site / "exports" / "talk.csv").write_text(TALK)
    (site / "exports" / "README.txt").write_text("how these were fetched\n")
    (site / "commkit.toml").write_text(CHECKS.format(least=5))
    write_program(site / ".venv/bin/commkit", f'exec {sys.executable} -m commkit "$@"')
    write_program(site / "bin/pip", 'test "$*" = "install ./commkit"')
    loaded = subprocess.run(
        [site / ".venv/bin/commkit", "load", "-q", "exports/"], cwd=site, capture_output=True, text=True, check=True
    )
    assert (loaded.stdout, loaded.stderr) == ("", "")
    return site


@pytest.fixture
def site(loaded_site: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test to change."""
    return Path(shutil.copytree(loaded_site, tmp_path / "site"))


def run_in(site: Path, words: list[str], **environment: str) -> Done:
    """Run something in the folder, with nothing of our own environment."""
    path = f"{site}/bin:{site}/.venv/bin:/usr/bin:/bin"
    known = {"PATH": path, "HOME": str(site), "LANG": "C.UTF-8", **environment}
    return subprocess.run(words, cwd=site, env=known, capture_output=True, text=True, check=False, timeout=120)


def test_both_languages_have_the_same_recipes() -> None:
    assert blocks(PAGE) == blocks(CHINESE)


def test_what_is_done_once_can_be_done(site: Path) -> None:
    (site / "commkit.toml").unlink()
    done = run_in(site, [*LINES, recipe("sh")])
    assert done.returncode == 0, done.stderr
    assert "[checks.freshness]" in (site / "commkit.toml").read_text()


class Crontab:
    """A crontab: what it sets, when its one job runs, and the line that /bin/sh gets."""

    def __init__(self, text: str) -> None:
        *settings, job = text.strip().splitlines()
        self.environment = dict(line.split("=", 1) for line in settings)
        *self.fields, self.command = job.split(None, 5)

    def run(self, site: Path) -> Done:
        """What cron does: only what the crontab sets, HOME and LOGNAME; `%` would end the line."""
        assert "%" not in self.command
        environment = {"HOME": "/", "LOGNAME": "ops", **self.environment}
        words = [environment["SHELL"], "-c", self.command]
        return subprocess.run(
            words, cwd=site.parent, env=environment, capture_output=True, text=True, check=False, timeout=120
        )


@pytest.fixture
def crontab(site: Path) -> Crontab:
    if not shutil.which("flock", path="/usr/bin:/bin"):
        pytest.skip("flock is not installed")
    return Crontab(recipe("crontab").replace(PLACE, str(site)))


def test_the_crontab_is_one(crontab: Crontab) -> None:
    assert len(crontab.fields) == 5
    assert all(re.fullmatch(r"\*|\d{1,2}", field) for field in crontab.fields)
    assert crontab.environment.keys() == {"SHELL", "PATH", "MAILTO"}


def test_cron_has_nothing_to_mail_while_all_is_well(site: Path, crontab: Crontab) -> None:
    (site / "exports" / "more.csv").write_text(TALK.replace("hi", "ho"))
    done = crontab.run(site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    [messages, *_] = json.loads(run_in(site, ["commkit", "status", "--format", "json"]).stdout)["rows"]
    assert messages["records"] == 60


def test_cron_mails_the_checks_when_one_fails(site: Path, crontab: Crontab) -> None:
    (site / "commkit.toml").write_text(CHECKS.format(least=6))
    done = crontab.run(site)
    assert done.returncode == 1
    assert "speakers" in done.stdout
    assert done.stderr == ""


def test_cron_mails_why_nothing_was_loaded(site: Path, crontab: Crontab) -> None:
    """More is rejected than may be: no check is asked."""
    (site / "exports" / "worse.csv").write_text("author,time,text\nana,when?,hi\n")
    done = crontab.run(site)
    assert (done.returncode, done.stdout) == (1, "")
    assert "1 of 1 records could not be read" in done.stderr


def test_cron_leaves_out_a_run_while_another_is_under_way(site: Path, crontab: Crontab) -> None:
    (site / "commkit.toml").write_text("not toml")
    with (site / ".commkit.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = crontab.run(site)
    assert (done.stdout, done.stderr) == ("", "")
    assert crontab.run(site).returncode == 2


def read_unit(text: str) -> dict[str, list[tuple[str, str]]]:
    """The sections of a unit; a key may stand more than once."""
    configparser.ConfigParser(strict=False).read_string(text)  # raises where it is no such file
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in filter(None, text.splitlines()):
        if line.startswith("["):
            keys = sections.setdefault(line.strip("[]"), [])
        else:
            name, _, said = line.partition("=")
            keys.append((name, said))
    return sections


def test_systemd_takes_the_units(site: Path, tmp_path: Path) -> None:
    service, timer = (recipe("ini", number).replace(PLACE, str(site)) for number in (0, 1))
    assert read_unit(service).keys() == {"Unit", "Service"}
    assert read_unit(timer).keys() == {"Unit", "Timer", "Install"}
    if shutil.which("systemd-analyze"):
        units = [tmp_path / "commkit.service", tmp_path / "commkit.timer"]
        for unit, text in zip(units, (service, timer), strict=True):
            unit.write_text(text)
        done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_service_runs(site: Path) -> None:
    keys = read_unit(recipe("ini").replace(PLACE, str(site)))["Service"]
    done = [run_in(site, [*LINES, line]) for name, line in keys if name == "ExecStart"]
    assert [each.returncode for each in done] == [0, 0]
    assert (done[0].stdout, done[0].stderr, done[1].stderr) == ("", "", "")
    assert "speakers" in done[1].stdout


@pytest.mark.parametrize(("number", "schema"), [(0, "vendor.github-workflows"), (1, "vendor.gitlab-ci")])
def test_pipelines_fit_their_published_schema(tmp_path: Path, number: int, schema: str) -> None:
    """By the schemas of SchemaStore and of GitLab, as check-jsonschema ships them; a misspelled key does not pass."""

    def check(text: str) -> Done:
        (tmp_path / "pipeline.yml").write_text(text)
        words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "pipeline.yml"]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    text = recipe("yaml", number)
    done = check(text)
    assert done.returncode == 0, done.stdout
    assert check(re.sub("timeout-minutes|when: always", "whne: always", text)).returncode == 1


def read_yaml(number: int) -> Any:  # noqa: ANN401 (whatever YAML holds)
    return YAML(typ="safe").load(recipe("yaml", number))


def test_github_runs_the_steps(site: Path) -> None:
    (site / "commkit.toml").write_text(CHECKS.format(least=6))
    [job] = read_yaml(0)["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "run" in step]
    summary = site / "summary.md"
    done = [run_in(site, [*LINES, line], GITHUB_STEP_SUMMARY=str(summary)) for line in lines]
    assert [each.returncode for each in done] == [0, 0, 1]
    assert done[-1].stdout.startswith("::error")
    assert "speakers" in summary.read_text()


@pytest.mark.parametrize(("least", "code"), [(5, 0), (6, 1)])
def test_gitlab_runs_the_script(site: Path, least: int, code: int) -> None:
    (site / "commkit.toml").write_text(CHECKS.format(least=least))
    [job] = read_yaml(1).values()
    done = run_in(site, [*LINES, "\n".join(job["script"])])
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    reports = job["artifacts"]["reports"]
    found = json.loads((site / reports["codequality"]).read_text())
    assert [each["check_name"] for each in found] == ["speakers"] * code
    suite = parse(site / reports["junit"]).getroot()
    assert len(suite.findall(".//testcase")) == 1
    assert len(suite.findall(".//failure")) == code


def test_no_recipe_is_left_out() -> None:
    languages = [language for language, _ in blocks(PAGE)]
    assert languages == ["sh", "crontab", "ini", "ini", "yaml", "yaml"]
