"""Classes of members that rules name, as data: by what labels say, or by how far what members do rises."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.segment.schemes import Condition, Level, Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl


@dataclass(frozen=True, slots=True)
class Rise:
    """How far a feature goes from one number, where it is 0, to another, where it is 1."""

    feature: str
    begins: float
    ends: float

    @property
    def measured(self) -> pl.Expr:
        """That as a column; of whoever never did it, by 0."""
        import polars as pl

        told = pl.col(self.feature).cast(pl.Float64).fill_null(0.0)
        return ((told - self.begins) / (self.ends - self.begins)).clip(0, 1)


@dataclass(frozen=True, slots=True)
class MemberClass:
    """A class: where it is named, the words of labels that tell it, or the rules of which the best counts."""

    name: str
    ref: str
    says: tuple[str, ...]
    rises: tuple[tuple[Rise, ...], ...]

    @property
    def degree(self) -> pl.Expr:
        """How far rules make somebody one of it, from 0 to 1; `said` are all words of their labels, null of none."""
        import polars as pl

        if self.says:
            return pl.col("said").str.contains_any(list(self.says), ascii_case_insensitive=True).cast(pl.Float64)
        return pl.max_horizontal(pl.min_horizontal(each.measured for each in rule) for rule in self.rises)


@cache
def read_classes() -> tuple[MemberClass, ...]:
    """The nine that come with commkit."""
    said = tomllib.loads((files("commkit.presets") / "classes.toml").read_text("utf-8"))
    return tuple(map(_make_class, said["classes"]))


def _make_class(said: dict[str, Any]) -> MemberClass:
    rises = (tuple(Rise(name, *map(float, edges)) for name, edges in rule.items()) for rule in said.get("rises", ()))
    return MemberClass(said["name"], said.get("ref", ""), tuple(said.get("says", ())), tuple(rises))


def as_asked(classes: Iterable[MemberClass]) -> Scheme:
    """The rules as a scheme, of which can be asked what a community can tell."""
    levels = (
        Level(
            each.name, tuple(tuple(Condition(rise.feature, ">", rise.begins) for rise in rule) for rule in each.rises)
        )
        for each in classes
        if each.rises
    )
    return Scheme("classes", "", (Level("", ()), *levels))
