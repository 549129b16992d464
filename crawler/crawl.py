"""crawl_site(platform, plan, keep): the one way from the live web to a frozen Site."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError

from crawler.browser import launch
from crawler.browser.engine import Engine
from crawler.dom.ocr import Ocr, ocr_available
from crawler.failure import LoadFailure, first_line
from crawler.limits import AUDIT, MANNERS
from crawler.network.certificate import Certificate, fetch_certificate
from crawler.network.consent import consented_places
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.plan import CaptureSink, Plan, RateLimit
from crawler.politeness import VERSION, LocalRateLimit, user_agent
from crawler.record.network_record import Host
from crawler.session.actions import perform_act
from crawler.session.device_tour import DeviceTour
from crawler.session.environment import describe_surroundings, prove_refusal
from crawler.session.link_check import check_links
from crawler.site import Gap, Platform, Site, View
from crawler.timing.load_timing import measure_loads
from crawler.urls import same_site
from crawler.visit.crawl_state import CrawlState
from crawler.visit.pictures.picture_budget import PictureBudget
from crawler.visit.pictures.waiting_pictures import WaitingPictures
from crawler.vocabulary import LANDED, Device, GapReason, Role

Progress = Callable[[str, int, int], None]


def _quiet(stage: str, done: int, planned: int) -> None:
    """Show no progress."""


async def crawl_site(
    platform: Platform,
    plan: Plan,
    keep: CaptureSink,
    already: Sequence[View] = (),
    progress: Progress = _quiet,
    reader: Ocr | None = None,
    turns: RateLimit | None = None,
    taken: Iterable[str] = (),
    pictures: PictureBudget | None = None,
) -> Site:
    """Look at everything planned. Every wanted (role, state, device) ends as a view or a gap.

    ``already``: views of an interrupted visit that need not be captured again; ``taken``: all ids it gave to views.
    ``reader`` reads pictures for several crawls of one audit and is left open; without one this crawl has its own.
    ``turns``: a rate limit shared with other crawls, None = one of this crawl's own, as planned. ``pictures``: what crawls of
    one audit may spend on reading pictures together, and what they know of those they met; None = this crawl's own. Raises
    launch.NoBrowser; whatever the web does is recorded in the Site.
    """
    executable = launch.find_chromium(plan.browser)
    began, deadline = datetime.now(UTC), time.monotonic() + (plan.seconds or AUDIT.seconds)
    async with (
        Gate(consented=consented_places(platform, plan.allow_private, plan.private)) as gate,
        Engine(executable, gate, ends=deadline + AUDIT.grace_seconds) as engine,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, engine.version)) as fetcher,
    ):
        around = await describe_surroundings(gate)
        ocr = (reader or Ocr()) if plan.ocr and ocr_available() else None
        reporting = _Reporting(keep, plan, progress, len(already))
        trip = CrawlState(
            platform=platform,
            plan=plan,
            keep=reporting,
            tell=reporting.tell_view,
            engine=engine,
            fetcher=fetcher,
            pace=turns or LocalRateLimit(MANNERS.pace if plan.pace is None else plan.pace),
            ocr=ocr,
            deadline=deadline,
            views=list(already),
            taken=frozenset(taken),
            resumed=frozenset(view.id for view in already),
            pictures=pictures or PictureBudget(),
        )
        if ocr is not None:
            trip.waiting = WaitingPictures(ocr, trip.pictures, trip.store_views)
        warming = asyncio.create_task(ocr.warm()) if ocr is not None else None
        try:
            await _look(trip, progress)
        finally:
            if warming is not None:
                warming.cancel()
            if trip.waiting is not None:
                await trip.waiting.stop()
            if ocr is not None and ocr is not reader:
                await ocr.close()
        return Site(
            platform=platform,
            at=began,
            views=tuple(trip.views),
            gaps=tuple(trip.gaps),
            fetches=tuple(trip.fetches),
            timings=tuple(trip.timings),
            hosts=await _hosts(trip),
            environment={
                "xuncha": VERSION,
                "chromium": engine.version,
                "chromium_kind": "headless-shell" if executable.headless_shell else "chromium",
                "sandbox": "on" if launch.sandbox_state(executable).on else "off",
                "user_agent": user_agent(Device.DESKTOP, engine.version),
                "ocr": "on" if ocr is not None else "off",
                "loads": str(trip.loads),
                "sample_seed": trip.sampling.seed,
                "sample_candidates": str(trip.sampling.candidates),
                "sample_strata": str(trip.sampling.strata),
                "sample_sellers": str(trip.sampling.sellers),
                "sample_whole": "" if trip.sampling.whole is None else str(trip.sampling.whole),
                "browsers_replaced": str(engine.replaced),
                **around,
                "gate_refused": prove_refusal(gate),
                **trip.clock.facts(),
            },
        )


async def out_of_time(platform: Platform, plan: Plan, keep: CaptureSink, already: Sequence[View] = ()) -> Site:
    """The Site of a crawl with no time left: no browser is started, every want not in ``already`` is a gap."""
    at = datetime.now(UTC)
    there = {(view.role, view.state, view.device) for view in already if view.look == plan.look}
    wants = sorted(
        want for want in plan.wants if want.device in plan.devices and (want.role, want.state, want.device) not in there
    )
    gaps = [
        Gap(want.role, want.state, want.device, plan.look, GapReason.BUDGET, "time", platform.url, at=at)
        for want in wants
    ]
    for gap in gaps:
        await keep.gap(gap)
    return Site(platform=platform, at=at, views=tuple(already), gaps=tuple(gaps))


async def _look(trip: CrawlState, progress: Progress) -> None:
    try:
        tours = [DeviceTour(trip, device) for device in trip.plan.devices]
        for tour in tours:
            tour.others = tuple(other for other in tours if other is not tour)
        # Link checks need no browser and acts mostly wait: with the rest of the tours they share only the rate limit.
        links = [_links(trip, tours, progress)] if "link" in trip.plan.fetches else []
        if trip.plan.wants:  # else only pages seen before are timed
            await _together([*(tour.run() for tour in tours), *links, *(_acts(trip, tour, progress) for tour in tours)])
        await _read_rest(trip)  # no page is timed beside other work of ours
        if trip.plan.timed:
            progress("timing", *_count(trip))
            await measure_loads(trip)
    except BrowserError as fault:  # no browser can be started any more: keep what was captured
        stop = trip.cut(LoadFailure(GapReason.CRASHED, first_line(fault)))
        await _fill(trip, stop.reason, stop.detail)
    await _read_rest(trip)
    await _fill(trip, GapReason.BUDGET, "not reached")


async def _read_rest(trip: CrawlState) -> None:
    """Read the pictures that wait, while time lasts, and store their pages."""
    if trip.waiting is not None:
        with contextlib.suppress(TimeoutError):
            async with trip.within():
                await trip.waiting.finish()
        await trip.waiting.end()


def _count(trip: CrawlState) -> tuple[int, int]:
    """How many views there are, and how many there will be at least."""
    return len(trip.views), max(len(trip.plan.wants), len(trip.views))


async def _acts(trip: CrawlState, tour: DeviceTour, progress: Progress) -> None:
    """All acts on one device, one after another, after a page of each role was looked for; an act's start may be found later.

    An act that brings up what the tour itself looks for waits until the tour's end.
    """
    await tour.looked.wait()
    first = [
        act
        for act in trip.plan.acts
        if trip.have(act.starts, LANDED, tour.device) and all(state != LANDED for _, state in act.captures)
    ]
    for act in first:
        progress(f"act {act.name}", *_count(trip))
        await perform_act(trip, act, tour.device)
    await tour.ended.wait()
    for act in trip.plan.acts:
        if act not in first:
            progress(f"act {act.name}", *_count(trip))
            await perform_act(trip, act, tour.device)


async def _together(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all to their end, then raise the first error, if any; an error other than the browser's ends the others at once."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        while waiting := [task for task in tasks if not task.done()]:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
            if any(not isinstance(task.exception(), BrowserError | None) for task in done if not task.cancelled()):
                break
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    faults = [
        fault
        for fault in outcomes
        if isinstance(fault, BaseException) and not isinstance(fault, asyncio.CancelledError)
    ]
    for fault in sorted(faults, key=lambda fault: isinstance(fault, BrowserError)):
        raise fault


async def _fill(trip: CrawlState, reason: GapReason, detail: str) -> None:
    """Record a gap for every wanted view that is neither there nor explained."""
    for want in sorted(trip.plan.wants):
        if want.device in trip.plan.devices:
            await trip.add_gap(want.role, want.state, want.device, reason, detail)


async def _links(trip: CrawlState, tours: Sequence[DeviceTour], progress: Progress) -> None:
    for tour in tours:
        await tour.looked.wait()
    progress("links", *_count(trip))
    home = next((view for device in trip.plan.devices for view in trip.have(Role.HOME, LANDED, device)), None)
    if home is not None:
        await check_links(trip, home)


async def _hosts(trip: CrawlState) -> tuple[Host, ...]:
    """Addresses of every host contacted, and the certificates of the shop's own https hosts."""
    home = trip.platform.url
    ports = {one.host: one.port for one in trip.engine.gate.connections if one.failure is None}
    hosts: list[Host] = []
    for host in sorted(ports):
        tls: dict[str, object] = {}
        if same_site(home, f"https://{host}/") and ports[host] != 80 and _https(trip, host):
            try:
                async with trip.closing():
                    shown = await fetch_certificate(host, ports[host], trip.engine.gate)
            except TimeoutError:
                shown = None
            if shown is not None:
                tls = _described(shown)
                if shown.chain:
                    tls["chain_pem"] = await trip.keep.blob(shown.pem, "application/pem-certificate-chain")
        hosts.append(Host(host, trip.engine.gate.addresses(host), tls))
    return tuple(hosts)


