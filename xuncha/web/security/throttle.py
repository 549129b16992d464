"""Whoever guesses passwords or codes is held off: by the name that is tried, and by the address it is tried from."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from fastapi import HTTPException, Request

from storage.people.action_log import add_action
from storage.people.failed_logins import FailureLimits, forget_failures, note_attempt
from storage.people.user_accounts import Account
from xuncha.web.security.passwords import is_password
from xuncha.web.web_state import WebState, get_state


def find_address(request: Request) -> str:
    """Where a request comes from; of IPv6 the network of one house, /64, since each machine there has billions of addresses."""
    given = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return given[:100]
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


async def begin_attempt(request: Request, name: str) -> int:
    """Count an attempt as failed before it is tried. Raises 429 where too many have failed."""
    state = get_state(request)
    number = await note_attempt(state.store, name, find_address(request), state.now(), _limits(state))
    if number is None:
        raise HTTPException(429)
    return number


async def try_password(request: Request, name: str, account: Account | None, password: str) -> bool:
    """Whether it is that account's password; unknown and closed accounts take the same time and are wrong. Raises 429."""
    state = get_state(request)
    number = await begin_attempt(request, name)
    right = await is_password(account.password if account else "", password)
    if account is None or not right or not account.active:
        await log_failure(state, account)
        return False
    await forget_failures(state.store, name, number)
    return True


async def log_failure(state: WebState, account: Account | None) -> None:
    """Leave a line in the log: somebody failed to come in as that person, or as nobody known, which takes the same time."""
    await add_action(state.store, state.now(), "web:?", "log_in_failed", f"user:{account.id if account else '?'}")


def _limits(state: WebState) -> FailureLimits:
    said = state.settings.login
    return FailureLimits(said.failures, said.address_failures, timedelta(minutes=said.failure_minutes))
