"""The log of what people did: looked through, its chain checked, and given as JSON lines."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse

from storage.db.session import Store
from storage.people.action_log import check_action_chain, count_actions, list_actions, render_action
from storage.people.action_search import ActionFilter, list_action_names, search_actions
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import shown_zone
from xuncha.web.entrance import require_right
from xuncha.web.rendering import load_web_words, render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import holds_everywhere
from xuncha.web.web_state import get_state

router = APIRouter()
Looking = Annotated[Visitor, Depends(require_right(Right.LOG))]
AT_ONCE = 2000


@router.get("/log")
async def show_log(
    request: Request, visitor: Looking, actor: str = "", action: str = "", subject: str = "", since: str = "",
    until: str = "", before: Annotated[int | None, Query(ge=1, le=2**31)] = None, check: str = "",
) -> Response:  # fmt: skip
    """The newest lines that are asked for; ``check``: with the whole chain checked. ``before``: the number of the page's first line + 1."""
    _check_everywhere(visitor)
    state = get_state(request)
    rows = state.settings.pages.rows
    wanted = ActionFilter(actor.strip(), action, subject.strip(), _read_day(since), _read_day(until, after=1))
    found = await search_actions(state.store, wanted, rows + 1, before)
    names = await list_action_names(state.store)
    return render_page(
        request, visitor, "log.html.j2", found=found[:rows],
        details={other.number: _read_detail(other.detail) for other in found}, older=found[rows - 1].number if len(found) > rows else None,
        asked={"actor": actor, "action": action, "subject": subject, "since": since, "until": until},
        names=names, words_of={name: _name_action(name, visitor.lang) for name in names}, count=await count_actions(state.store),
        checked=await check_action_chain(state.store) if check else None,
    )  # fmt: skip


@router.get("/log.jsonl")
async def export_log(request: Request, visitor: Looking) -> Response:
    """The whole log, one JSON table a line, in order."""
    _check_everywhere(visitor)
    headers = {"Content-Disposition": 'attachment; filename="actions.jsonl"'}
    return StreamingResponse(_stream(get_state(request).store), media_type="application/jsonl", headers=headers)


async def _stream(store: Store) -> AsyncIterator[bytes]:
    after = 0
    while lines := await list_actions(store, after, AT_ONCE):
        yield b"".join(render_action(line) for line in lines)
        after = lines[-1].number


def _name_action(action: str, lang: str) -> str:
    """What an action is called on pages; its own name where no words are kept for it."""
    known = load_web_words()["log"]["actions"].get(action)
    return known[lang] if known else action


def _read_detail(detail: str) -> list[tuple[str, str]]:
    """What a line says beside who and what, as pairs of words."""
    read = json.loads(detail)
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in read.items()
        if value not in ("", None)
    ]


def _check_everywhere(visitor: Visitor) -> None:
    """The log tells of all platforms. Raises 403 for whoever sees a part."""
    if not holds_everywhere(visitor, Right.LOG):
        raise HTTPException(403, "right")


def _read_day(said: str, after: int = 0) -> datetime | None:
    """The beginning of a day as times are shown, or of a later one; None for none. Raises InvalidInput."""
    if not said:
        return None
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=shown_zone()) + timedelta(days=after)
    except (ValueError, OverflowError) as fault:
        raise InvalidInput(
            f"日期写法有误：{said[:20]!r}，应如 2026-11-25", f"{said[:20]!r} is no day: write it like 2026-11-25"
        ) from fault
