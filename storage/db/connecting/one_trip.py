"""Several questions to PostgreSQL in one trip: all are sent before the first is answered, and rows come back as they are.

On a process that answers many people at once, the trips of a page cost it more than its questions: after each, the page waits for
the turns of all others. SQLAlchemy makes the statements and lends the connection; the questions go by psycopg's pipeline, which
SQLAlchemy does not know. Only statements that are made once are asked so: what is written of each is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Answer = Sequence[tuple[Any, ...]]
_KEPT = 500  # statements, each for the lengths of its lists
_FILLED = 1 << 14  # places of a list that is filled up, at most: a statement has 65,535 in all


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that was made once, of columns alone, and what is given to its named parameters: lists to its expanding ones."""

    statement: Select[*tuple[Any, ...]]
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Written:
    """``words``: as the server gets it; ``given``: what the statement itself gives; ``lists``: the names of the places of each list;
    ``givers``: by which parameters are made that the driver does not take as they are."""

    words: bytes
    given: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]]
    givers: Mapping[str, Callable[[Any], Any]]


async def ask_in_one_trip(engine: AsyncEngine, asked: Sequence[Question]) -> tuple[Answer, ...]:
    """The rows that each finds, by a connection of that engine, which must begin no transactions. Raises DBAPIError."""
    if not asked:
        return ()
    connection = await engine.connect()
    try:
        return await _ask(connection, engine.dialect, asked)
    except BaseException:  # what the server still says of it is not for the next one
        await connection.invalidate()
        raise
    finally:
        await connection.close()


async def _ask(connection: AsyncConnection, dialect: Dialect, asked: Sequence[Question]) -> tuple[Answer, ...]:
    driver: Any = dialect.loaded_dbapi
    raw: Any = (await connection.get_raw_connection()).driver_connection
    written = [_write(question, dialect) for question in asked]
    cursors = [raw.cursor() for _ in written]
    lent: Any = connection.sync_connection
    for heard in lent.dispatch.before_cursor_execute:  # who hears of an engine's statements hears of these as well
        for cursor, (said, given) in zip(cursors, written, strict=True):
            heard(lent, cursor, said.words.decode(), given, None, False)
    try:
        if len(written) == 1:
            await cursors[0].execute(written[0][0].words, written[0][1])
        else:
            async with raw.pipeline():
                for cursor, (said, given) in zip(cursors, written, strict=True):
                    await cursor.execute(said.words, given)
        return tuple([await _read(one.statement, dialect, cursor) for one, cursor in zip(asked, cursors, strict=True)])
    except driver.Error as fault:
        known = OperationalError if isinstance(fault, driver.OperationalError) else DBAPIError
        raise known("; ".join(said.words.decode() for said, _ in written), None, fault) from fault


def _write(question: Question, dialect: Dialect) -> tuple[_Written, dict[str, Any]]:
    """What is sent. A list is filled up with its last word to the next power of two, so that the server knows few statements."""
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
    for name in said.givers.keys() & single.keys():
        single[name] = said.givers[name](single[name])
    return said, {**said.given, **single}


@lru_cache(_KEPT)
def _write_for(
    statement: Select[*tuple[Any, ...]], dialect: Dialect, names: tuple[str, ...], lists: tuple[tuple[str, int], ...]
) -> _Written:
    if any(isinstance(said["expr"], type) for said in statement.column_descriptions):
        raise TypeError("a question is of columns: what it finds is not made objects of")
    nothing = {**dict.fromkeys(names), **{name: [None] * length for name, length in lists}}
    state = statement.compile(dialect=dialect).construct_expanded_state(nothing)
    return _Written(
        state.statement.encode(),
        dict(state.parameters),
        state.parameter_expansion,
        {name: giver for name, giver in state.processors.items() if callable(giver)},
    )


@lru_cache(_KEPT)
def _find_readers(
    statement: Select[*tuple[Any, ...]], dialect: Dialect, sent: tuple[int, ...]
) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """By which columns are read that the driver does not give as they are; ``sent``: what the server says each column is of."""
    kinds = zip(statement.selected_columns, sent, strict=True)
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, kind) for column, kind in kinds]
    return tuple((at, reader) for at, reader in enumerate(readers) if reader)


async def _read(statement: Select[*tuple[Any, ...]], dialect: Dialect, cursor: Any) -> Answer:
    rows: list[tuple[Any, ...]] = await cursor.fetchall()
    told = cursor.pgresult
    readers = _find_readers(statement, dialect, tuple(told.ftype(at) for at in range(told.nfields))) if rows else ()
    if not readers:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for at, reader in readers:
            values[at] = reader(values[at])
        found.append(tuple(values))
    return found
