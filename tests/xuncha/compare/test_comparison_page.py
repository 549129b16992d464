"""The page that compares two audits: each kind of change by its name, pictures of both, hostile text as text, the same bytes again."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from crawler.site import Site, View
from crawler.vocabulary import GapReason, Role
from scoring.decisions.decision import Decision
from scoring.decisions.decision_basis import decision_grounds
from scoring.standard_tables import Verdict
from storage.audits import save_audit
from storage.db.session import Store, open_store
from storage.decisions import save_decisions
from storage.visits.audit import Audit
from storage.visits.sites import load_site
from tests.cases.build import gap
from tests.xuncha.command import xuncha
from tests.xuncha.compare.test_two_audits import RULES, judged_before, later
from tests.xuncha.keeping import HOSTILE, kept
from tests.xuncha.reports.conftest import shot
from xuncha.audit.rejudge_visit import rejudge_visit
from xuncha.compare.comparison_page import make_comparison_page
from xuncha.compare.direction import ChangeLabel
from xuncha.compare.two_audits import compare_audits
from xuncha.compare.versus import ComparedVisit, build_comparison_record
from xuncha.compare.versus_page import render_comparison
from xuncha.console.lang import Lang
from xuncha.reports import words


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


def lower(site: Site) -> Site:
    """The same shop with a lower link to its product, on every page that has one, and narrower pictures."""

    def low(seen: View) -> View:
        elements = tuple(
            dataclasses.replace(element, box=dataclasses.replace(element.box, h=20.0))
            if "手机" in element.text
            else element
            for element in seen.elements
        )
        narrow = dataclasses.replace(seen, elements=elements, width=seen.width - 60)
        return dataclasses.replace(narrow, screenshot=hashlib.sha256(shot(narrow)).hexdigest())

    return dataclasses.replace(site, views=tuple(low(view) for view in site.views))


def walled(site: Site) -> Site:
    """The same shop with a captcha before its home page."""
    walls = tuple(
        gap("home", GapReason.BLOCKED, detail="captcha", device=device, look=look)
        for device in ("desktop", "mobile")
        for look in (1, 2)
    )
    views = tuple(view for view in site.views if view.role is not Role.HOME)
    return dataclasses.replace(site, views=views, gaps=(*site.gaps, *walls))


async def compared(store: Store, one: Audit, two: Audit, lang: Lang = Lang.ZH) -> str:
    return await make_comparison_page(store, await compare_audits(store, one.id, two.id), lang)


def painted(seen: View, colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (seen.width, seen.height), colour).save(out, "JPEG")
    return out.getvalue()


class Parsed(HTMLParser):
    """Tags with their attributes, texts by the id of the nearest element above that has one, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


def card(html: str, item: str) -> str:
    """The part of the page about one item that changed."""
    (found,) = re.findall(f'<article class="[^"]*" id="item-{re.escape(item)}">.*?</article>', html, re.S)
    assert isinstance(found, str)
    return found


def labelled(html: str) -> set[str]:
    return set(re.findall(r'<span class="label l-(\w+)">', html))


def figures(html: str, side: str) -> list[str]:
    """Pictures of evidence, not of places where the other's evidence stood."""
    return re.findall(rf'<figure id="fig-{side}-\d+">\s*<img [^>]*src="(data:image/jpeg[^"]+)"', html)


@pytest.mark.browser
async def test_what_the_site_changed_is_marked_with_pictures_of_both_audits(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, lower(later(9)))
    done = await compare_audits(store, one.id, two.id)
    (change,) = done.changed
    visited = ComparedVisit(await load_site(store, one.visit)), ComparedVisit(await load_site(store, two.visit))
    record, sites = build_comparison_record(done, visited), (visited[0].site, visited[1].site)
    pictures = {
        view.screenshot: painted(view, colour)
        for site, colour in zip(sites, ("#aa2020", "#2020aa"), strict=True)
        for view in site.views
    }
    shown = card(render_comparison(record, pictures.get, sites, "zh"), change.item)
    assert labelled(shown) == {ChangeLabel.SITE}
    for side, own, other in (("before", 0, 2), ("after", 2, 0)):
        found = figures(shown, side)
        assert found
        for data in found:
            picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2]))).convert("RGB")
            corner = picture.getpixel((1, 1))
            assert isinstance(corner, tuple)
            assert corner[own] > corner[other] + 60  # each picture is of its own audit's page
    assert "<del>" in shown
    assert "<ins>" in shown
    html = await compared(store, one, two)
    assert len(figures(html, "before")) == len(figures(render_comparison(record, pictures.get, sites, "zh"), "before"))
    assert {tag for tag, _ in Parsed(html).tags}.isdisjoint({"script", "link", "iframe", "form", "object"})


async def test_blocked_now_is_seen_otherwise_and_nowhere_worse(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, walled(later(9)))
    html = await compared(store, one, two)
    changed = (await compare_audits(store, one.id, two.id)).changed
    assert changed
    for change in changed:
        assert labelled(card(html, change.item)) == {ChangeLabel.SEEN}
    text = Parsed(html).text
    assert words.find_words("versus.worse")["zh"] not in text.replace("不算网站变差", "")
    rows = html.partition('id="pages"')[2]
    assert "captcha" in rows
    assert labelled(rows) == {ChangeLabel.SEEN}


