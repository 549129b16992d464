"""How each annotated type becomes JSON values and back without loss; many rows of one dataclass become columns.

Why no library: docs/decisions/0018-own-code-or-library.md.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

Json = Any  # what json.dumps takes
_PLAIN = (str, int, float, bool, type(None))
_FIRST, _LAST = 0x21, 0xD7FF  # letters of a palette: from "!" up to the surrogates


@dataclass(frozen=True, slots=True)
class Serializer:
    """Both directions for one type; ``plain`` means that JSON already preserves the value."""

    to_json: Callable[[Any], Json]
    from_json: Callable[[Json], Any]
    plain: bool = False


def _same(value: Any) -> Any:
    return value


@cache
def build_serializer(kind: Any) -> Serializer:
    """The serializer of a type. Raises TypeError for an unsupported type (our bug: add it here)."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return Serializer(_same, _same, plain=True)
    if kind is object or kind is Any:
        return Serializer(_loose, _tight)
    if kind is datetime:
        return Serializer(datetime.isoformat, datetime.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Serializer(attrgetter("value"), {member.value: member for member in kind}.__getitem__)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind)
    if origin is frozenset:
        serializer = build_serializer(args[0])
        return Serializer(
            lambda all: sorted(map(serializer.to_json, all)), lambda all: frozenset(map(serializer.from_json, all))
        )
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _row(args[0])
    if origin is tuple:
        return _fixed(tuple(map(build_serializer, args)))
    if origin in (Mapping, dict):
        return _mapping((args[0], args[1]))
    if origin in (Union, types.UnionType):
        return _union(tuple(arg for arg in args if arg is not type(None)))
    raise TypeError(f"no shape for {kind!r}")


def _row(kind: Any) -> Serializer:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _table(kind)
    serializer = build_serializer(kind)
    if serializer.plain:
        return Serializer(list, tuple)
    return Serializer(lambda all: list(map(serializer.to_json, all)), lambda all: tuple(map(serializer.from_json, all)))


def _fixed(parts: Sequence[Serializer]) -> Serializer:
    return Serializer(
        lambda all: [part.to_json(value) for part, value in zip(parts, all, strict=True)],
        lambda all: tuple(part.from_json(value) for part, value in zip(parts, all, strict=True)),
    )


def _mapping(kinds: tuple[Any, Any]) -> Serializer:
    if not (isinstance(kinds[0], type) and issubclass(kinds[0], str)):
        raise TypeError(f"no shape for keys of type {kinds[0]!r}: JSON has only words")
    key, value = map(build_serializer, kinds)
    return Serializer(
        lambda all: {key.to_json(k): value.to_json(v) for k, v in all.items()},
        lambda all: {key.from_json(k): value.from_json(v) for k, v in all.items()},
    )


def _union(kinds: Sequence[Any]) -> Serializer:
    """A type or None; or several types that JSON itself distinguishes, arrays being tuples of plain values."""
    if len(kinds) == 1:
        one = build_serializer(kinds[0])
        if one.plain:
            return one
        return Serializer(
            lambda value: None if value is None else one.to_json(value),
            lambda value: None if value is None else one.from_json(value),
        )
    for kind in kinds:
        if kind not in _PLAIN and not (get_origin(kind) is tuple and get_args(kind)[0] in _PLAIN):
            raise TypeError(f"no shape for a union with {kind!r}")
    return Serializer(_same, lambda value: tuple(value) if type(value) is list else value)


def _loose(value: Any) -> Json:
    """Any JSON-like value; what JSON would lose is wrapped in an object whose only key begins with ``$``."""
    match value:
        case str() | int() | float() | bool() | None:
            return value
        case list():
            return [_loose(inner) for inner in value]
        case tuple():
            return {"$tuple": [_loose(inner) for inner in value]}
        case datetime():
            return {"$at": value.isoformat()}
        case Mapping():
            if all(type(key) is str and not key.startswith("$") for key in value):
                return {key: _loose(inner) for key, inner in value.items()}
            return {"$pairs": [[_loose(key), _loose(inner)] for key, inner in value.items()]}
    raise TypeError(f"cannot store a {type(value).__name__}")


def _tight(value: Json) -> Any:
    if type(value) is list:
        return [_tight(inner) for inner in value]
    if type(value) is not dict:
        return value
    if "$tuple" in value:
        return tuple(_tight(inner) for inner in value["$tuple"])
    if "$at" in value:
        return datetime.fromisoformat(value["$at"])
    if "$pairs" in value:
        return {_tight(key): _tight(inner) for key, inner in value["$pairs"]}
    return {key: _tight(inner) for key, inner in value.items()}


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _is_default(value: Any, default: Any) -> bool:
    if value is default:
        return True
    if type(value) is not type(default) or value != default:  # 0, 0.0 and False differ
        return False
    if type(value) is float:
        return math.copysign(1.0, value) == math.copysign(1.0, default)  # so does -0.0
    fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
    return all(_is_default(getattr(value, field.name), getattr(default, field.name)) for field in fields)


