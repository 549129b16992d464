"""Tell a pooled connection that the database has dropped from one that waits to be used, without asking the database.

A connection that waits has nothing to read: only a server that ends it, or a network that does, makes its socket readable
(``select`` says so of a closed one too). A question to the server instead (SQLAlchemy's ``pool_pre_ping``) costs each use a
round trip, and on a process that answers many at once each trip waits for the turns of all others. A server that has vanished
without a word is noticed by the keepalives.
"""

from __future__ import annotations

import select
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

_RESTED = "xuncha_rested"  # was used and put back: a new connection may still have something of its beginning to read


def replace_dropped_connections(engine: AsyncEngine) -> None:
    """Have the pool of a PostgreSQL engine give out a new connection instead of one that was dropped while it waited."""
    event.listen(engine.sync_engine, "checkin", _note_rest)
    event.listen(engine.sync_engine, "checkout", _refuse_dropped)


def is_dropped(driven: Any) -> bool:
    """Whether a psycopg connection that nobody uses was ended by the server or closed here."""
    if driven.closed:
        return True
    poll = select.poll()
    poll.register(driven.fileno(), select.POLLIN | select.POLLPRI)
    return bool(poll.poll(0))


def _note_rest(connection: Any, record: Any) -> None:
    if connection is not None:  # it is None where it was thrown away
        record.info[_RESTED] = True


def _refuse_dropped(connection: Any, record: Any, proxy: Any) -> None:
    if record.info.get(_RESTED) and is_dropped(connection.driver_connection):
        raise DisconnectionError("dropped while it waited")
