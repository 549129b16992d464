"""One-time codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds and six digits, as all such apps know them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP, DIGITS = 30, 6
DRIFT = 1  # steps that a clock may be off, either way


def make_totp_secret() -> str:
    """A new secret, in base 32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def compute_code(secret: str, step: int) -> str:
    """The code of that step of 30 seconds since 1970 (RFC 4226, 5.3)."""
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return str((int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def accept_code(kept: str, given: str, now: datetime) -> str | None:
    """What to keep once the code was right: the secret and the code's step, so that no code is right twice; None where it is wrong."""
    secret, _, last = kept.partition(" ")
    typed = "".join(given.split())
    present = int(now.timestamp()) // STEP
    if not secret:
        return None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(compute_code(secret, step).encode(), typed.encode()) and step > int(last or 0):
            return f"{secret} {step}"
    return None


def make_totp_address(secret: str, name: str) -> str:
    """The otpauth: address by which an app takes the secret over."""
    return f"otpauth://totp/{quote(f'Xuncha:{name}')}?{urlencode({'secret': secret, 'issuer': 'Xuncha'})}"
