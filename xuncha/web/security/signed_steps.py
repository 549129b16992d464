"""Steps of something that takes several requests (a code after a password, a key's challenge): given to the browser under a seal,
good for minutes and for one use, so that nothing need be stored before somebody is known."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta

from storage.people.invitations import use_once
from xuncha.web.web_state import WebState

MINUTES = 5


def sign_step(state: WebState, purpose: str, *named: str) -> str:
    """A sealed text that says so, good for five minutes; what it says can be read by whoever holds it."""
    ends = int((state.now() + timedelta(minutes=MINUTES)).timestamp())
    body = json.dumps([purpose, ends, secrets.token_hex(16), *named], separators=(",", ":")).encode("ascii")
    return f"{base64.urlsafe_b64encode(body).decode('ascii').rstrip('=')}.{_seal(state.key, body)}"


def open_step(state: WebState, purpose: str, given: str) -> tuple[str, ...] | None:
    """What a step says; None where it is not ours, for something else, or too old."""
    said, _, seal = given.partition(".")
    try:
        body = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except ValueError:
        return None
    if not hmac.compare_digest(_seal(state.key, body).encode(), seal.encode()):
        return None
    found, ends, _, *named = json.loads(body)
    return tuple(named) if found == purpose and ends > state.now().timestamp() else None


async def use_step(state: WebState, purpose: str, given: str) -> bool:
    """Use an opened step up; False where that was done before."""
    now = state.now()
    return await use_once(state.store, given, f"step_{purpose}", None, now, now + timedelta(minutes=MINUTES))


def _seal(key: bytes, body: bytes) -> str:
    return hmac.new(key, b"step:" + body, hashlib.sha256).hexdigest()
