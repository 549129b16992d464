"""Run the clicks that probes ask for, each in a fresh context with a time budget, alongside the rest of the tour."""

from __future__ import annotations

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.browser.page import BrowserPage
from crawler.failure import LoadFailure, crash_stop
from crawler.limits import PAGE
from crawler.plan import Act
from crawler.visit.crawl_state import CrawlState
from crawler.visit.failed_exchanges import keep_witnessed
from crawler.visit.page_session import Lost, PageSession
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason


async def perform_act(trip: CrawlState, act: Act, device: Device) -> None:
    """Perform one act on one device. Afterwards every state it should capture is a view or a gap."""
    wanted = [
        (role, state)
        for role, state in act.captures
        if any(w.role is role and w.state == state and w.device is device for w in trip.plan.wants)
        and not trip.have(role, state, device)
    ]
    if not wanted:
        return
    spent = trip.spent()
    stop = await _run(trip, act, device) if spent is None else LoadFailure(GapReason.BUDGET, spent)
    for role, state in wanted:
        if stop is not None:
            await trip.add_stop(role, state, device, stop, "")
        else:
            # What the act neither captured nor reported as lacking could not be clicked: a fact about us.
            await trip.add_gap(role, state, device, GapReason.TIMEOUT, f"{act.name} ended without it")


async def _run(trip: CrawlState, act: Act, device: Device) -> LoadFailure | None:
    start = next(iter(trip.have(act.starts, LANDED, device)), None)
    if start is None:
        gap = next((g for g in trip.gaps if g.role is act.starts and g.state == LANDED and g.device is device), None)
        return (
            LoadFailure(gap.reason, gap.detail, gap.exchanges_record)
            if gap
            else LoadFailure(GapReason.BUDGET, "its first page was not looked at")
        )
    try:
        async with trip.within():
            context = await trip.engine.context(device)
    except BrowserError as fault:
        return crash_stop(fault)
    except TimeoutError:
        return LoadFailure(GapReason.BUDGET, "time")
    tab: BrowserPage | None = None
    stop: LoadFailure | None
    try:
        try:
            async with trip.within(PAGE.act_seconds):
                tab = await BrowserPage.open_in(context, device, trip.engine.gate, trip.ledger, trip.clock)
                tab.burning = trip.engine.burning
                visitor = PageSession(trip, tab, device)
                visitor.come_by(FoundBy.GIVEN, start.clicks, start.path)
                visitor.expects = act.starts
                if await visitor.open(start.url):
                    await act.run(visitor)
                stop = visitor.stop
        except TimeoutError:
            stop = trip.cut(LoadFailure(GapReason.TIMEOUT, f"{act.name} took more than {PAGE.act_seconds:g} s"))
        except Lost as lost:
            stop = lost.stop
        except BrowserError as fault:
            stop = (tab.sprung() if tab is not None else None) or crash_stop(fault)
        return stop if stop is None or tab is None else await keep_witnessed(stop, tab, trip)
    finally:
        await close_context(trip, context, tab)


async def close_context(trip: CrawlState, context: BrowserContext, tab: BrowserPage | None) -> None:
    """Close an act's own context; replace the browser if closing hangs."""
    try:
        async with trip.closing(2 * PAGE.close_seconds):
            if tab is not None and not await tab.close():
                raise TimeoutError("the page hangs")
            await context.close()
    except BrowserError:
        return  # it ended with its browser
    except TimeoutError:
        await trip.engine.replace(context.browser)
