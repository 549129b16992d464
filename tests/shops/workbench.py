"""Opens the workbench for a first look: on an empty store the complete demo shop is registered, served and audited at once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from storage.audit_list import list_audits
from storage.jobs.planning import request_audit_now
from storage.platforms import OWN, DueTimes, Registration, list_registered_platforms, save_registration
from tests.shops.server import serving
from xuncha.guarded import DATA
from xuncha.settings.clock import SharedClock
from xuncha.settings.stores import open_data_store

SHOP = "complete"
NAME = "示例商城（本机演示）"


def open_workbench(rest: Sequence[str]) -> int:
    """Run ``xuncha web --worker`` with those options, and the demo shop beside it where it is registered; returns the exit code."""
    from xuncha.cli.app import main as xuncha

    data = Path(_find_option("--data", rest) or os.environ.get("XUNCHA_DATA") or DATA)
    known = asyncio.run(find_demo(data))
    with contextlib.ExitStack() as stack:
        if known is not None:
            url = _serve_demo(stack, known)
            if not known:
                asyncio.run(ask_for_demo(data, url))
        try:
            sys.argv = ["xuncha", "web", "--worker", *rest]
            xuncha()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def _serve_demo(stack: contextlib.ExitStack, known: str) -> str:
    """Serve it where it is registered, or anywhere where that place is taken by now."""
    if known and (port := urlsplit(known).port):
        with contextlib.suppress(OSError):
            return stack.enter_context(serving(SHOP, port=port))
    return stack.enter_context(serving(SHOP))


async def find_demo(data: Path) -> str | None:
    """The demo shop's registered address, "" where the store is empty and it is to be shown, None where others are at work."""
    async with open_data_store(data) as store:
        listed = await list_registered_platforms(store)
        demo = next((platform.registration.url for platform in listed if platform.registration.name == NAME), None)
        if demo is not None or listed or await list_audits(store, 1):
            return demo
    return ""


async def ask_for_demo(data: Path, url: str) -> None:
    """Register it with consent to its loopback address, and have it audited before all else."""
    clock = SharedClock()
    async with open_data_store(data) as store:
        await clock.synchronize(store)
        await save_registration(store, Registration(url, name=NAME, private=(OWN,)), DueTimes(), clock())
        listed = await list_registered_platforms(store)
        await request_audit_now(
            store, next(platform.id for platform in listed if platform.registration.url == url), clock()
        )


def _find_option(name: str, words: Sequence[str]) -> str:
    for at, word in enumerate(words):
        if word == name and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return ""
