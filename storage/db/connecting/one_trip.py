"""Several questions to PostgreSQL in one trip: all are sent before the first is answered, and rows come back as they are.

On a process that answers many people at once, the trips of a page cost it more than its questions: after each, the page waits for
the turns of all others. SQLAlchemy makes the statements and lends the connection; the questions go by psycopg's pipeline, which
SQLAlchemy does not know. Only statements that are made once are asked so: what is written of each is kept, as the server reads it
(psycopg would read a long statement through each time), and a list is given as one array, however many it holds: so each connection
has few statements prepared, from the first time they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Answer = Sequence[tuple[Any, ...]]
_KEPT = 500  # statements
_PLACE = re.compile(r"%\(([^)]+)\)s|%%")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that was made once, of columns alone, and what is given to its named parameters: lists to its expanding ones."""

    statement: Select[*tuple[Any, ...]]
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Written:
    """``words``: as the server gets it, with numbered places; ``names``: what is given to each; ``named``: as who listens is told it;
    ``given``: what the statement itself gives; ``givers``: by which parameters are made that the driver does not take as they are."""

    words: bytes
    names: tuple[str, ...]
    named: str
    given: Mapping[str, Any]
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
    cursors = [driver.AsyncRawCursor(raw) for _ in written]
    lent: Any = connection.sync_connection
    for heard in lent.dispatch.before_cursor_execute:  # who hears of an engine's statements hears of these as well
        for cursor, (said, given) in zip(cursors, written, strict=True):
            heard(lent, cursor, said.named, given, None, False)
    places = [[given[name] for name in said.names] for said, given in written]
    try:
        if len(written) == 1:
            await cursors[0].execute(written[0][0].words, places[0], prepare=True)
        else:
            async with raw.pipeline():
                for cursor, (said, _), values in zip(cursors, written, places, strict=True):
                    await cursor.execute(said.words, values, prepare=True)
        return tuple([await _read(one.statement, dialect, cursor) for one, cursor in zip(asked, cursors, strict=True)])
    except driver.Error as fault:
        known = OperationalError if isinstance(fault, driver.OperationalError) else DBAPIError
        raise known("; ".join(said.named for said, _ in written), None, fault) from fault


def _write(question: Question, dialect: Dialect) -> tuple[_Written, dict[str, Any]]:
    """What is sent, and what is given to its parameters by name."""
    lists = tuple(name for name, value in question.given.items() if isinstance(value, list))
    said = _write_for(question.statement, dialect, tuple(question.given), lists)
    given = {**said.given, **question.given}
    for name, giver in said.givers.items():
        given[name] = [giver(value) for value in given[name]] if name in lists else giver(given[name])
    return said, given


@lru_cache(_KEPT)
def _write_for(
    statement: Select[*tuple[Any, ...]], dialect: Dialect, names: tuple[str, ...], lists: tuple[str, ...]
) -> _Written:
    if any(isinstance(said["expr"], type) for said in statement.column_descriptions):
        raise TypeError("a question is of columns: what it finds is not made objects of")
    compiled = statement.compile(dialect=dialect)
    expanding = {bound.key: bound for bound in compiled.binds.values() if bound.expanding}
    # A list of the statement's own is written out.
    left = (bound for key, bound in expanding.items() if key not in lists)
    if not expanding.keys() >= set(lists) or any(bound.required for bound in left):
        raise TypeError(f"lists are given where they are asked for by IN: {statement}")
    state = compiled.construct_expanded_state({name: [None] if name in lists else None for name in names})
    named, singles = state.statement, {}
    for name in lists:
        (single,) = state.parameter_expansion[name]  # the one place of a list of one
        singles[single] = name
        named = _take_array(named, single, name)
    order: dict[str, int] = {}

    def number(place: re.Match[str]) -> str:
        return f"${order.setdefault(place[1], len(order) + 1)}" if place[1] else "%"

    words = _PLACE.sub(number, named)
    return _Written(
        words.encode(),
        tuple(order),
        named,
        {name: value for name, value in state.parameters.items() if name in order and name not in names},
        {singles.get(name, name): giver for name, giver in state.processors.items() if callable(giver)},
    )


def _take_array(statement: str, single: str, name: str) -> str:
    """The statement with an array of that name where it had a list of one place."""
    place = re.compile(rf"(NOT )?IN \(%\({re.escape(single)}\)s(::\w+(?:\(\d+\))?)?\)")

    def take(found: re.Match[str]) -> str:
        return f"{'<> ALL' if found[1] else '= ANY'} (%({name})s{f'{found[2]}[]' if found[2] else ''})"

    made, count = place.subn(take, statement)
    if not count or single in _PLACE.findall(made):
        raise TypeError(f"a list is asked for by IN: {statement}")
    return made


@lru_cache(_KEPT)
def find_readers(
    statement: Select[*tuple[Any, ...]], dialect: Dialect, sent: tuple[int | None, ...]
) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """By which columns are read that the driver does not give as they are; ``sent``: what a server says each column is of."""
    kinds = zip(statement.selected_columns, sent, strict=True)
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, kind) for column, kind in kinds]
    return tuple((at, reader) for at, reader in enumerate(readers) if reader)


async def _read(statement: Select[*tuple[Any, ...]], dialect: Dialect, cursor: Any) -> Answer:
    rows: list[tuple[Any, ...]] = await cursor.fetchall()
    told = cursor.pgresult
    readers = find_readers(statement, dialect, tuple(told.ftype(at) for at in range(told.nfields))) if rows else ()
    if not readers:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for at, reader in readers:
            values[at] = reader(values[at])
        found.append(tuple(values))
    return found
