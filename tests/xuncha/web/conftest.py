"""One stored audit, made once; each test of the workbench has a copy of it to itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.db.session import open_store
from tests.storage.conftest import fresh, server
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.support.web_client import Web, open_web

__all__ = ["fresh", "server"]


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one audit of the shop that report tests use, judged by today's rules; copy it, never write into it."""
    data = tmp_path_factory.mktemp("web") / "data"

    async def make() -> None:
        async with open_store(data) as store:
            await kept(store, made())

    asyncio.run(make())
    return data


@pytest.fixture
async def web(audited: Path, tmp_path: Path) -> AsyncIterator[Web]:
    """The workbench over a copy of that store, with people of all roles (``tests.xuncha.web.support.web_client.PEOPLE``)."""
    async with open_web(tmp_path / "data", audited) as opened:
        yield opened
