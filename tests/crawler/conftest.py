"""One driver of playwright, and one process that reads pictures, for the tests of looking that run in one worker.

To start one takes as long as what many of them do with it.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserType, Playwright, async_playwright

from crawler.browser import engine
from tests.crawler.dom import lent_reader
from tests.crawler.network import proxied_browsers

HERE = Path(__file__).parent
BORROWS = pytest.StashKey[bool]()


@dataclass(frozen=True)
class LentDriver:
    """A driver that others go on using when its borrower stops it."""

    playwright: Playwright

    @property
    def chromium(self) -> BrowserType:
        return self.playwright.chromium

    async def start(self) -> LentDriver:
        return self

    async def stop(self) -> None: ...

    async def __aenter__(self) -> LentDriver:
        return self

    async def __aexit__(self, *_: object) -> None: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A driver lives in one event loop, so all that borrow it run in that."""
    below = f"{HERE}{os.sep}"
    for item in items:  # those of the whole house
        if str(item.path).startswith(below) and _can_borrow(item):
            item.stash[BORROWS] = True
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_driver() -> AsyncIterator[Playwright]:
    async with async_playwright() as playwright:
        yield playwright


@pytest.fixture(autouse=True)
def lent_driver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver is no argument: a fixture of a whole run would bind the tests of a file to one worker."""
    if BORROWS in request.node.stash:
        lent = LentDriver(request.getfixturevalue("shared_driver"))
        for starts in (engine, proxied_browsers):
            monkeypatch.setattr(starts, "async_playwright", lambda: lent)


def pytest_sessionfinish() -> None:
    lent_reader.end_workers()


def _can_borrow(item: pytest.Item) -> bool:
    """Whether it has a browser, and no fixture that lives in an event loop of the test's own."""
    known = getattr(item, "_fixtureinfo", None)
    made_by = [definition[-1].func for definition in known.name2fixturedefs.values()] if known is not None else []
    return (
        item.get_closest_marker("browser") is not None
        and inspect.iscoroutinefunction(getattr(item, "function", None))
        and not any(inspect.iscoroutinefunction(make) or inspect.isasyncgenfunction(make) for make in made_by)
    )
