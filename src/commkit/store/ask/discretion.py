"""What the operator's SQL may not ask, because the engine would answer with where files lie on this machine."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What tells of the databases' paths, the engine's folders and settings.
CLOSED = frozenset(
    {
        *("duckdb_databases", "pragma_database_list", "duckdb_settings", "pg_settings", "current_setting"),
        *("duckdb_extensions", "duckdb_extension_repositories", "duckdb_secrets", "duckdb_temporary_files"),
    }
)
RUNS = frozenset({"json_execute_serialized_sql", "query", "query_table"})  # functions that run what a text says
SHOWN = frozenset({"", "all", "databases", "tables"})  # what may follow `show`; anything else may be a setting
WORD = re.compile(r"\w+")
QUOTED = re.compile(r"""(["'`])((?:[A-Za-z]:)?[/\\~](?:(?!\1).)*)\1""")
BARE = re.compile(r"(?<![\w\"'`./])~?/(?=\S)(?:[^/]*/)+[^\s/\"'`]*")  # to the last slash: folders may have spaces


def find_closed(sql: str) -> str | None:
    """The first word of a query that asks what is closed; None where there is none.

    Texts are looked at too: the engine takes one after `from` for a name.
    """
    words = list(_words(sql))
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if found := CLOSED.intersection(WORD.findall(word)):
            return min(found)
        if (word in RUNS and following.startswith("(")) or (word == "show" and following not in SHOWN):
            return word
    return None


def _words(sql: str) -> Iterator[str]:
    """The tokens of a query in lower case, without quotes and comments."""
    import duckdb

    tokens = duckdb.tokenize(sql)
    raw = sql.encode()
    ends = [place for place, _ in tokens[1:]] + [len(raw)]
    for (start, kind), end in zip(tokens, ends, strict=True):
        if kind != duckdb.token_type.comment:
            yield raw[start:end].decode(errors="replace").strip().strip('"').lower()


def hide_paths(message: str) -> str:
    """The engine's message with the last name alone of each absolute path that it quotes."""
    message = QUOTED.sub(lambda found: f"{found[1]}{_last(found[2])}{found[1]}", message)
    return BARE.sub(lambda found: _last(found[0]), message)


def _last(path: str) -> str:
    return PureWindowsPath(path).name if "\\" in path else PurePosixPath(path).name
