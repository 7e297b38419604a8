"""Feeding the engine: it opens a link, a pipe or a copy of ours, never a path of the user's, which may mean more."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.system import IS_PORTABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import duckdb

    from commkit.store.batch import Stream


def feed(con: duckdb.DuckDBPyConnection, stream: Stream, folder: Path, stage: Callable[[], None]) -> bool:
    """Stage the stream as the engine reads it; False where it cannot be read, or is not as clean as it must be.

    Raises what the iterator of bytes raises, such as CannotDo for a bomb.
    """
    import duckdb

    place = folder / f"{threading.get_ident()}.feed"
    content = stream.content
    with _placed(place, content):
        try:
            for name, value in {"feed": str(place), **stream.parameters}.items():
                engine.set_variable(con, name, value)
            con.execute(engine.statement(stream.sql))
            stage()
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            return False
        except duckdb.NotImplementedException:  # its readers do not agree on where a line begins
            return False
        except duckdb.IOException:
            if not isinstance(content, Path) or _is_readable(content):
                raise
            return False  # the careful way says what is wrong with the file
        finally:
            con.execute("drop view if exists temp.incoming")
    return True


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _placed(place: Path, content: Path | Iterable[bytes]) -> contextlib.AbstractContextManager[None]:
    """The content at this place; a copy where there are no pipes, and links are not for everybody."""
    if isinstance(content, Path):
        return _copied(place, content) if IS_PORTABLE else _linked(place, content)
    return _written(place, content) if IS_PORTABLE else _piped(place, content)


@contextlib.contextmanager
def _copied(place: Path, file: Path) -> Iterator[None]:
    """A copy of a file; where it cannot be read, nothing, and the engine says so."""
    with contextlib.suppress(OSError):
        shutil.copyfile(file, place)
    try:
        yield
    finally:
        place.unlink(missing_ok=True)


@contextlib.contextmanager
def _written(place: Path, chunks: Iterable[bytes]) -> Iterator[None]:
    """A file of these bytes. Raises what the iterator raises."""
    try:
        with place.open("wb") as sink:
            sink.writelines(chunks)
        yield
    finally:
        place.unlink(missing_ok=True)


@contextlib.contextmanager
def _linked(place: Path, file: Path) -> Iterator[None]:
    """A file that the engine may read as it is, at this place."""
    place.symlink_to(file.absolute())
    try:
        yield
    finally:
        place.unlink()


@contextlib.contextmanager
def _piped(place: Path, chunks: Iterable[bytes]) -> Iterator[None]:
    """A pipe at this place, into which these bytes go as fast as somebody reads."""
    os.mkfifo(place, 0o600)
    failures: list[BaseException] = []
    writer = threading.Thread(target=_write, args=(place, chunks, failures), daemon=True)
    writer.start()
    try:
        yield
    finally:
        _release(place, writer)
    if failures:
        raise failures[0]


def _write(pipe: Path, chunks: Iterable[bytes], failures: list[BaseException]) -> None:
    try:
        with contextlib.suppress(BrokenPipeError), pipe.open("wb") as sink:
            for chunk in chunks:
                sink.write(chunk)
    except BaseException as error:  # noqa: BLE001 (handed to the thread that waits, which raises it)
        failures.append(error)


def _release(pipe: Path, writer: threading.Thread) -> None:
    """Let a writer that nobody reads any more come to its end, and remove the pipe."""
    while writer.is_alive():
        with contextlib.suppress(OSError):
            os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))
        writer.join(0.05)
    pipe.unlink()
