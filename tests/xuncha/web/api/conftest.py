"""The workbench as programs meet it: live events end at once, since a test's client takes an answer whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.settings.web_settings import FILE


@pytest.fixture
async def web(audited: Path, tmp_path: Path) -> AsyncIterator[Web]:
    """The workbench over a copy of the audited store, with people of all roles."""
    settings = FILE.load()
    settings = replace(settings, pages=replace(settings.pages, live_minutes=0), api=replace(settings.api, burst=500))
    async with open_web(tmp_path / "data", audited, settings=settings) as opened:
        yield opened
