"""What is packed is read like a folder: zips, tars and single files; what leads outside or is no file is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from campaigns.bombs import overlapping
from commkit.errors import CannotDo
from commkit.sources.files import archives
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.files.zip_directory import lists_more
from commkit.sources.registry import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"talk/b.csv": b"author,time,text\n", "talk/a.txt": b"tea\n" * 1000, "empty.txt": b""}


def tar_of(*entries: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as tar:
        for name, content in FILES.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        for entry in entries:
            tar.addfile(entry, io.BytesIO(bytes(entry.size)))
    return target.getvalue()


def entry_of(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.tar", bytes),
        ("x.tar.gz", gzip.compress),
        ("x.tgz", gzip.compress),
        ("x.tar.bz2", bz2.compress),
        ("x.txz", lzma.compress),
    ],
)
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_is_read_like_its_folder(name: str, pack: Callable[[bytes], bytes], form: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pack(tar_of(form=form)))
    found = {file.name.split("/", 1)[1]: file.content() for file in files_of(tmp_path / name)}
    assert found == FILES


def test_files_of_a_tar_are_read_in_any_order_and_at_once(tmp_path: Path) -> None:
    (tmp_path / "x.tgz").write_bytes(gzip.compress(tar_of()))
    found = {file.base: file for file in files_of(tmp_path / "x.tgz")}
    with found["a.txt"].stream() as one, found["b.csv"].stream() as other:
        assert one.read(3) == b"tea"
        assert other.read() == FILES["talk/b.csv"]
        assert one.read() == FILES["talk/a.txt"][3:]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)]
)
def test_a_single_file_that_is_packed_stands_in_a_folder(
    name: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(pack(b"tea") + pack(b" and cake"))
    [file] = files_of(tmp_path)
    assert (file.name, file.content()) == ("a.txt", b"tea and cake")


@pytest.mark.parametrize(
    "entry",
    [
        entry_of("../out.txt"),
        entry_of("/etc/out.txt"),
        entry_of("a/../../out.txt"),
        entry_of("C:/out.txt"),
        entry_of("link", tarfile.SYMTYPE, "/etc/passwd"),
        entry_of("hard", tarfile.LNKTYPE, "talk/b.csv"),
        entry_of("device", tarfile.CHRTYPE),
        entry_of("pipe", tarfile.FIFOTYPE),
        entry_of("talk/b.csv"),
    ],
    ids=lambda entry: entry.name,
)
def test_a_tar_that_leads_elsewhere_is_refused(entry: tarfile.TarInfo, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(tar_of(entry))
    with pytest.raises(CannotDo):
        files_of(tmp_path / "x.tar")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_that_is_cut_is_refused(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(pack(tar_of())[:-20])
    with pytest.raises(CannotDo):
        files_of(tmp_path / "x.tar")


def test_a_file_that_a_tar_does_not_hold_to_its_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(tar_of(form=tarfile.USTAR_FORMAT)[:2048])
    with pytest.raises(CannotDo):
        [file.content() for file in files_of(tmp_path / "x.tar")]


def test_names_from_a_chinese_windows(tmp_path: Path) -> None:
    plain = tar_of(entry_of("GG.txt"), form=tarfile.USTAR_FORMAT)
    entry = tarfile.TarInfo("茶.txt")
    raw = entry.tobuf(tarfile.USTAR_FORMAT, "gb18030")
    (tmp_path / "x.tar").write_bytes(raw + plain)
    assert "x.tar/茶.txt" in {file.name for file in files_of(tmp_path / "x.tar")}


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CannotDo):
        files_of(tmp_path / "x.zip")


def test_a_zip_of_an_unknown_version_is_not_a_workbook(tmp_path: Path) -> None:
    """The version stands at byte 6 of an entry in the directory at the end."""
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    raw = bytearray((tmp_path / "x.xlsx").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 6] = 99
    file = File("x.xlsx", len(raw), lambda: io.BytesIO(bytes(raw)))
    assert find([file]) == ([], [file])


def test_a_zip_whose_files_overlap_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chat.zip").write_bytes(overlapping("chat.csv", 5))
    with pytest.raises(CannotDo, match="overlap"):
        files_of(tmp_path / "chat.zip")


def test_the_files_of_a_zip_are_counted_before_they_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10):
            archive.writestr(f"{number}.csv", "a,b\n")
    for most in (9, 10):
        with path.open("rb") as stream:
            assert lists_more(stream, most) == (most < 10)
    monkeypatch.setattr(archives, "MOST_ENTRIES", 9)
    with pytest.raises(CannotDo, match="more than 9 files"):
        files_of(path)
