"""Feeding the engine: it opens a link or a named pipe of ours, never a path of the user's, whose name may mean more."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.store import engine

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
    with _linked(place, content) if isinstance(content, Path) else _piped(place, content):
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
