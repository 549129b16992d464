"""Pass through an account page to its login: tapping 我的 on a phone asks for a login, or leads to a page that links to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crawler import obstacles
from crawler.dom.snapshot import PageReading
from crawler.failure import UNPRESSED, LoadFailure
from crawler.limits import PAGE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.machine_time import MACHINE_TIME
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.visit.page_session import PageSession
from crawler.vocabulary import LANDED, FoundBy, GapReason, Role

NO_WAY = LoadFailure(GapReason.BLANK, "the account's page shows no way to log in that we could press")


def leads_to_account(lead: Lead) -> bool:
    """Whether a login lead only says that it leads to the account."""
    said = () if lead.element is None else role_links.spoken_labels(lead.element, role_links.LONGEST)
    return (
        lead.role is Role.LOGIN and bool(any(said)) and not any(role_links.names_role(Role.LOGIN, one) for one in said)
    )


def asks_login(elements: Iterable[Element]) -> bool:
    """Whether a page asks who the visitor is: a password, an account field, or words of a login without fields."""
    elements = tuple(elements)
    if obstacles.has_password(elements):
        return True
    for element in elements:
        if not element.seen:
            continue
        said = plain_words(f"{element.own} {element.name} {element.text if element.input_type else ''}")
        words = role_links.ACCOUNT_FIELDS if element.tag == "input" else role_links.ACCOUNT_SAYS
        if any(word in said for word in words):
            return True
    return False


async def pass_on(visitor: PageSession, lead: Lead, remember: Callable[[View], None]) -> LoadFailure | None:
    """Click the way to the login on the visitor's current account page, which may come up late; None if that was done.

    The account page is kept as another page of the shop, and remembered as one: its help, service and documents may be
    linked nowhere else, and to press them it is loaded again.
    """
    if (kept := await _keep_account(visitor)) is not None:
        remember(kept)
    visitor.expects = Role.LOGIN
    way = None
    for pause in (0.0, MACHINE_TIME.stretched(PAGE.late_seconds)):
        await visitor.wait(pause)  # read the page as it is into ``here``
        ways = () if visitor.stop is not None else role_links.find_leads(visitor.here, (Role.LOGIN,))[Role.LOGIN]
        way = next((one for one in ways if one.element is not None and not leads_to_account(one)), None)
        if way is not None or visitor.stop is not None:
            break
    if way is None or way.element is None:
        return visitor.stop or NO_WAY
    clicks = None if lead.clicks is None else lead.clicks + 1
    visitor.come_by(FoundBy.CLICK, clicks, (*lead.path, *way.path[-1:]))
    done = await (visitor.open(way.url) if way.url else visitor.click(way.element))
    return None if done else visitor.stop or UNPRESSED


def is_account(view: View) -> bool:
    """Whether a page of no other role was opened by an entry that only says that it leads to the account."""
    said = role_links.bare_label(plain_words(view.path[-1])) if view.path else ""
    return view.role is Role.OTHER and said in role_links.RULES[Role.LOGIN].whole


async def _keep_account(visitor: PageSession) -> View | None:
    """The account page, stored once on a device, in the first look."""
    trip, here = visitor.trip, page_identity(visitor.shown.url)
    known = (view for view in trip.views if view.device is visitor.device and view.look == trip.plan.look)
    if trip.plan.look != 1 or any(page_identity(view.url) == here for view in known):
        return None
    page = await visitor.read()
    return await visitor.store(page, Role.OTHER, LANDED) if isinstance(page, PageReading) else None
