"""Several questions to a SQLite file that is read where it is asked: by plain statements, within one transaction.

A session would make each statement's cursor, context and rows anew and switch tasks for each, which costs a process many times what
the file does. What is written of a statement is kept, for lists by their length, which is filled up to the next power of two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db.connecting.one_trip import Answer, Question, find_readers
from storage.db.connecting.sqlite_here import ConnectionHere

_KEPT = 500  # statements, each for the lengths of its lists
_FILLED = 1 << 14  # places of a list that is filled up, at most: a statement has 32,766 in all


@dataclass(frozen=True, slots=True)
class _Written:
    """``words``: with a place for each of ``names``; ``given``: what the statement itself gives; ``lists``: the names of the places of each
    list; ``givers``: by which parameters are made that the driver does not take as they are."""

    words: str
    names: tuple[str, ...]
    given: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]]
    givers: Mapping[str, Callable[[Any], Any]]


async def ask_here(engine: AsyncEngine, asked: Sequence[Question]) -> tuple[Answer, ...] | None:
    """The rows that each finds, by an engine of ``sqlite_here``; None where the file would have to be waited for, or cannot be opened.

    Raises sqlite3.Error.
    """
    try:
        connection = await engine.connect()
    except OperationalError:  # not to be opened: told by who waits
        return None
    try:
        return await connection.run_sync(_ask, asked)
    finally:
        await connection.close()


def _ask(connection: Connection, asked: Sequence[Question]) -> tuple[Answer, ...] | None:
    try:
        connection.begin()  # ended when the connection is given back
    except OperationalError:  # locked
        return None
    raw = connection.connection.driver_connection
    assert isinstance(raw, ConnectionHere)
    found = []
    for one in asked:
        said, values = _write(one, connection.dialect)
        for heard in connection.dispatch.before_cursor_execute:
            heard(connection, None, said.words, values, None, False)
        rows = raw.fetch(said.words, values)
        readers = find_readers(one.statement, connection.dialect, (None,) * len(rows[0])) if rows else ()
        found.append([_read(row, readers) for row in rows] if readers else rows)
    return tuple(found)


def _read(row: tuple[Any, ...], readers: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    values = list(row)
    for at, reader in readers:
        values[at] = reader(values[at])
    return tuple(values)


def _write(question: Question, dialect: Dialect) -> tuple[_Written, tuple[Any, ...]]:
    """What is asked, and what is given to its places."""
    single: dict[str, Any] = {}
    listed: dict[str, list[Any]] = {}
    for name, value in question.given.items():
        if isinstance(value, list):
            wide = 1 << (len(value) - 1).bit_length() if value else 0
            listed[name] = value + value[-1:] * (wide - len(value)) if wide <= _FILLED else value
        else:
            single[name] = value
    lengths = tuple((name, len(values)) for name, values in listed.items())
    said = _write_for(question.statement, dialect, tuple(single), lengths)
    for name, values in listed.items():
        single.update(zip(said.lists[name], values, strict=True))
    given = {**said.given, **single}
    for name, giver in said.givers.items():
        if name in given:
            given[name] = giver(given[name])
    return said, tuple([given[name] for name in said.names])


@lru_cache(_KEPT)
def _write_for(
    statement: Select[*tuple[Any, ...]], dialect: Dialect, names: tuple[str, ...], lists: tuple[tuple[str, int], ...]
) -> _Written:
    nothing = {**dict.fromkeys(names), **{name: [None] * length for name, length in lists}}
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state(nothing)
    order = tuple(state.positiontup or ())
    givers = {}
    for name, bound in compiled.binds.items():
        giver = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if giver is not None:
            givers.update(dict.fromkeys(state.parameter_expansion.get(name, [name]), giver))
    return _Written(
        state.statement,
        order,
        dict(state.parameters),
        state.parameter_expansion,
        givers,
    )
