"""Where plain data differ from what follows from the rules; one readable line per place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring.standard_tables import TOLERANCE

LONGEST = 120  # most characters shown of a value


def find_differences(place: str, said: object, follows: object) -> Iterator[str]:
    """Compare everything in ``follows``; what else ``said`` holds is ignored. Floats may be 1e-9 apart, all else must be equal."""
    if isinstance(follows, Mapping):
        if not isinstance(said, Mapping):
            yield _line(place, said, follows)
            return
        for key, value in follows.items():
            if key in said:
                yield from find_differences(f"{place}.{key}", said[key], value)
            else:
                yield f"{place}.{key}: is missing in audit.json, {_shown(value)} follows"
    elif isinstance(follows, list):
        if not isinstance(said, list) or len(said) != len(follows):
            yield _line(place, said, follows)
            return
        for at, (one, other) in enumerate(zip(said, follows, strict=True)):
            yield from find_differences(f"{place}.{_name(other, at)}", one, other)
    elif not _equal(said, follows):
        yield _line(place, said, follows)


def compare_by_key(place: str, key: str, said: object, follows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Compare entries with the same ``key``, and report by it each one missing, unknown or duplicate."""
    if not isinstance(said, list) or not all(
        isinstance(row, Mapping) and isinstance(row.get(key), str) for row in said
    ):
        yield f"{place}: must be a list of tables with '{key}'"
        return
    names = [row[key] for row in said]
    expected = {follow[key]: follow for follow in follows}
    for name in dict.fromkeys(names):
        if name not in expected:
            yield f"{place}: audit.json has {_shown(name)}, which nothing accounts for"
        elif names.count(name) > 1:
            yield f"{place}.{name}: stands in audit.json {names.count(name)} times"
    found = {row[key]: row for row in said}
    for name, entry in expected.items():
        if name in found:
            yield from find_differences(f"{place}.{name}", found[name], entry)
        else:
            yield f"{place}.{name}: is missing in audit.json"


def _equal(said: object, follows: object) -> bool:
    if isinstance(follows, bool) or not isinstance(follows, int | float):
        return type(said) is type(follows) and said == follows
    if isinstance(said, bool) or not isinstance(said, int | float):
        return False
    if isinstance(said, int) and isinstance(follows, int):
        return said == follows
    try:
        return abs(said - follows) <= TOLERANCE  # never if one of them is NaN
    except OverflowError:
        return False


def _name(entry: object, at: int) -> str:
    return str(entry.get("id", at)) if isinstance(entry, Mapping) else str(at)


def _line(place: str, said: object, follows: object) -> str:
    return f"{place}: audit.json says {_shown(said)}, but {_shown(follows)} follows"


def _shown(value: object) -> str:
    """A value on one line, in characters that no terminal interprets as commands."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
