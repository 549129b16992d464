"""What a pack says of a page: each quote and box of the evidence can be held against it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.site import Site, View
from storage.visits.audit import Audit
from tests.cases.build import view
from tests.xuncha.keeping import HOSTILE, made
from tests.xuncha.reports.conftest import shot
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules
from xuncha.pack.documents import views
from xuncha.pack.parts import PackFacts
from xuncha.reports import record, seen

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOBODY = Audit("visit", "ruleset", MADE, (), (), {}, id="audit1")
Blob = Callable[[str], bytes | None]


def files(site: Site, blob: Blob = lambda sha: None) -> dict[str, bytes]:
    facts = PackFacts(NOBODY, site, load_rules(), {}, (), blob, MADE)
    found = {part.name: part.data for part in views.make_view_files(facts)}
    assert found == {part.name: part.data for part in views.make_view_files(facts)}
    return found


def told(site: Site, blob: Blob = lambda sha: None) -> dict[str, dict[str, Any]]:
    found = files(site, blob)
    return {page.id: json.loads(found[f"views/{page.id}.json"].decode("ascii")) for page in site.views}


def of(*pages: View) -> Site:
    return dataclasses.replace(made(), views=pages)


def test_every_view_is_there_with_its_source_and_picture() -> None:
    site = made()
    pictures = {page.screenshot: shot(page) for page in site.views}
    found, sources = told(site, pictures.get), files(site, pictures.get)
    assert len(sources) == 2 * len(site.views)
    for stored in site.views:
        page = found[stored.id]
        assert page["schema"] == "xuncha-view/1"
        assert page["html"]["file"] == f"views/{stored.id}.html.txt"
        assert page["html"]["sha256"] == hashlib.sha256(sources[page["html"]["file"]]).hexdigest()
        assert sources[page["html"]["file"]].decode() == stored.html
        picture = page["screenshot"]
        assert (picture["file"], picture["original"]) == (f"screenshots/{stored.id}.jpg", stored.screenshot)
        assert picture["sha256"] == hashlib.sha256(pictures[stored.screenshot]).hexdigest()
        assert (picture["width"], picture["height"], picture["scale"]) == (stored.width, 4000, stored.screenshot_scale)
        plain = seen.serialize_view(stored)  # as audit.json says it
        same = ("id", "role", "state", "device", "look", "asked", "url", "status", "at", "width", "height")
        assert {name: page[name] for name in same} == {name: plain[name] for name in same}


def test_what_the_evidence_quotes_and_boxes_is_there() -> None:
    site = made()
    audit = make_audit(load_rules(), site, "visit")
    facts = record.build_record(audit, site, load_rules().standard, load_rules().checks)
    pages, held = told(site), 0
    for piece in (piece for found in facts["findings"] for piece in found["evidence"] if piece["view"] in pages):
        page = pages[piece["view"]]
        boxed = [element for element in page["elements"] if element["selector"] == piece["selector"]]
        if piece["box"]:
            held += 1
            assert piece["box"] in [element["box"] for element in boxed]
            words = "\n".join(element[name] for element in boxed for name in ("text", "name", "pseudo", "ocr"))
            assert piece["quote"].split("\n")[0] in words
    assert held > 10


def test_a_picture_that_is_gone_is_none_and_one_that_is_broken_has_no_size() -> None:
    site = made()
    assert {row["screenshot"] for row in told(site).values()} == {None}
    for page in told(site, lambda sha: b"\xff\xd8broken").values():
        assert (page["screenshot"]["width"], page["screenshot"]["height"]) == (0, 0)


def test_a_masked_picture_is_named_by_what_lies_there_and_by_what_it_was() -> None:
    site = made()
    other = shot(site.views[0])[:-2] + b"\0\xff\xd9"
    picture = told(site, lambda sha: other)[site.views[1].id]["screenshot"]
    assert picture["sha256"] == hashlib.sha256(other).hexdigest() != picture["original"]


def test_hostile_words_are_kept_as_they_are_and_harm_no_file() -> None:
    words = HOSTILE + "\ud83d\r\n\x1b[31m"
    page = view(
        "home", words, [{"text": words, "name": words, "ocr": words}], title=words, url=f"https://s.example/{words}"
    )
    page = dataclasses.replace(page, html=words, state="landed")
    found = told(of(page))[page.id]
    assert (found["text"], found["title"], found["elements"][0]["ocr"]) == (words, words, words)
    assert files(of(page))[f"views/{page.id}.html.txt"] == words.encode("utf-8", "replace")


def test_an_element_without_words_of_its_subtree_says_its_own() -> None:
    page = view("home", "x", [{"text": "", "own": "自营"}, {"text": "全部 自营", "own": "全部"}])
    assert [element["text"] for element in told(of(page))[page.id]["elements"]] == ["自营", "全部 自营"]


@pytest.mark.parametrize("id", ["../x", "a/b", "", ".", "con", "COM1", "a b", "v\u202e", "-x", "x" * 62, "v1\n", "v1."])
def test_an_id_that_is_no_safe_name_is_refused(id: str) -> None:
    page = dataclasses.replace(view("home", "x"), id=id)
    with pytest.raises(ValueError, match="no safe name"):
        files(of(page))
