"""The page in a real Chromium: hostile text never runs, nothing is loaded, both languages, phone and paper."""

from __future__ import annotations

import copy
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from jsonschema import Draft202012Validator, ValidationError
from playwright.async_api import Browser, Page

from tests.xuncha.reports.conftest import Sample
from xuncha.reports import page, record, words

HOSTILE = (
    "<script>window.ran=1</script>",
    '"><img src=x onerror="window.ran=1">',
    "'><svg onload=window.ran=1>",
    "javascript:window.ran=1//",
    "JaVaScRiPt:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    'https://evil.example/"onmouseover="window.ran=1',
    "https://evil.example/'><script>window.ran=1</script>",
    "]]></style></script><script>window.ran=1</script>",
    "--></title><iframe src=https://evil.example/>",
    "{{7*7}}{% raise %}${7*7}",
    "safe\u202egnp.exe\u2066\u200f\u061c",
    "\ud800half\x00\x1b[2J\ufffe",
    "Z" + "\u0335" * 60,
    "x" * 3000,
    "<base href=https://evil.example/><meta http-equiv=refresh content=0;url=https://evil.example/>",
    "&lt;script&gt;window.ran=1&lt;/script&gt;<link rel=stylesheet href=//evil.example/x.css>",
)
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Watch:
    """All that a quiet page would not do."""

    def __init__(self, page: Page) -> None:
        self.seen: list[str] = []
        page.on("dialog", lambda event: self.seen.append(f"dialog {event.message}"))
        page.on("console", lambda event: self.seen.append(f"console {event.text}"))
        page.on("pageerror", lambda event: self.seen.append(f"error {event}"))
        page.on("popup", lambda event: self.seen.append("popup"))
        page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("data:image/jpeg", "file:")):
            self.seen.append(f"request {request.url[:200]}")


async def opened(browser: Browser, html: str, folder: Path, at: str = "", **context: Any) -> tuple[Page, Watch]:
    path = folder / "report.html"
    path.write_text(html, "utf-8")
    tab = await (await browser.new_context(**context)).new_page()
    watch = Watch(tab)
    await tab.goto(path.as_uri() + at)
    return tab, watch


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, pair in pairs:
        yield from leaves(pair, (*path, key))


def places(fault: ValidationError) -> Iterator[tuple[str | int, ...]]:
    """Where a fault lies, down to the alternatives that were all refused."""
    yield tuple(fault.absolute_path)
    for error in fault.context or ():
        yield from places(error)


def put(made: Any, path: tuple[str | int, ...], value: str) -> None:
    for part in path[:-1]:
        made = made[part]
    made[path[-1]] = value


