"""Requests that change something bring an Idempotency-Key: sent again, they are answered as before and do nothing more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from storage.people.answered_requests import ClaimState, claim_request, record_answer, release_request
from xuncha.web.api.problems import Refusal
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import get_state

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$",
        description="any word of your own, new for each request",
    ),
]  # fmt: skip
REPLAYED = "Idempotency-Replayed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a body of the route's shape, its status and headers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


async def answer_once(
    request: Request, visitor: Visitor, key: str, work: Callable[[], Awaitable[Answer]]
) -> JSONResponse:
    """Do the work and keep its answer under the key, or give the answer that is kept. What is refused is not kept.

    Raises Refusal where the key is another request's or the request is being done, and what ``work`` raises.
    """
    state, token = get_state(request), visitor.token
    assert token is not None
    limits = state.settings.api
    claim = await claim_request(
        state.store, token, key, await _hash_request(request), state.now(), timedelta(seconds=limits.lost_seconds),
        timedelta(hours=limits.keys_hours),
    )  # fmt: skip
    match claim.state:
        case ClaimState.OTHER:
            raise Refusal(422, "key")
        case ClaimState.BUSY:
            raise Refusal(409, "busy", headers={"Retry-After": "1"})
        case ClaimState.ANSWERED:
            kept = json.loads(claim.answer)
            return JSONResponse(kept["body"], claim.status, {**kept["headers"], REPLAYED: "true"})
    try:
        answer = await work()
    except BaseException:
        await release_request(state.store, token, key)
        raise
    body = jsonable_encoder(answer.body)
    said = json.dumps({"body": body, "headers": dict(answer.headers)}, ensure_ascii=True)
    await record_answer(state.store, token, key, answer.status, said)
    return JSONResponse(body, answer.status, dict(answer.headers))


async def _hash_request(request: Request) -> str:
    """SHA-256 of what is asked for: the method, the address and the body."""
    made = hashlib.sha256()
    for part in (request.method, request.url.path, request.url.query, request.headers.get("if-match", "")):
        made.update(part.encode("utf-8", "replace") + b"\0")
    made.update(await request.body())
    return made.hexdigest()
