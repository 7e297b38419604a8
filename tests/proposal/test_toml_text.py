"""Keys and tables added to commkit.toml, and all that stands there kept."""

from __future__ import annotations

import tomllib

import pytest

from commkit.errors import CannotDo, WrongUse
from commkit.proposal.community_facts import Fact
from commkit.proposal.proposed_checks import ProposedCheck, ProposedGate
from commkit.proposal.toml_text import add_to_toml

FACTS = (Fact("tz", "Asia/Shanghai", ("as stated",)), Fact("staff", ("slack:U1", "k3fw7a2q"), ("first", "second")))
CHECK = {"metric": "wau", "fail": "drop >= 10% vs previous for 2", "and": "drop >= 5", "why": 'of "13" weeks'}
GATE = ProposedGate({"on_no_data": "error", "min_sample": 30}, (ProposedCheck("wau", CHECK),))
COMMUNITY = """tz = "Asia/Shanghai" # as stated
staff = [
    "slack:U1", # first
    "k3fw7a2q", # second
]
"""
ON_NO_DATA = 'on_no_data = "error"\n'
WAU = """[checks.wau]
metric = "wau"
fail = "drop >= 10% vs previous for 2"
and = "drop >= 5"
why = "of \\"13\\" weeks"
"""
ABOVE = f"\n[community]\n{COMMUNITY}"
BELOW = f"\n[checks]\n{ON_NO_DATA}min_sample = 30\n\n{WAU}"
NEW = f"{ABOVE}{BELOW}".lstrip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW),
        ("# ours\n", f"# ours\n\n{NEW}"),
        ('[rfm]\nmode = "fixed"', f'[rfm]\nmode = "fixed"\n\n{NEW}'),
        (
            "[community]\ncurrency = 'CNY' # since 2020\n\n# what we want\n[targets]\nwau = 3\n",
            f"[community]\ncurrency = 'CNY' # since 2020\n{COMMUNITY}\n# what we want\n[targets]\nwau = 3\n{BELOW}",
        ),
        (
            "[checks]\nmin_sample=20\n\n[checks.own]\nmetric='dau'\n# below\n[rfm]\n",
            f"[checks]\nmin_sample=20\n{ON_NO_DATA}\n[checks.own]\nmetric='dau'\n# below\n[rfm]\n{ABOVE}\n{WAU}",
        ),
        (
            "[checks.own]\nmetric='dau'\n[rfm]\n[checks.two]\n",
            f"[checks.own]\nmetric='dau'\n[rfm]\n[checks.two]\n{ABOVE}{BELOW}",
        ),
    ],
    ids=["nothing", "a comment", "no last line end", "keys", "defaults", "out of order"],
)
def test_more_is_added_where_it_belongs(before: str, after: str) -> None:
    assert add_to_toml(before, FACTS, GATE) == after


def test_line_ends_of_windows_are_kept() -> None:
    before = "[community]\r\ncurrency = 'CNY'\r\n"
    after = add_to_toml(before, FACTS, GATE)
    assert after.startswith(before)
    assert after.count("\n") == after.count("\r\n")
    assert tomllib.loads(after)["community"]["tz"] == "Asia/Shanghai"


@pytest.mark.parametrize(
    "text", ["community.currency = 'CNY'\n", "checks = {min_sample = 3}\n", "checks.own.metric = 'dau'\n"]
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(CannotDo, match="the way it is written"):
        add_to_toml(text, FACTS, GATE)


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(WrongUse, match="is not TOML"):
        add_to_toml("[community\n", FACTS, GATE)


def test_defaults_come_with_checks_alone() -> None:
    assert add_to_toml("", FACTS, ProposedGate(GATE.defaults, ())) == f"[community]\n{COMMUNITY}"
