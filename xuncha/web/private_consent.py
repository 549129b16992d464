"""Consent to a platform's private address, given in a page: only to what was named when the workbench was started, and only by who may.

A private address is one of this machine or of its network, where the gate lets no visit go. Whoever starts the workbench names the
places that may be consented to at all (``--may-consent``); without a name there is none, and pages only tell how it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from crawler.network.consent import Place, named_places, own_places
from crawler.site import Platform
from storage.people.action_log import add_action
from storage.platforms import OWN, Registration, save_registration
from xuncha.register.due_times import choose_due_times
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import WebState


def list_named_places(named: Collection[str]) -> frozenset[Place]:
    """The places that may be consented to: what is named, and what a shop so addressed is redirected to. Raises ValueError."""
    return frozenset[Place]().union(
        *(named_places(place) | own_places(Platform(url=f"http://{place}/")) for place in named)
    )


def may_be_consented_to(state: WebState, known: Registration) -> bool:
    """Whether all addresses of the platform were named when the workbench was started."""
    return bool(state.may_consent) and own_places(known.platform) <= list_named_places(state.may_consent)


def keep_consent(before: Registration, made: Registration) -> tuple[str, ...]:
    """The consent that still holds where a page changed a platform: none once it has another address than was consented to."""
    return before.private if own_places(made.platform) <= own_places(before.platform) else ()


async def change_private_consent(state: WebState, visitor: Visitor, line: PlatformLine, given: bool, why: str) -> None:
    """Give or withdraw consent to the platform's own address; who did it and why stands in the log."""
    known = line.known.registration
    made = replace(known, private=(OWN,) if given else ())
    await save_registration(state.store, made, choose_due_times(made, line.known, state.now()), state.now())
    detail: dict[str, object] = {
        "places": sorted(f"{host}:{port}" for host, port in own_places(known.platform)),
        "why": why,
    }
    action = "consent_private" if given else "withdraw_private"
    await add_action(state.store, state.now(), visitor.actor, action, f"platform:{known.url}", detail)
    state.overview.spoil()
