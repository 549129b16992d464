"""Audits of a person's queue are made ready behind the page: whoever opens one next does not wait for it to be read."""

from __future__ import annotations

from collections.abc import Sequence

from storage.errors import StorageError
from xuncha.web.web_state import WebState

OWN = 8  # of those that a person is asked about: who looks at a queue opens one of the first


def begin_preparing(state: WebState, own: Sequence[str], others: Sequence[str]) -> None:
    """Have these audits ready, one after the other: a person's own first, others as long as there is room.

    Nothing of them is shown by this: who may see one is asked when it is opened. While some are being made ready no more are begun.
    """
    memory, audits = state.memory, state.audits
    wanted = [id for id in dict.fromkeys((*own[:OWN], *others)) if not audits.has(id)]
    if wanted and not memory.preparing:
        memory.preparing = True
        memory.go_on(_prepare(state, wanted, frozenset(own[:OWN])))


async def _prepare(state: WebState, wanted: Sequence[str], own: frozenset[str]) -> None:
    most = state.settings.pages.audits_ahead
    try:
        for id in wanted:
            if id in own or state.audits.ahead < most:
                await _prepare_one(state, id, most)
    finally:
        state.memory.preparing = False


async def _prepare_one(state: WebState, id: str, most: int) -> None:
    try:
        await state.audits.prepare(state.store, state.reader, id, most)
    except StorageError:
        return  # told to who opens it