def _record(kind: type[Any]) -> Serializer:
    """One dataclass: an object without the fields that have their default value."""
    hints = get_type_hints(kind)
    shapes = {field.name: build_serializer(hints[field.name]) for field in dataclasses.fields(kind)}
    parts = [(field.name, shapes[field.name].to_json, _default(field)) for field in dataclasses.fields(kind)]

    def to_json(thing: Any) -> Json:
        if type(thing) is not kind:
            raise TypeError(f"a {type(thing).__name__} where a {kind.__name__} belongs")
        held = [(name, write, default, getattr(thing, name)) for name, write, default in parts]
        return {name: write(value) for name, write, default, value in held if not _is_default(value, default)}

    def from_json(value: Json) -> Any:
        return kind(**{name: shapes[name].from_json(inner) for name, inner in value.items()})

    return Serializer(to_json, from_json)


@cache
def _table(kind: type[Any]) -> Serializer:
    """Many dataclasses: their number and one column per field. A column of nothing but defaults is left out."""
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)
    names = tuple(field.name for field in fields)
    inner = {name: _column(hints[name]) for name in names}
    parts = [(field.name, attrgetter(field.name), _default(field), inner[field.name].to_json) for field in fields]

    def to_json(things: Sequence[Any]) -> Json:
        if wrong := next((thing for thing in things if type(thing) is not kind), None):
            raise TypeError(f"a {type(wrong).__name__} where a {kind.__name__} belongs")
        columns: dict[str, Json] = {}
        for name, get, default, write in parts:
            values = list(map(get, things))
            if not all(_is_default(value, default) for value in values):
                columns[name] = write(values)
        return {"rows": len(things), "columns": columns}

    def from_json(value: Json) -> Any:
        rows, columns = value["rows"], value["columns"]
        if unknown := columns.keys() - inner.keys():
            raise ValueError(f"{kind.__name__} has no field {sorted(unknown)[0]}")
        filled: list[Iterable[Any]] = []
        for field in fields:
            if field.name in columns:
                column = inner[field.name].from_json(columns[field.name])
                if len(column) != rows:
                    raise ValueError(f"{kind.__name__}.{field.name} has {len(column)} rows instead of {rows}")
                filled.append(column)
            elif rows and _default(field) is MISSING:
                raise ValueError(f"{kind.__name__}.{field.name} is missing")
            elif field.default_factory is not MISSING:
                filled.append([_default(field) for _ in range(rows)])  # a fresh default for each row
            else:
                filled.append(repeat(field.default, rows))
        return _filled(kind, names, filled, rows)

    return Serializer(to_json, from_json)


def _filled(kind: type[Any], names: Sequence[str], columns: Sequence[Iterable[Any]], rows: int) -> tuple[Any, ...]:
    """Build the dataclasses from these columns. Filling slots column by column takes half the time of calling constructors."""
    if hasattr(kind, "__post_init__") or "__slots__" not in vars(kind):
        return tuple(map(kind, *columns))
    things = tuple(map(object.__new__, repeat(kind, rows)))
    for name, column in zip(names, columns, strict=True):
        deque(map(getattr(kind, name).__set__, things, column), maxlen=0)
    return things


def _cell_key(cell: Any) -> tuple[type, Any, str]:
    """What tells two cells of a column apart: equal values of other types, and 0.0 from -0.0. Raises TypeError if not hashable."""
    return type(cell), cell, "" if cell else repr(cell)


@cache
def _column(kind: Any) -> Serializer:
    """A table of its own if the values are dataclasses; else a palette with one letter per row, or the values as they are."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _table(kind)
    serializer = build_serializer(kind)

    def to_json(values: Sequence[Any]) -> Json:
        cells = values if serializer.plain else list(map(serializer.to_json, values))
        if len(cells) == 1:  # a palette is never shorter; most tables have one row
            return cells
        try:
            palette = {_cell_key(cell): cell for cell in cells}
        except TypeError:  # lists and objects are not hashable
            return cells
        if len(palette) > min(len(cells) // 2, _LAST - _FIRST):
            return cells
        letters = {key: chr(_FIRST + index) for index, key in enumerate(palette)}
        return {"palette": list(palette.values()), "letters": "".join(letters[_cell_key(cell)] for cell in cells)}

    def from_json(column: Json) -> Sequence[Any]:
        if type(column) is list:
            return column if serializer.plain else list(map(serializer.from_json, column))
        palette = {chr(_FIRST + index): serializer.from_json(cell) for index, cell in enumerate(column["palette"])}
        return list(map(palette.__getitem__, column["letters"]))

    return Serializer(to_json, from_json)
