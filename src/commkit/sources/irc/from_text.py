"""IRC logs: one file a day or one a channel, of the loggers, bouncers and clients that are in use.

These are Raku's loggers, Colabti's raw form, ZNC's log module, supybot's ChannelLogger, irssi and WeeChat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.sources.files.encoding import DAMAGED
from commkit.sources.files.portions import read_lines
from commkit.sources.irc.lines import instant_of_line, is_log, parse_lines, read_days
from commkit.sources.irc.member_names import find_calls, find_members, find_renames
from commkit.sources.irc.paths import channel_of, day_of_path
from commkit.sources.table.kinds import first_fault
from commkit.store.batch import Batch, Reject, frame
from commkit.store.fields import SHAPES
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading

PLATFORM = "irc"
# A join is a session here and does not tell about membership: it happens with every connection.
LACKS = frozenset({"reactions", "replies", "joins", "leaves", "roster", "bots", "ids", "seconds"})
REASONS = {
    "bad-line": "a line without a time",
    "bad-time": "no such time, or nothing says of which day",
    "bad-encoding": "bytes that are no text",
}
BEFORE = -1  # where somebody spoke in an earlier portion


def recognises(file: File) -> bool:
    """Whether the lines at the top open with a time and are those of a channel."""
    return is_log(file)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All days of this file's channel, that file first."""
    channel = channel_of(file)
    if channel is None:
        return [file]
    return [file, *(each for each in files if each is not file and channel_of(each) == channel and is_log(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (logs speak for themselves)
    """The channel, then its lines. Lines that state their offset go into batches of their own."""
    channel = channel_of(files[0])
    if channel is None:
        raise CannotDo(
            say("{file} does not say which channel it is of", file=files[0].base),
            hint=say("load the folder above it: the channel is read from the path, as in raku/2021/2021-05-06"),
        )
    yield Batch(
        {"group": frame("group", [{"native": channel, "title": channel, "kind": "channel", "is_private": False}])},
        {"group": 1},
    )
    yield from IrcReader(channel).batches(files)


class IrcReader:
    """What the lines so far have told of a channel."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.spoken: set[str] = set()
        self.file = self.today = ""  # the file that was read last, and the day in it

    def batches(self, files: Sequence[File]) -> Iterator[Batch]:
        """All lines of these files, in their order."""
        for read in map(parse_lines, read_lines(files)):
            if read.height:
                yield from self._batches(read)

    def _batches(self, read: pl.DataFrame) -> Iterator[Batch]:
        import polars as pl

        dated = self._dated(read).with_columns(instant_of_line()).with_row_index("at")
        judged = dated.with_columns(
            naive=pl.col("offset").is_null(),
            code=first_fault(
                {
                    "bad-line": pl.col("kind").is_null(),
                    "bad-time": (pl.col("kind") != "header") & pl.col("sent_at").is_null(),
                    "bad-encoding": pl.col("nick").str.contains(DAMAGED, literal=True),
                }
            ),
        )
        good = judged.filter(pl.col("code").is_null(), pl.col("kind") != "header")
        details = self._details(good.with_columns(group=pl.lit(self.name)))
        for (naive,), some in judged.group_by("naive", maintain_order=True):
            yield _batch(some, {kind: rows.filter(naive=naive) for kind, rows in details.items()}, naive=bool(naive))

    def _dated(self, read: pl.DataFrame) -> pl.DataFrame:
        """The lines with their day: the last one that a line above states, otherwise the one in the path."""
        import polars as pl

        headers = read.filter(kind="header")["text"].unique().to_list()
        files = read["file"].unique().to_list()
        by_path = ["" if (day := day_of_path(name)) is None else day.isoformat() for name in files]
        opens = pl.col("file") != pl.col("file").shift(fill_value=self.file)
        said = pl.col("text").replace_strict(headers, read_days(headers), default="", return_dtype=pl.String)
        of_file = pl.col("file").replace_strict(files, by_path, return_dtype=pl.String)
        today = pl.when(kind="header").then(said).when(opens).then(of_file)
        dated = read.with_columns(today=today.forward_fill().fill_null(self.today))
        self.file, self.today = dated["file"][-1], dated["today"][-1]
        return dated

    def _details(self, good: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """Messages, other nicks of the same members, and who mentioned whom."""
        import polars as pl

        said = good.join(find_members(good["nick"]), on="nick", maintain_order="left")
        first = said.group_by("author").agg(since=pl.col("at").cast(pl.Int64).min())
        known = pl.DataFrame({"author": sorted(self.spoken)}, schema={"author": pl.String})
        spoken = first.join(known, on="author", how="anti").vstack(known.with_columns(since=pl.lit(BEFORE, pl.Int64)))
        self.spoken.update(first["author"])
        renamed = find_renames(good, spoken)
        silent = good.filter(pl.col("nick").is_null()).join(
            renamed.filter("has_spoken").select("at", "author", "author_name"), on="at", how="left"
        )
        words = pl.col("words").replace("", None).alias("text")
        return {
            "message": pl.concat(
                [
                    said.with_columns(words, kind=pl.lit("text")),
                    silent.with_columns(words, kind=pl.lit("system"), flags=pl.lit(0, pl.Int64)),
                ],
                how="diagonal",
            ),
            "alias": renamed.filter("is_alias"),
            "interaction": find_calls(said, spoken),
        }


def _batch(some: pl.DataFrame, details: Mapping[str, pl.DataFrame], *, naive: bool) -> Batch:
    import polars as pl

    rejected = some.filter(pl.col("code").is_not_null())
    rejects = [
        Reject("message", file, number, 0, 0, code, REASONS[code])
        for file, number, code in rejected.select("file", "number", "code").iter_rows()
    ]
    headers = some.filter(kind="header").height
    frames = {kind: _shaped(kind, rows) for kind, rows in details.items()}
    return Batch(frames, {"message": some.height}, rejects, {("message", "header"): headers} if headers else {}, naive)


def _shaped(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of this kind of record; what a log does not tell is null."""
    import polars as pl

    told = [name for name in SHAPES[kind] if name in rows.columns]
    return pl.concat([frame(kind, ()), rows.select(told)], how="diagonal")
