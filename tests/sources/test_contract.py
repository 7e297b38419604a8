"""What every source promises, tried on each of its samples: tests/data/SOURCE/CASE, a file or a folder."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CommkitError
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import SOURCES, find
from commkit.sources.source import CANNOT_TELL, Reading
from commkit.store.batch import Batch, frame
from commkit.store.fields import MESSAGE_KINDS, NAMING, RECORDS, SHAPES
from tests.examples import tried
from tests.sources.portions import batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from commkit.sources.registry import FoundExport

DATA = Path(__file__).parent.parent / "data"
CASES = [(name, case) for name in SOURCES for case in sorted((DATA / name).glob("*"))]
IDS = [f"{name}-{case.stem}" for name, case in CASES]
PLATFORMS = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
NEVER_NULL = {
    "group": {"native", "is_private"},
    "member": {"native"},
    "message": {"group", "sent_at", "kind"},
    "order_line": set[str](),
    "event": {"member", "name", "happened_at"},
    "referral": {"inviter", "invitee"},
    "survey": set[str](),
    "campaign": {"campaign", "starts_at"},
    "label": {"dimension", "value"},
    "case": {"native", "kind", "opened_at"},
    "ledger": {"day", "flow", "scenario", "amount"},
    "mention": {"native", "site", "happened_at"},
    "points": {"member", "change"},
    "daily_count": {"day", "name", "value"},
    "membership": {"member", "happened_at", "change"},
    "interaction": {"group", "sender", "kind"},
    "alias": {"member", "other", "how", "happened_at"},
    "contact": {"member"},
}
ONCE = {"group": ["native"], "member": ["platform", "native", "group"], "message": ["platform", "native"]}
CLOSED: dict[tuple[str, str], set[object]] = {
    ("message", "kind"): set(MESSAGE_KINDS),
    ("message", "flags"): {*range(16), NAMING},
    ("membership", "change"): {"join", "leave", "removed"},
    ("interaction", "kind"): {"mention", "reaction", "quote"},
    ("alias", "how"): {"nick", "number"},
}


class Sample(NamedTuple):
    """A case with what its source reads from it."""

    name: str
    exports: list[FoundExport]
    batches: list[Batch]

    def frames(self, kind: str) -> Iterator[pl.DataFrame]:
        """The frames of one kind."""
        return (batch.frames[kind] for batch in self.batches if kind in batch.frames)


def batches_of(exports: Iterable[FoundExport]) -> Iterator[Batch]:
    for export in exports:
        for piece in export.source.read(export.files, Reading()):
            yield from batches([piece])


@pytest.fixture(scope="module", params=CASES, ids=IDS)
def sample(request: pytest.FixtureRequest) -> Sample:
    name, case = request.param
    exports, _ = find(files_of(case))
    return Sample(name, exports, list(batches_of(exports)))


@pytest.mark.parametrize("name", SOURCES)
def test_says_its_platform_and_what_it_lacks(name: str) -> None:
    assert PLATFORMS.fullmatch(SOURCES[name].PLATFORM)
    assert SOURCES[name].LACKS <= CANNOT_TELL


@pytest.mark.parametrize("name", SOURCES)
def test_has_samples(name: str) -> None:
    assert any((DATA / name).iterdir())


def test_is_found_by_its_own_source_only(sample: Sample) -> None:
    assert {export.name for export in sample.exports} == {sample.name}


def test_the_lead_comes_first(sample: Sample) -> None:
    assert all(SOURCES[sample.name].recognises(export.files[0]) for export in sample.exports)


def test_frames_have_their_shapes(sample: Sample) -> None:
    for batch in sample.batches:
        assert all(found.schema == frame(kind, []).schema for kind, found in batch.frames.items())


def test_keys_are_there(sample: Sample) -> None:
    nulls = {
        (kind, key)
        for kind, keys in NEVER_NULL.items()
        for found in sample.frames(kind)
        for key in keys
        if found[key].null_count()
    }
    assert nulls == set()
    assert {kind for batch in sample.batches for kind in batch.frames} <= SHAPES.keys()


@pytest.mark.parametrize(("kind", "keys"), ONCE.items())
def test_ids_occur_once(sample: Sample, kind: str, keys: list[str]) -> None:
    """In each batch of an export; a group may return in each of its files."""
    for found in sample.frames(kind):
        named = found.filter(pl.col("native").is_not_null())
        assert named.select(keys).is_duplicated().sum() == 0


def test_words_are_known(sample: Sample) -> None:
    for (kind, column), words in CLOSED.items():
        assert {value for found in sample.frames(kind) for value in found[column]} <= words, (kind, column)


def test_every_record_is_accounted_for(sample: Sample) -> None:
    assert all(unaccounted(batch) == {} for batch in sample.batches)
    assert any(batch.records for batch in sample.batches)


def unaccounted(batch: Batch) -> dict[str, int]:
    """Records read minus rows, rejects and skips, by kind, where the difference is not zero."""
    left = Counter(batch.records)
    left.subtract({kind: found.height for kind, found in batch.frames.items() if kind in RECORDS})
    left.subtract(Counter(reject.kind for reject in batch.rejects))
    for (kind, _), number in batch.skipped.items():
        left[kind] -= number
    return {kind: number for kind, number in left.items() if number}


def test_rejects_say_where_and_why_and_never_who(sample: Sample) -> None:
    names = {name for found in sample.frames("member") for name in found["name"]}
    names |= {name for found in sample.frames("message") for key in ("author_name", "text") for name in found[key]}
    for reject in (each for batch in sample.batches for each in batch.rejects):
        assert reject.kind in RECORDS
        assert reject.line >= 1
        assert 0 <= reject.start <= reject.end
        assert CODE.fullmatch(reject.code)
        assert reject.reason
        assert not {name for name in names if name and re.search(rf"\b{re.escape(name)}\b", reject.reason)}


def test_reading_twice_gives_the_same(sample: Sample) -> None:
    for first, second in zip(sample.batches, batches_of(sample.exports), strict=True):
        assert first.frames.keys() == second.frames.keys()
        assert all(first.frames[kind].equals(second.frames[kind]) for kind in first.frames)
        assert (first.records, first.rejects, first.skipped) == (second.records, second.rejects, second.skipped)


@pytest.mark.parametrize("name", SOURCES)
@given(content=st.binary(max_size=200).filter(lambda drawn: not drawn.lstrip().upper().startswith(b"BEGIN:VCALENDAR")))
def test_garbage_is_not_recognised_and_does_not_crash(name: str, content: bytes) -> None:
    assert not SOURCES[name].recognises(file_of("garbage.json", content))


def file_of(name: str, content: bytes) -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


@pytest.mark.parametrize(("name", "case"), CASES, ids=IDS)
@given(draw=st.data())
@tried(10, 2000, deadline=10_000)
def test_damage_is_refused_or_accounted_for(name: str, case: Path, draw: st.DataObject) -> None:
    """Cut, flip or insert bytes of one file: a refusal or a balance, never another error."""
    files = [file_of(file.name, file.content()) for file in files_of(case)]
    [export, *_], _ = find(files)
    damaged = damage(draw, export.files)
    try:
        batches = list(batches_of([type(export)(name, export.source, damaged)]))
    except CommkitError:
        return
    assert all(unaccounted(batch) == {} for batch in batches)


def damage(draw: st.DataObject, files: Sequence[File]) -> tuple[File, ...]:
    """These files, one of them with up to four wounds."""
    number = draw.draw(st.integers(0, len(files) - 1))
    content = bytearray(files[number].content())
    for _ in range(draw.draw(st.integers(1, 4))):
        start, length = draw.draw(st.integers(0, len(content))), draw.draw(st.integers(0, 40))
        content[start : start + length] = draw.draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b"null", b"9" * 30])
        )
    return (*files[:number], file_of(files[number].name, bytes(content)), *files[number + 1 :])
