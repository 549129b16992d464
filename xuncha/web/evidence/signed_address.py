"""Addresses of evidence: each names one piece, is sealed with this process's key, and is good for minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from xuncha.web.web_state import WebState

STEP = 30  # seconds: addresses made within it are alike, so that a browser keeps the picture it has


def sign_address(state: WebState, kind: str, *named: str) -> str:
    """The address of a piece of evidence, good for ``[evidence] seconds`` at most, and for ``STEP`` less at least."""
    ends = find_signing_step(state) * STEP + state.settings.evidence.seconds
    body = json.dumps([kind, ends, *named], ensure_ascii=True, separators=(",", ":")).encode("ascii")
    said = base64.urlsafe_b64encode(body).decode("ascii").rstrip("=")
    return f"{state.evidence_origin}/{kind}/{said}.{_seal(state.key, body)}"


def find_signing_step(state: WebState) -> int:
    """The number of the present step: what was signed in it before is what would be signed now."""
    return int(state.now().timestamp() // STEP)


def open_address(state: WebState, kind: str, given: str) -> tuple[str, ...] | None:
    """What a signed address names; None where it is not ours, for something else, or too old."""
    said, _, seal = given.partition(".")
    try:
        body = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
        same = hmac.compare_digest(_seal(state.key, body), seal)
    except (ValueError, TypeError):  # what was given is no base64, or not even ASCII
        return None
    if not same:
        return None
    found_kind, ends, *named = json.loads(body)
    return tuple(named) if found_kind == kind and ends > state.now().timestamp() else None


def _seal(key: bytes, body: bytes) -> str:
    return hmac.new(key, b"evidence:" + body, hashlib.sha256).hexdigest()[:43]
