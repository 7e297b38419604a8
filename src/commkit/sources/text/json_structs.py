"""Foreign JSON as structs: at once where all or all but some fields fit, else field by field as far as it fits.

A struct names the fields that are read and what each may hold. In foreign JSON any of them may be missing, null or of
another type, so each has a default and may be None. Both ways read the annotations, and give the same structs. Lists in
structs are tuples, as structs that hold no lists and have `gc=False` are nothing to the garbage collector.
"""

from __future__ import annotations

import contextlib
import re
from codecs import BOM_UTF8
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

import msgspec

from commkit.sources.text.json_values import clean, parse, refuse_heavy

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    Fit = Callable[[Any], Any]  # makes of any value what a field may hold; MISFIT where it can hold nothing of it

Wanted = TypeVar("Wanted")
Anything = Any  # a field of which only is asked whether it is there, or whether it holds something
MISFIT = object()
PLACE = re.compile(r" - at `\$\[\d+\]\.(\w+)")  # of the field that does not fit, in what msgspec says of a list
SCALARS = frozenset({type(None), bool, int, float})


class Something(msgspec.Struct, gc=False):
    """An object of which only is asked whether it is there."""


def decode(content: bytes, kind: type[Wanted], parse: Callable[[bytes], object] = parse) -> Wanted:
    """The value in these bytes as one of this kind, as far as it fits; `parse` reads what does not.

    A whole number becomes a text where only a text is wanted. What does not fit becomes None; in a list that holds no
    None it is left out. Raises ValueError where `parse` does, and where the whole does not fit.
    """
    refuse_heavy(content)
    with contextlib.suppress(msgspec.MsgspecError, RecursionError):
        found: Wanted = _read(content.removeprefix(BOM_UTF8), kind)
        return found
    return fit(parse(content), kind)


def fit(value: object, kind: type[Wanted]) -> Wanted:
    """A parsed value as one of this kind, as `decode` makes it. Raises ValueError where the whole does not fit."""
    annotation: Any = kind
    found: Wanted = _fitting(annotation)(value)
    if found is MISFIT:
        raise ValueError("a value of another kind")
    return found


@cache
def _member_of(kind: Hashable) -> type[msgspec.Struct] | None:
    """The struct of which a list consists, beside None."""
    inner = set(get_args(get_args(kind)[0])) if get_origin(kind) is list else set()
    rest = inner - {type(None)}
    found = next(iter(rest)) if len(rest) == 1 and rest != inner else None
    return found if isinstance(found, type) and issubclass(found, msgspec.Struct) else None


def _read(content: bytes, kind: Any) -> Any:  # noqa: ANN401
    """The value, where nothing but fields of a list's members do not fit; these are read as they are, and fitted then.

    A list is mostly odd in the same few fields throughout. Raises MsgspecError where something else does not fit.
    """
    member, odd, wanted = _member_of(kind), frozenset[str](), kind
    while True:
        try:
            found = msgspec.json.decode(content, type=wanted)
            break
        except msgspec.ValidationError as error:
            field = PLACE.search(str(error))
            if member is None or field is None or field[1] in odd:
                raise
            odd |= {field[1]}
            wanted, fields = _ease(member, odd)
    if odd:
        for each in filter(None, found):
            for name, inner in fields:
                value = inner(getattr(each, name))
                setattr(each, name, None if value is MISFIT else value)
            each.__class__ = member  # which differs from what it was in annotations alone
    return found


@cache
def _ease(kind: type[msgspec.Struct], odd: frozenset[str]) -> tuple[Any, list[tuple[str, Fit]]]:
    """A list of the struct whose odd fields, by their written names, hold anything; and what fits each of them."""
    fields = [each for each in msgspec.structs.fields(kind) if each.encode_name in odd]
    loose = [(each.name, Any, msgspec.field(default=each.default, name=each.encode_name)) for each in fields]
    eased = msgspec.defstruct(kind.__name__, loose, bases=(kind,), gc=False)
    return list[eased | None], [(each.name, _fitting(each.type)) for each in fields]  # type: ignore[valid-type]


@cache
def _fitting(kind: Any) -> Fit:  # noqa: ANN401
    """What makes a value one of this kind."""
    if kind is Any:
        return lambda value: value
    if get_origin(kind) in {Union, UnionType}:
        return _fitting_one_of(get_args(kind))
    if get_origin(kind) in {list, tuple}:
        return _fitting_list(_fitting(get_args(kind)[0]), get_origin(kind))
    if issubclass(kind, msgspec.Struct):
        return _fitting_struct(kind)
    if kind is str:
        return _fitting_text
    return lambda value: value if type(value) is kind else MISFIT


def _fitting_text(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    return str(value) if type(value) is int else MISFIT


def _fitting_one_of(kinds: Iterable[Any]) -> Fit:
    """What makes a value one of these; a text comes last, since a number may become one."""
    scalars = frozenset(kinds) & SCALARS  # asked at once, since most values are one of them
    fits = [_fitting(each) for each in sorted(set(kinds) - scalars, key=lambda each: each is str)]
    takes_text = str in kinds

    def fit(value: object) -> object:
        if type(value) in scalars:
            return value
        if takes_text and type(value) is str:
            return clean(value)
        for each in fits:
            if (found := each(value)) is not MISFIT:
                return found
        return MISFIT

    return fit


def _fitting_list(inner: Fit, kind: Callable[[Iterable[object]], object]) -> Fit:
    instead = inner(None)

    def fit(value: object) -> object:
        if not isinstance(value, list):
            return MISFIT
        found = [instead if each is MISFIT else each for each in map(inner, value)]
        return kind(each for each in found if each is not MISFIT)

    return fit


def _fitting_struct(kind: type[msgspec.Struct]) -> Fit:
    fields = [(each.encode_name, each.name, _fitting(each.type)) for each in msgspec.structs.fields(kind)]

    def fit(value: object) -> object:
        if not isinstance(value, dict):
            return MISFIT
        made = {}
        for written, name, inner in fields:
            if written in value:
                found = inner(value[written])
                made[name] = None if found is MISFIT else found
        return kind(**made)

    return fit
