"""A run that looks cheaply whether a platform's pages answer: by HTTP alone, a few addresses, and it is over."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin

from crawler import chromium
from crawler.fetching import Fetcher
from crawler.gate import Gate
from crawler.light import Light
from crawler.manners import user_agent
from crawler.site import Platform
from crawler.vocabulary import Device, Role
from storage.beats import ASKED, known_pages, put_beats
from storage.register import Registered
from storage.runs import Run
from storage.session import Store
from xuncha import schedule
from xuncha.tasks import Doing, Outcome
from xuncha.turns import SharedTurns


async def look_lightly(doing: Doing, run: Run, known: Registered) -> Outcome:
    """``xuncha.tasks.Work``. What the web does is in the table ``beats``; raises StorageError, NoBrowser."""
    settings = schedule.settings()["light"]
    platform = known.registration.platform
    version = await asyncio.to_thread(chromium.find(doing.browser).version)  # we say who we are as audits do
    async with (
        Gate(allow_private=doing.allow_private) as gate,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, version)) as fetcher,
    ):
        light = Light(
            platform, gate, fetcher, SharedTurns(doing.store, doing.now, doing.pace),
            controls=tuple(settings["controls"]) if doing.controls is None else doing.controls,
            again_seconds=float(settings["again_seconds"]), now=doing.now, sleep=doing.sleep,
        )  # fmt: skip
        beats = await light.look(await pages(doing.store, run.platform, platform, int(settings["pages"])))
    await put_beats(doing.store, run.platform, run.id, beats)
    return Outcome(reason=", ".join(dict.fromkeys(beat.reason for beat in beats if beat.reason)))


async def pages(store: Store, id: int, platform: Platform, most: int) -> dict[Role, tuple[str, ...]]:
    """Addresses to ask beside the home page: what a person hinted at first, then what the last audit saw."""
    seen = await known_pages(store, id, most)
    hinted = {role: (urljoin(platform.url, platform.hints[role]),) for role in ASKED if platform.hints.get(role)}
    return {role: tuple(dict.fromkeys((*hinted.get(role, ()), *seen[role])))[:most] for role in ASKED}
