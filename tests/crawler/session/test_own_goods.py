"""A phone whose cards have no address looks at what a press on them opens, and not at pages of another app."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, cast

import pytest

from crawler.discovery.opener import Opener
from crawler.links.role_links import Lead
from crawler.plan import Want
from crawler.session.product_tour import ProductTour
from crawler.site import View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.shared_sample import SharedSample
from crawler.vocabulary import LANDED, Device, FoundBy, Role
from tests.cases.build import SHOP, view

NAMES = ("青釉茶碗", "手织围巾", "黄杨木梳")


def _home(linked: bool) -> View:
    pieces: list[dict[str, Any]] = []
    for at, name in enumerate(NAMES):
        place = f"body>uni-view:nth-child({at + 1})"
        pieces += [
            {"tag": "uni-view", "clickable": True, "text": f"{name} ¥{at + 20}.00", "own": "", "selector": place},
            {"image": f"/img/{at}.jpg", "selector": f"{place}>img", "box": (10, 200 * at, 150, 150)},
            {"text": name, "selector": f"{place}>b"} | ({"href": f"/pc/goods/{at + 1}"} if linked else {}),
            {"text": f"¥{at + 20}.00", "selector": f"{place}>i"},
        ]
    return view(Role.HOME, elements=pieces, device=Device.MOBILE, clicks=0)


class _Pressing:
    """Stands for the opener: a press opens the next product of the phone's app, an address its own page."""

    def __init__(self, app: str) -> None:
        self.app, self.seen = app, []  # type: tuple[str, list[View]]
        self.templates: tuple[object, ...] = ()
        self.status = 200

    def knows(self, url: str) -> bool:
        return any(one.url == url for one in self.seen)

    def seen_at(self, url: str) -> View | None:
        return next((one for one in self.seen if one.url == url), None)

    def stop_at(self, url: str) -> None:
        return None

    async def look_at(self, lead: Lead, _then: Lead | None = None) -> View | None:
        if self.seen_at(lead.url) is not None:
            return None
        url = lead.url or f"{SHOP}{self.app}/goods/{len(self.seen) + 1}"
        found = view(Role.PRODUCT, "茶碗 ¥20.00", device=Device.MOBILE, url=url, found_by=lead.found_by)
        self.seen.append(found)
        return found


@pytest.mark.parametrize(
    ("app", "linked", "expected"),
    [
        ("m", False, ["m/goods/1", "m/goods/2", "m/goods/3"]),  # an app of its own: its own cards
        ("pc", False, ["pc/goods/1", "pc/goods/7", "pc/goods/8"]),  # the same: those the desktop chose
        ("pc", True, ["pc/goods/7", "pc/goods/8", "pc/goods/9"]),  # cards with addresses are pressed nowhere
    ],
)
async def test_a_phone_presses_its_first_card_and_stays_in_its_own_app(
    app: str, linked: bool, expected: list[str]
) -> None:
    opener, home = _Pressing(app), _home(linked)
    sample = SharedSample(urls=[f"{SHOP}pc/goods/{n}" for n in (7, 8, 9)])
    await sample.end()
    kept = {Role.HOME: (home,)}
    trip = SimpleNamespace(
        plan=SimpleNamespace(
            wants={Want(Role.PRODUCT, LANDED, Device.DESKTOP)}, devices=tuple(Device), brief=False, products=()
        ),
        sampling=sample,
        deadline=time.monotonic() + 60,
        views=(),
        have=lambda role, state, device: tuple(opener.seen) if role is Role.PRODUCT else kept.get(role, ()),
    )
    tour = ProductTour(cast("CrawlState", trip), Device.MOBILE, cast("Opener", opener), (Role.PRODUCT,))
    await tour._shared(home)
    await tour.last(home)
    assert [one.url.removeprefix(SHOP) for one in opener.seen] == expected
    assert (opener.seen[0].found_by is FoundBy.CLICK) is not linked
