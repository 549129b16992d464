"""Frozen dataclasses from what a TOML or JSON file holds: unknown keys, missing ones, wrong kinds and bounds are refused by their place.

A field may be text, a number, a truth value, a ``StrEnum``, a ``Literal``, another such dataclass, a tuple or a mapping of these, or
``None`` beside one of them. ``Annotated`` adds what else must hold (``Named``, ``Bound``, ``NotEmpty``). A field with a default may be
left out. Numbers are finite; a whole one stands for a float, and nothing else is turned into what it is not.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from probes.configuration import nearest

T = TypeVar("T")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The key of a field in the file, where it cannot be the field's own name."""

    key: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number must hold; ``above`` leaves the bound itself out."""

    above: float | None = None
    least: float | None = None
    most: float | None = None

    def broken(self, value: float) -> str:
        """What is wrong with the number, or nothing."""
        if self.above is not None and not value > self.above:
            return f"must be greater than {self.above:g}"
        if self.least is not None and not value >= self.least:
            return f"must be at least {self.least:g}"
        if self.most is not None and not value <= self.most:
            return f"must be at most {self.most:g}"
        return ""


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """Text that must say something."""


Said = Annotated[str, NotEmpty()]
AtLeastNone = Annotated[float, Bound(least=0)]
Share = Annotated[float, Bound(least=0, most=1)]


class Misbuilt(ValueError):
    """What is wrong at one place; ``place`` are the keys and positions that lead there."""

    def __init__(self, place: Place, what: str) -> None:
        super().__init__(f"{'.'.join(str(part) for part in place)}: {what}")
        self.place, self.what = place, what

    def said(self, raw: object) -> str:
        """The fault with positions in lists replaced by the ids that stand there in ``raw``."""
        return f"{'.'.join(_named(raw, self.place))}: {self.what}" if self.place else self.what


def build(kind: type[T], raw: object) -> T:
    """The dataclass that ``raw`` describes. Raises Misbuilt with the first fault, a misspelt key before all else of its table."""
    made: T = _table(kind, raw, ())
    return made


@dataclass(frozen=True, slots=True)
class _Field:
    """One field as the file has it."""

    name: str
    key: str
    hint: Any
    needed: bool


@cache
def _fields(kind: type[Any]) -> tuple[_Field, ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in dataclasses.fields(kind):
        if field.init:
            marks = get_args(hints[field.name])[1:] if get_origin(hints[field.name]) is Annotated else ()
            key = next((mark.key for mark in marks if isinstance(mark, Named)), field.name)
            bare = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            found.append(_Field(field.name, key, hints[field.name], bare))
    return tuple(found)


def _table(kind: Any, raw: object, place: Place) -> Any:
    if not isinstance(raw, Mapping):
        raise Misbuilt(place, f"must be a table, not {_called(raw)}")
    fields = _fields(kind)
    known = {field.key for field in fields}
    for key in raw:
        if key not in known:
            raise Misbuilt((*place, key), f"unknown key{nearest(str(key), known)}")
    values = {}
    for field in fields:
        if field.key in raw:
            values[field.name] = _value(field.hint, raw[field.key], (*place, field.key))
        elif field.needed:
            raise Misbuilt((*place, field.key), "is missing")
    return kind(**values)


def _value(hint: Any, raw: object, place: Place) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        made = _value(args[0], raw, place)
        for mark in args[1:]:
            _held(mark, made, place)
        return made
    if origin in (Union, types.UnionType):
        if raw is None and types.NoneType in args:  # TOML has no null, JSON has
            return None
        return _value(next(arg for arg in args if arg is not types.NoneType), raw, place)
    if origin is Literal:
        return _one_of(args, raw, place)
    if origin is tuple:
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise Misbuilt(place, f"must be a list, not {_called(raw)}")
        return tuple(_value(args[0], each, (*place, at)) for at, each in enumerate(raw))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(raw, Mapping):
            raise Misbuilt(place, f"must be a table, not {_called(raw)}")
        return {_value(args[0], key, (*place, key)): _value(args[1], each, (*place, key)) for key, each in raw.items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _one_of(tuple(hint), raw, place)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _table(hint, raw, place)
    return _PLAIN[hint](raw, place)


def _held(mark: object, made: Any, place: Place) -> None:
    if isinstance(mark, Bound) and (broken := mark.broken(made)):
        raise Misbuilt(place, broken)
    if isinstance(mark, NotEmpty) and not made:
        raise Misbuilt(place, "must not be empty")


def _one_of(allowed: tuple[Any, ...], raw: object, place: Place) -> Any:
    found = next((each for each in allowed if isinstance(raw, str) and each == raw), None)
    if found is None:
        words = [str(each) for each in allowed]
        raise Misbuilt(place, f"must be one of {', '.join(words)}{nearest(str(raw)[:40], words)}")
    return found


def _text(raw: object, place: Place) -> str:
    if not isinstance(raw, str):
        raise Misbuilt(place, f"must be text, not {_called(raw)}")
    return raw


def _truth(raw: object, place: Place) -> bool:
    if not isinstance(raw, bool):
        raise Misbuilt(place, f"must be true or false, not {_called(raw)}")
    return raw


def _whole(raw: object, place: Place) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Misbuilt(place, f"must be a whole number, not {_called(raw)}")
    return raw


def _number(raw: object, place: Place) -> float:
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        raise Misbuilt(place, f"must be a number, not {_called(raw)}")
    try:
        number = float(raw)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Misbuilt(place, "must be a finite number")
    return number


_PLAIN: Mapping[Any, Callable[[object, Place], Any]] = {str: _text, bool: _truth, int: _whole, float: _number}
_CALLED = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a decimal number",
    list: "a list",
    dict: "a table",
}


def _called(raw: object) -> str:
    """What a value is called by people who write TOML."""
    return _CALLED.get(type(raw), type(raw).__name__)


def _named(raw: object, place: Place) -> Iterator[str]:
    for part in place:
        if isinstance(part, int) and isinstance(raw, list):
            raw = raw[part]
            yield str(raw.get("id", part)) if isinstance(raw, dict) else str(part)
        else:
            raw = raw.get(part) if isinstance(raw, dict) else None
            yield str(part)
