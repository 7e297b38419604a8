"""Feeding the engine: bytes go through a named pipe, so that it never opens a file of the user's."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

    from commkit.store.batch import Stream


def feed(con: duckdb.DuckDBPyConnection, stream: Stream, folder: Path, stage: Callable[[], None]) -> bool:
    """Stage the stream as the engine reads it; False where it is not as clean as it must be.

    Raises what reading the bytes raises, such as CannotDo for a file that vanished.
    """
    import duckdb

    pipe = folder / f"{threading.get_ident()}.pipe"
    os.mkfifo(pipe, 0o600)
    failures: list[BaseException] = []
    writer = threading.Thread(target=_write, args=(pipe, stream, failures), daemon=True)
    writer.start()
    try:
        for name, value in {"pipe": str(pipe), **stream.parameters}.items():
            engine.set_variable(con, name, value)
        con.execute(engine.statement(stream.sql))
        stage()
        clean = True
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        clean = False
    finally:
        _release(pipe, writer)
        con.execute("drop view if exists temp.incoming")
    if failures:
        raise failures[0]
    return clean


def _write(pipe: Path, stream: Stream, failures: list[BaseException]) -> None:
    try:
        with contextlib.suppress(BrokenPipeError), pipe.open("wb") as sink:
            for chunk in stream.chunks:
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