def _described(shown: Certificate) -> dict[str, object]:
    """A certificate's facts as plain data; for the chain, fingerprints (SHA-256 of the DER), the server's own first."""
    facts: dict[str, object] = dataclasses.asdict(shown)
    facts["chain"] = [hashlib.sha256(certificate).hexdigest() for certificate in shown.chain]
    facts["sans"] = list(shown.sans)
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in facts.items()}


def _https(trip: CrawlState, host: str) -> bool:
    return any(
        urlsplit(exchange.url).hostname == host and exchange.url.startswith("https:")
        for view in trip.views
        for exchange in view.exchanges
    )


class _Reporting:
    """A CaptureSink that reports progress after each gap, and after each view that it is told of."""

    def __init__(self, keep: CaptureSink, plan: Plan, progress: Progress, done: int) -> None:
        self._keep = keep
        self._progress = progress
        self._planned = len(plan.wants)
        self._done = done
        self.blob = keep.blob
        self.view = keep.view
        self.fetch = keep.fetch
        self.timing = keep.timing

    def tell_view(self, view: View) -> None:
        """Report a view when it was seen: it may be stored later."""
        self._done += 1
        self._progress(f"{view.device} {view.role} {view.state}", self._done, max(self._planned, self._done))

    async def gap(self, gap: Gap) -> None:
        self._done += 1
        await self._keep.gap(gap)
        self._progress(f"{gap.device} {gap.role} {gap.state}: {gap.reason}", self._done, max(self._planned, self._done))
