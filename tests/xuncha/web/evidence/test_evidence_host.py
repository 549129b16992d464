"""The host of evidence: what it gives, under which headers, to whom, and for how long."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from storage.audit_list import list_audits
from tests.xuncha.web.support.hostile_shop import BAIT, store_hostile_shop
from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.web.audit_data import AuditData, load_audit_data
from xuncha.web.evidence.picture_cache import PictureCache
from xuncha.web.evidence.picture_size import measure_picture
from xuncha.web.evidence.signed_address import open_address, sign_address


@pytest.fixture
async def hostile(tmp_path: Path) -> AsyncIterator[tuple[Web, dict[str, str], AuditData]]:
    """The workbench over the hostile shop's audit, its files by name, and its data."""
    shas = await store_hostile_shop(tmp_path / "data")
    async with open_web(tmp_path / "data") as web:
        (listed,) = await list_audits(web.store)
        yield web, shas, await load_audit_data(web.store, web.state.judging, listed.id)


async def test_pictures_are_jpegs_of_our_own_and_nothing_else_is(
    hostile: tuple[Web, dict[str, str], AuditData],
) -> None:
    web, shas, data = hostile
    host = await web.client(evidence=True)
    view = next(iter(data.views.values()))
    answer = await host.get(sign_address(web.state, "picture", view.screenshot))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.format == "JPEG"
    assert answer.content != web.store.blobs.read(view.screenshot)
    for name in ("page.png", "draw.svg", "form.pdf", "huge"):  # no picture, or too large a one
        assert (await host.get(sign_address(web.state, "picture", shas[name]))).status_code == 415, name


async def test_a_picture_too_large_to_decode_is_none(hostile: tuple[Web, dict[str, str], AuditData]) -> None:
    web, shas, data = hostile
    assert await measure_picture(web.store.blobs, shas["huge"]) is None
    assert await measure_picture(web.store.blobs, shas["page.png"]) is None
    view = next(iter(data.views.values()))
    assert await measure_picture(web.store.blobs, view.screenshot) == (view.width, view.height)


async def test_bodies_are_plain_text_or_files_whatever_they_claim(
    hostile: tuple[Web, dict[str, str], AuditData],
) -> None:
    web, shas, data = hostile
    host = await web.client(evidence=True)
    for name in ("draw.svg", "page.png", "run.js", "form.pdf", "feed.xml"):
        answer = await host.get(sign_address(web.state, "body", shas[name]))
        assert answer.headers["content-type"] == "text/plain; charset=utf-8", name
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    answer = await host.get(sign_address(web.state, "body", shas["huge"]))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    view = next(iter(data.views))
    for part in ("html", "text"):
        answer = await host.get(sign_address(web.state, "text", data.listed.visit, view, part))
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_replayed_page_holds_nothing_that_runs_or_calls_out(
    hostile: tuple[Web, dict[str, str], AuditData],
) -> None:
    web, _, data = hostile
    host = await web.client(evidence=True)
    answer = await host.get(sign_address(web.state, "replay", data.listed.visit, next(iter(data.views))))
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "sandbox;" in policy
    assert "allow-" not in policy
    assert "script-src" not in policy
    assert "shown words" in answer.text
    assert not re.search(r"<[^>]*\son\w+=", answer.text)
    for gone in (BAIT, "<script", '="javascript:', "<iframe", "http-equiv", "<base", "<!--"):
        assert gone not in answer.text, gone
    assert "data:image/svg+xml" in answer.text  # a drawing stands in an <img>, where nothing of it runs


async def test_an_address_is_good_for_minutes_for_one_thing_and_sealed(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    data = await load_audit_data(web.store, web.state.judging, listed.id)
    sha = next(iter(data.views.values())).screenshot
    host = await web.client(evidence=True)
    address = sign_address(web.state, "picture", sha)
    assert (await host.get(address)).status_code == 200
    said, _, seal = address.rpartition("/")[2].partition(".")
    body = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    assert body[1] - web.clock().timestamp() <= 300
    forged = base64.urlsafe_b64encode(json.dumps([body[0], body[1] + 9000, sha]).encode()).decode().rstrip("=")
    assert (await host.get(f"/picture/{forged}.{seal}")).status_code == 404
    assert (await host.get(f"/body/{said}.{seal}")).status_code == 404
    for wrong in ("x", "é.ü", "", ".", f"{said}."):
        assert open_address(web.state, "picture", wrong) is None
    web.clock.pass_by(minutes=5, seconds=1)
    assert (await host.get(address)).status_code == 404


async def test_the_host_of_evidence_has_no_cookie_no_page_and_no_other_name(web: Web) -> None:
    host = await web.client(evidence=True)
    for path in ("/", "/login", "/audits", "/openapi.json", "/docs"):
        answer = await host.get(path)
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers
    assert (await host.get("/", headers={"host": "work.example"})).status_code == 421
    assert (await host.get(sign_address(web.state, "picture", "0" * 64))).status_code == 404  # not kept
    app = await web.client()
    assert (
        await app.get(sign_address(web.state, "picture", "0" * 64), headers={"host": "work.example"})
    ).status_code == 404


async def test_the_report_runs_in_a_sandbox_without_an_origin(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    page = (await web.get("assessor", f"/audits/{listed.id}/report?lang=en")).text
    assert 'sandbox="allow-scripts' in page
    assert "allow-same-origin" not in page
    address = page.partition('src="')[2].partition('"')[0]
    answer = await (await web.client(evidence=True)).get(address, timeout=120)
    assert answer.status_code == 200
    assert "<!doctype html>" in answer.text.lower()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy
    assert "'sha256-" in policy


async def test_the_cache_keeps_to_its_size_and_makes_each_picture_once() -> None:
    made: list[str] = []

    def read(sha: str) -> bytes:
        made.append(sha)
        out = io.BytesIO()
        Image.effect_noise((200, 200), 90).save(out, "PNG")
        return out.getvalue()

    import asyncio

    cache = PictureCache(60_000, 100_000)
    await asyncio.gather(*(cache.fetch_picture("a", read) for _ in range(5)))
    assert made == ["a"]
    for name in "bcdef":
        await cache.fetch_picture(name, read)
    assert cache._size <= 60_000
    assert "a" not in cache._held
