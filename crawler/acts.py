"""Runs the clicks that probes ask for, each in a fresh context with a time budget, beside what is left of the tour."""

from __future__ import annotations

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.limits import PAGE
from crawler.plan import Act
from crawler.stop import Stop, crashed
from crawler.tab import Tab
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason
from crawler.witness import witnessed


async def perform(trip: Trip, act: Act, device: Device) -> None:
    """One act on one device. Every state it should capture is a view or a gap afterwards."""
    wanted = [
        (role, state)
        for role, state in act.captures
        if any(w.role is role and w.state == state and w.device is device for w in trip.plan.wants)
        and not trip.have(role, state, device)
    ]
    if not wanted:
        return
    spent = trip.spent()
    stop = await _run(trip, act, device) if spent is None else Stop(GapReason.BUDGET, spent)
    for role, state in wanted:
        if stop is not None:
            await trip.add_gap(role, state, device, stop.reason, stop.detail, "", stop.exchanges)
        else:
            # What the act neither captured nor said the shop lacks could not be pressed: a fact about us.
            await trip.add_gap(role, state, device, GapReason.TIMEOUT, f"{act.name} ended without it")


async def _run(trip: Trip, act: Act, device: Device) -> Stop | None:
    start = next(iter(trip.have(act.starts, LANDED, device)), None)
    if start is None:
        gap = next((g for g in trip.gaps if g.role is act.starts and g.state == LANDED and g.device is device), None)
        return (
            Stop(gap.reason, gap.detail, gap.exchanges_record)
            if gap
            else Stop(GapReason.BUDGET, "its first page was not looked at")
        )
    try:
        async with trip.within():
            context = await trip.engine.context(device)
    except BrowserError as fault:
        return crashed(fault)
    except TimeoutError:
        return Stop(GapReason.BUDGET, "time")
    tab: Tab | None = None
    stop: Stop | None
    try:
        try:
            async with trip.within(PAGE.act_seconds):
                tab = await Tab.open_in(context, trip.engine.gate, trip.ledger, trip.clock)
                tab.burning = trip.engine.burning
                visitor = Visitor(trip, tab, device)
                visitor.come_by(FoundBy.GIVEN, start.clicks, start.path)
                visitor.expects = act.starts
                if await visitor.open(start.url):
                    await act.run(visitor)
                stop = visitor.stop
        except TimeoutError:
            stop = trip.cut(Stop(GapReason.TIMEOUT, f"{act.name} took more than {PAGE.act_seconds:g} s"))
        except Lost as lost:
            stop = lost.stop
        except BrowserError as fault:
            stop = (tab.sprung() if tab is not None else None) or crashed(fault)
        return stop if stop is None or tab is None else await witnessed(stop, tab, trip)
    finally:
        await leave(trip, context, tab)


async def leave(trip: Trip, context: BrowserContext, tab: Tab | None) -> None:
    """Close a context of one's own; the browser is replaced where that hangs."""
    try:
        async with trip.closing(2 * PAGE.close_seconds):
            if tab is not None and not await tab.close():
                raise TimeoutError("the page hangs")
            await context.close()
    except BrowserError:
        return  # it went with its browser
    except TimeoutError:
        await trip.engine.replace(context.browser)
