"""Build frozen dataclasses from TOML or JSON data; unknown or missing keys, wrong types and bounds are errors naming the place.

A field may be text, a number, a truth value, a day, a ``StrEnum``, a ``Literal``, another such dataclass, a tuple or a
mapping of these, or ``None`` beside one of them. ``Annotated`` adds further constraints (``FieldKey``, ``NumberBound``,
``NotEmpty``, ``Matching``, ``EveryKey``), and the meaning of a setting (``Setting``). A field with a default may be left out. Numbers
are finite; an integer is accepted for a float, a day may be written as text, and nothing else is converted.

This is our own code and no library because judging by the rules is part of every evidence pack and runs there with the
standard library alone (docs/decisions/0018-own-code-or-library.md).
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Place = tuple[str | int, ...]


class ConfigurationError(ValueError):
    """A TOML table is wrong; the message names the key and how to mend it."""


def name_nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known word, or ""."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


@dataclass(frozen=True, slots=True)
class FieldKey:
    """The key of a field in the file, if it cannot be the field's own name."""

    key: str


@dataclass(frozen=True, slots=True)
class NumberBound:
    """A number's allowed range; ``above`` excludes the bound itself."""

    above: float | None = None
    least: float | None = None
    most: float | None = None

    def broken(self, value: float) -> str:
        """What is wrong with the number, or ""."""
        if self.above is not None and not value > self.above:
            return f"must be greater than {self.above:g}"
        if self.least is not None and not value >= self.least:
            return f"must be at least {self.least:g}"
        if self.most is not None and not value <= self.most:
            return f"must be at most {self.most:g}"
        return ""


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """Text that must not be empty."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The meaning of a settings field in plain English, and the ``unit`` of its numbers ("" = a count, or not a number)."""

    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """Text that must match the pattern completely; ``what`` is the error message if it does not."""

    pattern: str
    what: str


@dataclass(frozen=True, slots=True)
class EveryKey:
    """A mapping that must have every key and no other: those of its ``Literal`` or ``StrEnum``, or ``names`` if it has any."""

    names: tuple[str, ...] = ()


Said = Annotated[str, NotEmpty()]
AtLeastNone = Annotated[float, NumberBound(least=0)]
Share = Annotated[float, NumberBound(least=0, most=1)]


class Misbuilt(ValueError):
    """An error at one place; ``place`` are the keys and indexes that lead there."""

    def __init__(self, place: Place, what: str) -> None:
        super().__init__(f"{'.'.join(str(part) for part in place)}: {what}")
        self.place, self.what = place, what

    def said(self, raw: object) -> str:
        """The error message, with list indexes replaced by the ids of those entries in ``raw``."""
        return f"{'.'.join(_named(raw, self.place))}: {self.what}" if self.place else self.what


def build_dataclass(kind: type[T], raw: object) -> T:
    """The dataclass described by ``raw``. Raises Misbuilt with the first error; within a table a misspelt key comes first."""
    made: T = _table(kind, raw, ())
    return made


@dataclass(frozen=True, slots=True)
class _Field:
    """One field as it appears in the file."""

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
            key = next((mark.key for mark in marks if isinstance(mark, FieldKey)), field.name)
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
            raise Misbuilt((*place, key), f"unknown key{name_nearest(str(key), known)}")
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
        every = next((mark for mark in args[1:] if isinstance(mark, EveryKey)), None)
        if every is not None:
            _keyed(every.names or _allowed(get_args(args[0])[0]), raw, place)
        made = _value(args[0], raw, place)
        for mark in args[1:]:
            _held(mark, made, place)
        return made
    if origin in (Union, types.UnionType):
        if raw is None and types.NoneType in args:  # TOML has no null, JSON has
            return None
        if args == (int, float):  # whole numbers stay whole
            return _number(raw, place) if isinstance(raw, float) else _whole(raw, place)
        return _value(next(arg for arg in args if arg is not types.NoneType), raw, place)
    if origin is Literal:
        return _one_of(args, raw, place)
    if origin is tuple:
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise Misbuilt(place, f"must be a list, not {_called(raw)}")
        return tuple(_value(args[0], entry, (*place, at)) for at, entry in enumerate(raw))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(raw, Mapping):
            raise Misbuilt(place, f"must be a table, not {_called(raw)}")
        return {
            _value(args[0], key, (*place, key)): _value(args[1], value, (*place, key)) for key, value in raw.items()
        }
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _one_of(tuple(hint), raw, place)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _table(hint, raw, place)
    return _PLAIN[hint](raw, place)


def _keyed(keys: Sequence[str], raw: object, place: Place) -> None:
    """Raise Misbuilt for the first key of the table that is none of ``keys``, or the first of these that it lacks."""
    if not isinstance(raw, Mapping):
        raise Misbuilt(place, f"must be a table, not {_called(raw)}")
    for key in raw:
        if key not in keys:
            raise Misbuilt((*place, key), f"unknown key{name_nearest(str(key), keys)}")
    for key in keys:
        if key not in raw:
            raise Misbuilt((*place, key), "is missing")


def _allowed(hint: Any) -> tuple[str, ...]:
    """The texts that a ``Literal`` or a ``StrEnum`` allows."""
    return get_args(hint) if get_origin(hint) is Literal else tuple(hint)


def _held(mark: object, made: Any, place: Place) -> None:
    if isinstance(mark, NumberBound) and (broken := mark.broken(made)):
        raise Misbuilt(place, broken)
    if isinstance(mark, NotEmpty) and not made:
        raise Misbuilt(place, "must not be empty")
    if isinstance(mark, Matching) and not re.fullmatch(mark.pattern, made):
        raise Misbuilt(place, mark.what)


def _one_of(allowed: tuple[Any, ...], raw: object, place: Place) -> Any:
    found = next((option for option in allowed if isinstance(raw, str) and option == raw), None)
    if found is None:
        words = [str(option) for option in allowed]
        raise Misbuilt(place, f"must be one of {', '.join(words)}{name_nearest(str(raw)[:40], words)}")
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


def _day(raw: object, place: Place) -> date:
    """A day from TOML, or from text; a datetime counts as a day if it is midnight."""
    if isinstance(raw, datetime):
        if raw.time() == time():
            return raw.date()
    elif isinstance(raw, date):
        return raw
    elif isinstance(raw, str) and _DAY.fullmatch(raw):
        with suppress(ValueError):
            return date.fromisoformat(raw)
    raise Misbuilt(place, "must be a day such as 2027-03-31")


_PLAIN: Mapping[Any, Callable[[object, Place], Any]] = {
    str: _text,
    bool: _truth,
    int: _whole,
    float: _number,
    date: _day,
}
_CALLED = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a decimal number",
    list: "a list",
    dict: "a table",
}


def _called(raw: object) -> str:
    """What people who write TOML call such a value."""
    return _CALLED.get(type(raw), type(raw).__name__)


def _named(raw: object, place: Place) -> Iterator[str]:
    for part in place:
        if isinstance(part, int) and isinstance(raw, list):
            raw = raw[part]
            yield str(raw.get("id", part)) if isinstance(raw, dict) else str(part)
        else:
            raw = raw.get(part) if isinstance(raw, dict) else None
            yield str(part)
