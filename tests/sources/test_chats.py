"""Faulty chats of seven formats: each fault costs what it must and no more; every format is tried in each encoding."""

from __future__ import annotations

import pytest

from tests.sources.chats import Case, cases
from tests.sources.corpus import ENCODINGS
from tests.sources.mutations import load

CASES = [(name, kind, ENCODINGS[at % len(ENCODINGS)], case) for at, ((name, kind), case) in enumerate(cases().items())]


@pytest.mark.parametrize(
    ("name", "kind", "encoding", "case"), CASES, ids=[f"{name}-{kind}-{encoding}" for name, kind, encoding, _ in CASES]
)
def test_a_fault_in_a_chat_costs_what_it_must(name: str, kind: str, encoding: str, case: Case) -> None:
    ending = load(case.files(encoding))
    assert ending.fault == ""
    assert ending.messages == case.ends, (name, kind)
