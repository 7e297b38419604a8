"""Where commkit starts: the language is chosen before any help text is read."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from commkit import __version__, words
from commkit.cli import signals


def main() -> None:
    """Run the command line and exit with its code."""
    signals.listen()
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)


def _run() -> None:
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before the app is imported
        sys.stdout.write(f"commkit {__version__}\n")
        sys.exit(0)
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words.speak(words.choose_language(_find_language(sys.argv[1:])))
    from commkit.cli import app as cli
    from commkit.cli.crash import hush_libraries

    hush_libraries()
    code = cli.run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone, and nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _find_language(arguments: list[str]) -> str | None:
    """The value of --lang, wherever it stands."""
    for name, following in pairwise([*arguments, ""]):
        if name == "--lang":
            return following
        if name.startswith("--lang="):
            return name.removeprefix("--lang=")
    return None


if __name__ == "__main__":
    main()
