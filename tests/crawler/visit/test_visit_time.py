"""A visit keeps to its time: every wait ends with it, however busy the machine is, and what was not seen by then is a gap."""

import asyncio
import time

import pytest

from crawler.crawl import out_of_time
from crawler.limits import AUDIT
from crawler.machine_time import patient_timeout
from crawler.plan import Act, ActContext, Plan
from crawler.site import Platform, View
from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Memory, Shop, crawled, page, served, visiting, wants
from tests.crawler.links.named_shop import NAMED, named
from tests.crawler.test_machine_time import slowed

LINKS = "".join(
    f'<a href="/{n}">{word}</a>'
    for n, word in enumerate(("帮助中心", "关于我们", "投诉举报", "隐私政策", "用户协议", "在线客服"))
)


async def test_a_wait_ends_at_its_visits_end_though_the_machine_would_prolong_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with slowed(monkeypatch, 10.0):
        for ends in (0.8, 0.0, -5.0):
            began = time.monotonic()
            with pytest.raises(TimeoutError):
                async with patient_timeout(2.0, began + ends):
                    await asyncio.sleep(30)
            assert time.monotonic() - began < 2


async def _pressed(visit: ActContext) -> None:
    await visit.capture(Role.HOME, "pressed")


@pytest.mark.browser
async def test_a_visit_ends_in_time_where_all_hangs_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop({"/": page(LINKS)}, held={f"/{n}" for n in range(6)} | {"/search", "/xuncha-no-such-page-404"})
    roles = (Role.HELP, Role.ABOUT, Role.COMPLAINT, Role.PRIVACY, Role.AGREEMENT, Role.SERVICE, Role.ERROR)
    act = Act("press", Role.HOME, ((Role.HOME, "pressed"),), _pressed)
    seconds = 12.0
    async with served(shop):
        with slowed(monkeypatch, 8.0):
            began = time.monotonic()
            site = await crawled(
                shop,
                *roles,
                (Role.HOME, "pressed"),
                devices=BOTH,
                acts=(act,),
                seconds=seconds,
                timed=frozenset({Role.HOME}),
                fetches=frozenset({"link"}),
            )
            took = time.monotonic() - began
    assert took < seconds + AUDIT.grace_seconds
    assert site.timings == ()  # a load that was cut off says nothing of the page
    unseen = {gap.role: gap.reason for gap in site.gaps if gap.role is not Role.HOME}
    assert set(unseen) == set(roles)
    assert set(unseen.values()) == {GapReason.BUDGET}
    assert all(gap.reason.about_them is False for gap in site.gaps)


async def test_a_look_without_time_is_gaps_and_starts_no_browser() -> None:
    keep = Memory()
    plan = Plan(wants((Role.HELP,), BOTH), look=2, seconds=-3.0)
    site = await out_of_time(Platform("http://shop.invalid/"), plan, keep)
    assert {(gap.role, gap.device, gap.look, gap.reason) for gap in site.gaps} == {
        (role, device, 2, GapReason.BUDGET) for role in (Role.HOME, Role.HELP) for device in Device
    }
    assert list(site.gaps) == keep.gaps


@pytest.fixture
def _slow_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    async def view(self: Memory, view: View) -> None:
        await asyncio.sleep(0.5)
        self.views.append(view)

    monkeypatch.setattr(Memory, "view", view)


@pytest.mark.browser
@pytest.mark.usefixtures("_slow_keep")
async def test_a_view_that_the_visit_has_is_kept_though_its_time_ends_meanwhile() -> None:
    async with visiting(Shop({"/": page("<h1>首页</h1>")})) as visitor:
        assert await visitor.open(visitor.trip.platform.url)
        read = await visitor.read()
        assert not hasattr(read, "reason")
        shown = visitor.here
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await visitor.trip.add_view(shown)
        keep = visitor.trip.keep
        assert isinstance(keep, Memory)
        assert visitor.trip.views == keep.views == [shown]


async def _waited(visit: ActContext) -> None:
    await visit.wait(3.0)
    await visit.capture(Role.HOME, "pressed")


@pytest.mark.browser
async def test_acts_and_links_do_not_wait_for_pages_that_are_linked_further_on() -> None:
    act = Act("wait", Role.HOME, ((Role.HOME, "pressed"),), _waited)
    roles = (Role.ABOUT, Role.HELP, Role.SOCIAL, Role.SELLER, Role.AFTER_SALES, Role.PAYMENT, Role.DELIVERY)
    async with served(named()) as shop:
        site = await crawled(shop, *roles, (Role.HOME, "pressed"), acts=(act,), fetches=frozenset({"link"}))
    act_began = [number for number, asked in enumerate(shop.asked) if asked == "GET /"][1]
    last = max(number for number, asked in enumerate(shop.asked) if asked.startswith("GET /d/"))
    assert act_began < last
    assert site.view(Role.HOME, "pressed") is not None
    assert len([fetch for fetch in site.fetches if fetch.purpose == "link"]) == 12
    assert set(NAMED.values()) <= {"/" + view.url.split("/", 3)[3] for view in site.views}