def poisoned(clean: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The record with hostile text wherever the schema allows any; equal texts stay equal, so that references hold."""
    made = copy.deepcopy(clean)
    original = dict(leaves(clean))
    ours = {path for path in original if path[:2] == ("standard", "chapters") and path[-1] == "id"}
    for path, text in original.items():
        if path not in ours:
            number = zlib.crc32(f"{path if 'url' in path else ''}{text}".encode("utf-8", "surrogatepass"))
            put(made, path, HOSTILE[number % len(HOSTILE)] + (text if "url" not in path else ""))
    left = set(original) - ours
    while (
        refused := {
            place
            for fault in Draft202012Validator(record.load_record_schema()).iter_errors(made)
            for place in places(fault)
        }
        & left
    ):
        for path in refused:
            put(made, path, original[path])
        left -= refused
    for where in ("environment", "vantage"):
        made[where] |= {text: text for text in HOSTILE}
    made["profile"] |= {text: {"value": True, "by": "stated", "name": {"zh": text, "en": text}} for text in HOSTILE}
    for found in made["findings"]:
        found["values"] |= {text: [text] for text in HOSTILE[:4]}
    made["hosts"][0]["tls"] |= {text: {"deep": text} for text in HOSTILE}
    record.validate_record(made)
    return made, len(left)


async def test_hostile_text_anywhere_in_a_record_never_runs(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    made, count = poisoned(sample.record)
    assert count > 1500
    html = page.render_report(made, sample.blobs.get)
    tab, watch = await opened(browser, html, tmp_path)
    await tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    await tab.evaluate("document.querySelector('[data-set=en]').click()")
    await tab.evaluate("for (const node of document.querySelectorAll('*')) node.dispatchEvent(new Event('mouseover'))")
    await tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert watch.seen == []
    assert await tab.evaluate("window.ran") is None
    assert await tab.evaluate("document.querySelectorAll('script').length") == 1
    assert (
        await tab.evaluate(
            "document.querySelectorAll('iframe, base, link, object, embed, form, [onerror], [onload], [onmouseover]').length"
        )
        == 0
    )
    links = await tab.evaluate("Array.from(document.links, each => each.getAttribute('href'))")
    assert links
    assert all(link.startswith(("http://", "https://", "#")) for link in links)
    outside = "Array.from(document.links).filter(each => each.protocol.startsWith('http') && !each.relList.contains('noreferrer')).length"
    assert await tab.evaluate(outside) == 0
    assert "{{7*7}}" in html
    assert not TURNING.search(html)
    assert "[U+202E]" in html


async def test_the_policy_stops_what_escaping_might_miss(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    broken = sample.html.replace("</main>", "<script>window.ran=1</script><img src=https://evil.example/x.png></main>")
    tab, watch = await opened(browser, broken, tmp_path)
    assert await tab.evaluate("window.ran") is None
    assert any("violates the following Content Security Policy" in text for text in watch.seen)
    assert await tab.evaluate("document.querySelectorAll('.item').length") == 58


async def test_every_item_is_shown_once_and_nothing_is_loaded(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    tab, watch = await opened(browser, sample.html, tmp_path)
    ids = await tab.evaluate("Array.from(document.querySelectorAll('.item'), each => each.id.slice(5))")
    assert sorted(ids) == sorted(item.id for item in sample.standard.items)
    assert watch.seen == []
    assert len(sample.html) < 6_000_000


async def test_what_costs_most_comes_first(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    made = copy.deepcopy(sample.record)
    for number, item in enumerate(made["items"][:4]):
        item |= {"verdict": "fail" if number % 2 else "partial", "value": 0.0 if number % 2 else 0.5, "reason": None}
    tab, _ = await opened(browser, page.render_report(made, sample.blobs.get), tmp_path)
    shown = await tab.evaluate("Array.from(document.querySelectorAll('.item'), each => each.id.slice(5))")
    bad = [item for item in made["items"] if item["verdict"] in ("fail", "partial")]
    lost = {item["item"]: (-item["weight"] * (1 - item["value"]), -item["weight"]) for item in bad}
    assert len(lost) >= 4
    assert shown[: len(lost)] == sorted(lost, key=lambda id: lost[id])


async def test_the_language_switch_is_kept_in_the_address(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    tab, watch = await opened(browser, sample.html, tmp_path)
    assert (await tab.inner_text("h1")).strip() == words.find_words("head.title")["zh"]
    await tab.click("[data-set=en]")
    assert (await tab.inner_text("h1")).strip() == words.find_words("head.title")["en"]
    assert tab.url.endswith("#lang=en")
    await tab.reload()
    assert (await tab.inner_text("h1")).strip() == words.find_words("head.title")["en"]
    both = "Array.from(document.querySelectorAll('body [lang=zh]')).filter(each => each.offsetParent !== null).length"
    assert await tab.evaluate(both) == 0
    assert await tab.evaluate("document.documentElement.lang") == "en"
    assert watch.seen == []


async def test_filters_hide_and_a_link_to_an_item_shows_it_again(
    sample: Sample, browser: Browser, tmp_path: Path
) -> None:
    tab, _ = await opened(browser, sample.html, tmp_path)
    await tab.click(".filters [data-pick=pending_document]")
    shown = await tab.evaluate(
        "Array.from(document.querySelectorAll('.item:not([hidden])'), each => each.dataset.verdict)"
    )
    assert set(shown) == {"pending_document"}
    await tab.click(".filters [data-chapter='4']")
    assert await tab.is_visible(".nothing")
    first = sample.standard.items[0].id
    await tab.evaluate("id => { location.hash = `item-${id}` }", first)
    await tab.wait_for_function("id => document.getElementById(`item-${id}`).open", arg=first)
    assert await tab.is_visible(f"[id='item-{first}']")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_phone_never_scrolls_sideways(sample: Sample, browser: Browser, tmp_path: Path, lang: str) -> None:
    made, _ = poisoned(sample.record)
    for html in (sample.html, page.render_report(made, sample.blobs.get)):
        tab, _ = await opened(browser, html, tmp_path, f"#lang={lang}", viewport={"width": 390, "height": 844})
        await tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        assert await tab.evaluate("document.documentElement.scrollWidth") <= 390


CONTRAST = """() => {
  const parse = colour => {
    const [r, g, b, a] = colour.match(/[\\d.]+/g).map(Number);
    return colour.startsWith("color(") ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const [r, g, b, a] = parse(getComputedStyle(at).backgroundColor);
      if (a === undefined || a > .9) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return Array.from(document.querySelectorAll('.chip, .soft, .tier, .tone, .outcome, .state, .why, .note, .count, .pick, summary, a'))
    .filter(node => node.getClientRects().length)
    .map(node => {
      const one = light(parse(getComputedStyle(node).color)), two = light(ground(node));
      return [(Math.max(one, two) + .05) / (Math.min(one, two) + .05), node.className + ' ' + node.textContent.slice(0, 20)];
    }).sort((a, b) => a[0] - b[0])[0];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_small_text_stands_out_from_its_ground(
    sample: Sample, browser: Browser, tmp_path: Path, scheme: str
) -> None:
    made = copy.deepcopy(sample.record)
    for item, verdict in zip(made["items"], made["standard"]["verdicts"], strict=False):
        item["verdict"] = verdict
    tab, _ = await opened(browser, page.render_report(made, sample.blobs.get), tmp_path, color_scheme=scheme)
    await tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    worst, where = await tab.evaluate(CONTRAST)
    assert worst >= 4.5, where


async def test_on_paper_everything_is_there(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    tab, _ = await opened(browser, sample.html, tmp_path)
    await tab.click(".filters [data-pick=pending_document]")
    await tab.click("[data-set=en]")
    await tab.click(".filters [data-pick='']")
    paper = pypdf.PdfReader(io.BytesIO(await tab.pdf(format="A4")))
    text = re.sub(r"\s+", " ", " ".join(printed_page.extract_text() for printed_page in paper.pages))
    assert all(item.id in text for item in sample.standard.items)
    assert words.find_words("head.not_rating")["en"][:40] in text
    assert words.find_words("item.standard")["en"] in text  # only there where an item is open
    box = paper.pages[0].mediabox
    assert abs(box.width - 595) < 3
    assert abs(box.height - 842) < 3


async def test_evidence_shows_a_boxed_crop_and_blind_spots_their_reason(
    sample: Sample, browser: Browser, tmp_path: Path
) -> None:
    tab, _ = await opened(browser, sample.html, tmp_path)
    assert await tab.evaluate("document.querySelectorAll('.proof img').length") >= 3
    assert "captcha" in await tab.inner_text("#gaps")
    assert await tab.evaluate("document.querySelectorAll('#speed .strip circle').length") >= 30
    assert "2500" in await tab.inner_text("#speed")
    assert await tab.evaluate("document.querySelectorAll('#pages .screen').length") >= 3


def test_a_page_without_its_pictures_still_stands(sample: Sample) -> None:
    for blob in (lambda sha: None, lambda sha: b"no picture"):
        html = page.render_report(sample.record, blob)
        assert "data:image" not in html
        assert html.count('class="item ') == 58


def test_an_audit_of_some_items_says_that_the_others_were_not_looked_at(sample: Sample) -> None:
    first, second = (item.id for item in sample.standard.items[:2])
    made = {**sample.record, "asked": [first, second]}
    record.validate_record(made)
    html = page.render_report(made, sample.blobs.get)
    assert html.count('class="item ') == len(sample.standard.items)
    assert words.find_words("head.asked")["en"].format(items=f"{first}, {second}") in html
    assert words.find_words("groups.unasked")["zh"] in html
    left_out = html[html.index('id="group-unasked"') :]
    assert left_out.count('class="item ') == len(sample.standard.items) - 2
    assert "group-unasked" not in sample.html


def test_the_same_record_gives_the_same_page(sample: Sample) -> None:
    assert page.render_report(sample.record, sample.blobs.get) == sample.html
