"""Where commkit starts: the language is chosen before any help text is read."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import pairwise

from commkit import __version__
from commkit.cli import signals  # all else is imported once they are heard


def main() -> None:
    """Run the command line and exit with its code."""
    signals.listen()
    try:
        code = _run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    signals.stop_listening()
    sys.exit(_finish(code))


def _run() -> int:
    from commkit.cli import streams

    streams.open_closed()
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before the app is imported
        with suppress(OSError):  # told at the end
            sys.stdout.write(f"commkit {__version__}\n")
        return 0
    os.umask(0o077)
    from commkit import words

    words.speak(words.choose_language(_find_language(sys.argv[1:])))
    from commkit.cli import app as cli
    from commkit.cli.crash import hush_libraries

    hush_libraries()
    return cli.run()


def _finish(code: int) -> int:
    """The exit code, once everything is written or it is said that it cannot be."""
    from commkit.cli import streams
    from commkit.words import say

    if code == signals.caught_code():
        from commkit.store.commits import last_done

        done = last_done()
        streams.tell(say("commkit: stopped, but {what}", what=done) if done else say("commkit: stopped"))
    elif code == 0 and (fault := streams.fault_of_stdout()) and not isinstance(fault, BrokenPipeError):
        from commkit.cli.app import refuse, unprinted

        code = refuse(unprinted(fault))
    streams.give_up_unwritten()
    return code


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
