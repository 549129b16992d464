"""The uptime job: asks a few addresses of a platform over plain HTTP whether they answer."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin

from crawler.browser import launch
from crawler.network.consent import consented_places
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.politeness import user_agent
from crawler.site import Platform
from crawler.uptime.uptime_check import UptimeCheck
from crawler.vocabulary import Device, Role
from storage.db.session import Store
from storage.jobs.jobs import Job
from storage.platforms import RegisteredPlatform
from storage.uptime import ASKED, known_pages, save_uptime_samples
from xuncha.audit.rate_limit import SharedRateLimit
from xuncha.fleet.task import JobOutcome, WorkerContext
from xuncha.settings import schedule


async def sample_uptime(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    """Take one uptime sample (a ``xuncha.fleet.task.Handler``).

    What goes wrong on the web is in the table ``beats``; raises StorageError, NoBrowser.
    """
    settings = schedule.load_schedule_settings().light
    platform = known.registration.platform
    version = await asyncio.to_thread(launch.find_chromium(doing.browser).version)  # identify ourselves as audits do
    async with (
        Gate(
            consented=consented_places(platform, known.registration.allow_private, known.registration.private_places)
        ) as gate,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, version)) as fetcher,
    ):
        light = UptimeCheck(
            platform, gate, fetcher, SharedRateLimit(doing.store, doing.now, doing.pace),
            controls=settings.controls if doing.controls is None else doing.controls,
            again_seconds=settings.again_seconds, now=doing.now, sleep=doing.sleep,
        )  # fmt: skip
        beats = await light.look(await choose_uptime_pages(doing.store, job.platform, platform, settings.pages))
    await save_uptime_samples(doing.store, job.platform, job.id, beats)
    return JobOutcome(reason=", ".join(dict.fromkeys(beat.reason for beat in beats if beat.reason)))


async def choose_uptime_pages(store: Store, id: int, platform: Platform, most: int) -> dict[Role, tuple[str, ...]]:
    """Addresses to ask besides the home page: a person's hints first, then pages the last audit saw."""
    seen = await known_pages(store, id, most)
    hinted = {role: (urljoin(platform.url, platform.hints[role]),) for role in ASKED if platform.hints.get(role)}
    return {role: tuple(dict.fromkeys((*hinted.get(role, ()), *seen[role])))[:most] for role in ASKED}