async def test_pages_that_the_shop_no_longer_offers_are_a_fact_about_it(store: Store) -> None:
    one = await kept(store, later(0))
    site = later(9, without=Role.COMPLAINT)
    gone = tuple(gap("complaint", GapReason.NOT_OFFERED, device=device) for device in ("desktop", "mobile"))
    two = await kept(store, dataclasses.replace(site, gaps=(*site.gaps, *gone)))
    rows = (await compared(store, one, two)).partition('id="pages"')[2]
    assert labelled(rows) == {ChangeLabel.SITE}
    assert words.find_words("versus.disappeared")["zh"] in rows


async def test_rules_are_named_and_the_pages_said_to_be_the_same(store: Store) -> None:
    now = await kept(store, later(0))
    item = now.verdicts[4].item
    old = await judged_before(store, now, {item: Verdict.FAIL})
    html = await compared(store, old, now)
    assert labelled(card(html, item)) == {ChangeLabel.RULES}
    assert words.find_words("versus.same_visit")["zh"] in html
    assert words.find_words("versus.not_rules")["zh"] in html
    assert words.find_words("versus.common")["zh"] in card(html, item)


async def test_a_persons_decision_is_named_with_who_and_why(store: Store) -> None:
    one = await kept(store, later(0))
    item = next(verdict.item for verdict in one.verdicts if verdict.verdict is Verdict.PENDING_DOCUMENT)
    basis = decision_grounds(RULES.standard, RULES.checks, one.findings)[item].basis
    said = Decision(
        item, Verdict.PASS, 1.0, "甲<b>", "2026-10-02T00:00:00+00:00", "材料<i>齐全", (), "", one.id, one.visit, basis
    )
    await save_decisions(store, [said])
    now = (await rejudge_visit(store, one.visit)).now
    shown = card(await compared(store, one, now), item)
    assert labelled(shown) == {ChangeLabel.PEOPLE}
    assert "甲&lt;b&gt;" in shown
    assert "材料&lt;i&gt;齐全" in shown


async def test_pruned_evidence_is_said_and_what_cannot_be_told_apart_too(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, lower(later(9)))
    (change,) = (await compare_audits(store, one.id, two.id)).changed
    old = await judged_before(store, one, {change.item: Verdict.FAIL})
    for file in (store.data / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    html = await compared(store, old, two)
    assert labelled(card(html, change.item)) == {ChangeLabel.UNKNOWN}
    assert words.find_words("versus.missing_before")["zh"] in html
    assert words.find_words("versus.missing_after")["zh"] in html
    assert "证据已清理" in html
    assert "<img" not in html


async def test_two_platforms_differ_and_did_not_change(store: Store) -> None:
    one = await kept(store, later(0))
    other = lower(later(9))
    two = await kept(
        store, dataclasses.replace(other, platform=dataclasses.replace(other.platform, url="https://b.example/"))
    )
    html = await compared(store, one, two)
    text = Parsed(html).text
    assert words.find_words("versus.other_platform")["zh"] in text
    assert words.find_words("versus_label.platform")["zh"] in text
    for word in ("versus_label.site", "versus.worse", "versus.better"):
        assert words.find_words(word)["zh"] not in text.replace("不算网站变差", "")


async def test_hostile_words_stay_words(store: Store) -> None:
    one = await kept(store, later(0), HOSTILE)
    two = await kept(store, walled(later(9)), f"<script>alert(1)</script>{HOSTILE}")
    html = await compared(store, one, two)
    parsed = Parsed(html)
    assert {tag for tag, _ in parsed.tags}.isdisjoint({"script", "iframe", "link", "object", "base"})
    for tag, given in parsed.tags:
        assert not [name for name in given if name.startswith("on")]
        assert tag != "img" or (given["src"] or "").startswith("data:image/jpeg;base64,")
        assert (given.get("href") or "#").startswith(("#", "http://", "https://"))
    assert "<img src=x onerror=alert(1)>{{7*7}}" in parsed.text
    assert "\u202e" not in html
    assert "\0" not in html
    policy = next(
        given["content"] for tag, given in parsed.tags if given.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in (policy or "")
    assert "script-src" not in (policy or "")


async def test_the_same_audits_give_the_same_bytes_in_whatever_order_they_are_named(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, lower(later(9)))
    html = await compared(store, one, two)
    assert html == await compared(store, two, one)
    assert await compared(store, one, two, Lang.EN) != html


async def test_the_head_says_whether_scores_can_be_compared(store: Store) -> None:
    one, two = await kept(store, later(0)), await kept(store, walled(later(9)))
    html = await compared(store, one, two)
    for audit in (one, two):
        assert audit.id[:8] in html
        assert audit.ruleset[:8] in html
    assert words.find_words("versus.no_value")["zh"] in html or words.find_words("versus.tied")["zh"] in html
    flag = next(flag for item in RULES.standard.items for flag in item.applies)
    unlike = dataclasses.replace(two, id="ab" * 16, facts={**two.facts, "profile": {flag: False}})
    await save_audit(store, unlike)
    assert words.find_words("versus.not_profile")["zh"] in await compared(store, one, unlike)


@pytest.mark.commands
async def test_the_command_writes_it_and_says_where_it_cannot(tmp_path: Path) -> None:
    async with open_store(tmp_path / "data") as opened:
        one, two = await kept(opened, later(0)), await kept(opened, lower(later(9)))
    asked = ("compare", one.id[:8], two.id[:8], "--data", str(tmp_path / "data"), "--to")
    ended = xuncha(*asked, str(tmp_path / "c.html"), "--lang", "en")
    assert ended.code == 0, ended.err
    html = (tmp_path / "c.html").read_text("utf-8")
    assert 'id="say-en" checked' in html
    ended = xuncha(*asked, str(tmp_path / "nowhere" / "c.html"))
    assert ended.code == 2
    assert "--to" in ended.line
