"""Passes through an account's page to its login: who presses 我的 on a phone is asked to log in, or finds there where to."""

from __future__ import annotations

from collections.abc import Iterable

from crawler import discover, obstacles
from crawler.discover import Lead
from crawler.site import Element
from crawler.stop import UNPRESSED, Stop
from crawler.visit import Visitor
from crawler.vocabulary import FoundBy, GapReason, Role
from crawler.words import plain

NO_WAY = Stop(GapReason.BLANK, "the account's page shows no way to log in that we could press")


def leads_to_account(lead: Lead) -> bool:
    """Whether a lead to the login says no more than whose page it leads to."""
    said = () if lead.element is None else discover.spoken(lead.element, discover.LONGEST)
    return lead.role is Role.LOGIN and bool(any(said)) and not any(discover.named(Role.LOGIN, one) for one in said)


def asks_login(elements: Iterable[Element]) -> bool:
    """Whether a page asks who one is: a password, a field for an account, or words of a login without fields."""
    elements = tuple(elements)
    if obstacles.has_password(elements):
        return True
    for element in elements:
        if not element.seen:
            continue
        said = plain(f"{element.own} {element.name} {element.text if element.input_type else ''}")
        words = discover.ACCOUNT_FIELDS if element.tag == "input" else discover.ACCOUNT_SAYS
        if any(word in said for word in words):
            return True
    return False


async def pass_on(visitor: Visitor, lead: Lead) -> Stop | None:
    """Press the way to the login on the account's page the visitor stands on; None where that was done."""
    visitor.expects = Role.LOGIN
    await visitor.wait(0.0)  # the page as it is, read into ``here``
    ways = () if visitor.stop is not None else discover.leads(visitor.here, (Role.LOGIN,))[Role.LOGIN]
    way = next((one for one in ways if one.element is not None and not leads_to_account(one)), None)
    if way is None or way.element is None:
        return visitor.stop or NO_WAY
    clicks = None if lead.clicks is None else lead.clicks + 1
    visitor.come_by(FoundBy.CLICK, clicks, (*lead.path, *way.path[-1:]))
    done = await (visitor.open(way.url) if way.url else visitor.click(way.element))
    return None if done else visitor.stop or UNPRESSED
