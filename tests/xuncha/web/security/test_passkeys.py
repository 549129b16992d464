"""Passkeys: registered, logging in, proving; and every way in which an answer is not good enough."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from storage.people.account_changes import close_account
from storage.people.stored_passkeys import list_passkeys
from tests.xuncha.web.support.soft_key import PRESENT, SoftKey
from tests.xuncha.web.support.web_client import PASSWORD, Web, open_web

PARTY, ORIGIN = "work.example", "https://work.example"


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Web]:
    async with open_web(tmp_path / "data", https=True) as opened:
        yield opened


def options_in(page: httpx.Response) -> str:
    return html.unescape(page.text.partition('data-options="')[2].partition('"')[0])


async def with_key(web: Web, name: str = "lead", key: SoftKey | None = None) -> SoftKey:
    """A key that the person has registered."""
    made = key or SoftKey(PARTY, ORIGIN)
    page = await web.get(name, "/me")
    done = await web.post(name, "/me/passkeys", answer=made.register(options_in(page)), name="laptop")
    assert done.status_code == 303
    return made


async def log_in(browser: httpx.AsyncClient, answer: str) -> httpx.Response:
    return await browser.post("/login/passkey", data={"answer": answer, "back": "/me"})


async def test_a_key_is_registered_and_lets_its_person_in_without_a_name(web: Web) -> None:
    assert (await web.get("lead", "/")).headers["location"] == "/me?second=1"
    key = await with_key(web)
    assert (await web.get("lead", "/")).status_code == 200  # a second factor by itself
    browser = await web.client()
    done = await log_in(browser, key.sign(options_in(await browser.get("/login"))))
    assert (done.status_code, done.headers["location"]) == (303, "/me")
    page = (await browser.get("/me")).text
    assert "Lead" in page
    assert "laptop" in page
    assert (await browser.get("/")).status_code == 200
    weak = await web.client()
    refused = await weak.post("/login", data={"name": "lead", "password": PASSWORD})
    assert (refused.status_code, "passkey" in refused.text) == (401, True)
    assert web.state.cookie not in weak.cookies


async def test_an_answer_counts_once_and_not_for_long(web: Web) -> None:
    key = await with_key(web)
    browser = await web.client()
    answer = key.sign(options_in(await browser.get("/login")))
    assert (await log_in(browser, answer)).status_code == 303
    assert (await log_in(await web.client(), answer)).status_code == 401
    late = key.sign(options_in(await browser.get("/login")))
    web.clock.pass_by(minutes=6)
    assert (await log_in(browser, late)).status_code == 401


@pytest.mark.parametrize(
    "fault", ["origin", "party", "unverified", "unknown", "other key", "copied", "closed", "register"]
)
async def test_an_answer_that_is_not_good_enough(web: Web, fault: str) -> None:
    key = await with_key(web)
    browser = await web.client()
    options = options_in(await browser.get("/login"))
    if fault == "origin":
        key.origin = "https://work.example.evil.example"
    elif fault == "party":
        key.party = "evil.example"
    elif fault == "unverified":
        key.flags = PRESENT
    elif fault == "unknown":
        key.id = b"somebody's"
    elif fault == "other key":
        key.key = SoftKey(PARTY, ORIGIN).key
    elif fault == "copied":
        assert (await log_in(browser, key.sign(options))).status_code == 303
        key.uses = 0  # a copy of the device, which does not know how often the other was used
        options = options_in(await browser.get("/login"))
    elif fault == "closed":
        await close_account(web.store, web.accounts["lead"].id)
    elif fault == "register":
        options = options_in(await web.get("lead2", "/me"))  # a challenge for something else
    assert (await log_in(browser, key.sign(options))).status_code == 401


async def test_a_key_is_made_for_whoever_asked_for_it(web: Web) -> None:
    foreign = SoftKey(PARTY, ORIGIN).register(options_in(await web.get("lead2", "/me")))
    assert (await web.post("lead", "/me/passkeys", answer=foreign, name="x")).status_code == 400
    key = await with_key(web)
    page = await web.get("lead2", "/me")
    assert (await web.post("lead2", "/me/passkeys", answer=key.register(options_in(page)), name="x")).status_code == 400
    unverified = SoftKey(PARTY, ORIGIN, flags=PRESENT).register(options_in(await web.get("lead2", "/me")))
    assert (await web.post("lead2", "/me/passkeys", answer=unverified, name="x")).status_code == 400
    assert await list_passkeys(web.store, web.accounts["lead2"].id) == ()


async def test_a_key_proves_and_another_persons_does_not(web: Web) -> None:
    key, other = await with_key(web), await with_key(web, "lead2")
    web.clock.pass_by(minutes=6)
    assert (await web.post("lead", "/me/codes/begin")).headers["location"].startswith("/prove")
    page = await web.get("lead", "/prove?back=/me")
    assert (await web.post("lead", "/prove/passkey", answer=other.sign(options_in(page)))).status_code == 401
    page = await web.get("lead", "/prove?back=/me")
    assert (await web.post("lead", "/prove/passkey", answer=key.sign(options_in(page)), back="/me")).status_code == 303
    assert (await web.post("lead", "/me/codes/begin")).status_code == 200


async def test_a_key_is_removed_by_its_person_alone(web: Web) -> None:
    key = await with_key(web)
    (held,) = await list_passkeys(web.store, web.accounts["lead"].id)
    assert (await web.post("lead2", f"/me/passkeys/{held.id}/remove")).status_code == 404
    assert (await web.post("lead", f"/me/passkeys/{held.id}/remove")).status_code == 303
    browser = await web.client()
    assert (await log_in(browser, key.sign(options_in(await browser.get("/login"))))).status_code == 401


async def test_a_new_password_takes_no_factor_away(web: Web) -> None:
    """Whoever proves by the password and changes it stays logged in as strongly as before."""
    await with_key(web)
    await web.post("lead", "/prove", password=PASSWORD)
    new = "noch eine Losung 34"
    assert (await web.post("lead", "/me/password", password=new, again=new)).status_code == 303
    assert (await web.get("lead", "/")).status_code == 200
