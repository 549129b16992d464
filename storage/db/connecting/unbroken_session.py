"""A session of which no statement is cut off: a cancellation takes effect when the one under way has ended.

aiosqlite runs statements in a thread, which goes on with one that nobody waits for any more. Cut off at a bad moment, its
connection kept the file locked for seconds after its session was closed, and whoever wrote next was told that it is held.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


async def finish_work(work: Coroutine[Any, Any, T]) -> T:
    """Await it to its end, then raise what cancelled the waiting: a statement takes seconds at worst, and its thread would take them anyway."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        _ = task.cancelled() or task.exception()  # retrieved, so that asyncio does not warn of it
        raise


class UnbrokenSession(AsyncSession):
    """An AsyncSession whose every trip to the database is made to its end."""

    async def connection(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().connection(*args, **given))

    async def execute(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().execute(*args, **given))

    async def scalar(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().scalar(*args, **given))

    async def scalars(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().scalars(*args, **given))

    async def get(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().get(*args, **given))

    async def merge(self, *args: Any, **given: Any) -> Any:
        return await finish_work(super().merge(*args, **given))

    async def delete(self, instance: object) -> None:
        await finish_work(super().delete(instance))

    async def flush(self, objects: Any = None) -> None:
        await finish_work(super().flush(objects))

    async def commit(self) -> None:
        await finish_work(super().commit())

    async def close(self) -> None:
        await finish_work(super().close())
