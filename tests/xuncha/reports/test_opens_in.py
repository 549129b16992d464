"""A report opens in the language that was asked for, and says all of it in the other one as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.xuncha.reports.conftest import Sample
from tests.xuncha.reports.test_page import opened
from xuncha.reports import page, words

pytestmark = pytest.mark.browser


async def test_a_report_asked_for_in_english_opens_in_english_and_switches_back(
    sample: Sample, browser: Browser, tmp_path: Path
) -> None:
    tab, watch = await opened(browser, page.render_report(sample.record, sample.blobs.get, lang="en"), tmp_path)
    assert (await tab.inner_text("h1")).strip() == words.find_words("head.title")["en"]
    assert await tab.get_attribute("[data-set=en]", "aria-pressed") == "true"
    await tab.click("[data-set=zh]")
    assert tab.url.endswith("#lang=zh")
    assert (await tab.inner_text("h1")).strip() == words.find_words("head.title")["zh"]
    assert watch.seen == []
