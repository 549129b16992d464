"""Cold loads of a few pages, with nothing else running, and baselines that tell a slow site from a slow network or machine."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError

from crawler.browser.isolated_world import Hung
from crawler.browser.page import BrowserPage
from crawler.limits import TIMING
from crawler.session.actions import close_context
from crawler.site import Timing, View
from crawler.timing.settled import is_settled
from crawler.visit.crawl_state import CrawlState
from crawler.visit.framed.main_frame import main_frame
from crawler.vocabulary import LANDED, Role

# Buffered entries of the page's own timeline; blocking time is what each long task between FCP and now exceeds 50 ms by
# (web.dev, Total Blocking Time), shifts are summed in session windows of 5 s with gaps of 1 s (web.dev, CLS).
MEASURE = """(async () => {
  const gather = (type) => new Promise((done) => {
    const got = []; let observer;
    try { observer = new PerformanceObserver((list) => got.push(...list.getEntries())); observer.observe({type, buffered: true}); }
    catch (e) { done(got); return; }
    setTimeout(() => { got.push(...observer.takeRecords()); observer.disconnect(); done(got); }, 80);
  });
  const [lcps, shifts, tasks] = await Promise.all([gather('largest-contentful-paint'), gather('layout-shift'), gather('longtask')]);
  const nav = performance.getEntriesByType('navigation')[0];
  const fcp = performance.getEntriesByName('first-contentful-paint')[0];
  let cls = 0, sum = 0, first = -1, last = -1;
  for (const s of shifts) { if (s.hadRecentInput) continue;
    if (first < 0 || s.startTime - last > 1000 || s.startTime - first > 5000) { sum = 0; first = s.startTime; }
    last = s.startTime; sum += s.value; cls = Math.max(cls, sum); }
  const from = fcp ? fcp.startTime : 0;
  let tbt = 0;
  for (const t of tasks) { const end = t.startTime + t.duration; if (end > from) tbt += Math.max(0, end - Math.max(t.startTime, from) - 50); }
  return { ttfb: nav ? nav.responseStart : null, load: nav && nav.loadEventEnd > 0 ? nav.loadEventEnd : null,
    fcp: fcp ? fcp.startTime : null, lcp: lcps.length ? lcps[lcps.length - 1].startTime : null, cls, tbt };
})()"""
# A fixed amount of work in a page of our own: how fast this machine is now.
CONTROL = """(() => { const t = performance.now(); let x = 0;
for (let i = 0; i < 2e7; i++) x = (x * 31 + i) | 0;
return [performance.now() - t, x]; })()"""


async def measure_loads(trip: CrawlState) -> None:
    """Load every timed role on each device ``runs`` times, or fewer if they suffice. Nothing else may run meanwhile."""
    for device in trip.plan.devices:
        for role in sorted(trip.plan.timed):
            seen = next(iter(trip.have(role, LANDED, device)), None)
            if seen is None or (role is not Role.HOME and main_frame(seen)):
                continue  # a page in a frame has no address at which it could be loaded by itself
            loads: list[Timing] = []
            while len(loads) < TIMING.runs and not is_settled(loads, trip.plan.good):
                if trip.spent() is not None:
                    return
                try:
                    async with trip.within():
                        timing = await _once(trip, role, seen, len(loads) + 1)
                except TimeoutError:
                    return  # a load cut off by the visit's end says nothing about the page
                if is_settled([*loads, timing], trip.plan.good):
                    timing = dataclasses.replace(timing, settled=True)
                loads.append(timing)
                trip.timings.append(timing)
                await trip.keep.timing(timing)


async def _once(trip: CrawlState, role: Role, seen: View, run: int) -> Timing:
    url = seen.asked if main_frame(seen) else seen.url
    await trip.pace.turn(url)
    trip.loads += 1
    at = datetime.now(UTC)
    blank = Timing(role, seen.device, trip.plan.look, run, at, url, ok=False)
    try:
        context = await trip.engine.context(seen.device)
    except BrowserError as fault:
        return _failed(blank, str(fault))
    trip.engine.gate.forget_names()
    before = time.time()
    tab: BrowserPage | None = None
    try:
        async with asyncio.timeout(TIMING.whole_seconds):
            tab = await BrowserPage.open_in(context, seen.device, trip.engine.gate, trip.ledger, trip.clock)
            control = await tab.world.evaluate(CONTROL, TIMING.load_seconds)
            stop = await tab.open(url, TIMING.load_seconds)
            if stop is not None:
                return _failed(blank, f"{stop.reason}: {stop.detail}")
            if tab.status is not None and tab.status >= 400:
                return _failed(blank, f"HTTP {tab.status}")
            # Late paints and shifts are part of what is measured; the quiet in which the page settled is part of that time.
            await asyncio.sleep(max(0.0, TIMING.after_seconds - tab.rested))
            got = await tab.world.evaluate(MEASURE, TIMING.load_seconds)
    except (BrowserError, Hung, TimeoutError) as fault:
        return _failed(blank, str(fault) or "timeout")
    finally:
        await close_context(trip, context, tab)
    values = got if isinstance(got, dict) else {}
    return Timing(
        role=role, device=seen.device, look=trip.plan.look, run=run, at=at, url=url, ok=True,
        ttfb_ms=values.get("ttfb"), fcp_ms=values.get("fcp"), lcp_ms=values.get("lcp"), cls=values.get("cls"),
        tbt_ms=values.get("tbt"), load_ms=values.get("load"), connect_ms=_connect_ms(trip, url, before),
        control_ms=float(control[0]) if isinstance(control, list) else None,
    )  # fmt: skip


def _connect_ms(trip: CrawlState, url: str, since: float) -> float | None:
    """The quickest TCP connect of this load to the page's own host, in ms, by the proxy's clock."""
    host = (urlsplit(url).hostname or "").lower()
    took = [
        one.connect_seconds
        for one in trip.engine.gate.connections
        if one.host == host and one.connect_seconds is not None and one.started.timestamp() >= since
    ]
    return round(min(took) * 1000, 2) if took else None


def _failed(blank: Timing, said: str) -> Timing:
    return dataclasses.replace(blank, error=said.splitlines()[0][:200] if said else "failed")
