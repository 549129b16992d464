"""Logging in at another issuer: joined by its person, then let in; and every token that proves nothing."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import RSAKey

from storage.people.account_changes import change_oidc, close_account
from storage.people.user_accounts import find_account, load_account
from tests.xuncha.web.support.issuer import CLIENT, SECRET, Issuer, issuing
from tests.xuncha.web.support.web_client import NOW, Web, open_web
from xuncha.settings.oidc_settings import OidcSettings, read_oidc_settings
from xuncha.settings.target import InvalidInput
from xuncha.web.app import make_app


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as made:
        made.now = NOW.timestamp()
        yield made


@pytest.fixture
async def web(tmp_path: Path, issuer: Issuer) -> AsyncIterator[Web]:
    async with open_web(tmp_path / "data") as opened:
        opened.state = dataclasses.replace(opened.state, oidc=OidcSettings(issuer.address, CLIENT, SECRET))
        opened.app = make_app(opened.state)
        yield opened


def leads_to(page: httpx.Response) -> str:
    """Where the page's link to the issuer leads."""
    assert page.status_code == 200
    return html.unescape(page.text.partition('class="button primary" href="')[2].partition('"')[0])


async def travel(browser: httpx.AsyncClient, issuer: Issuer, back: str = "/me") -> httpx.Response:
    sent = await browser.get(f"/login/oidc?back={back}")
    assert sent.status_code == 303
    return await browser.get(issuer.authorize(sent.headers["location"]))


async def join(web: Web, issuer: Issuer, name: str = "viewer") -> None:
    account = web.accounts[name]
    await change_oidc(web.store, account.id, f"{issuer.address} {issuer.subject}")


async def test_a_person_joins_the_account_and_is_let_in(web: Web, issuer: Issuer) -> None:
    browser = await web.client()
    stranger = await travel(browser, issuer)
    assert (stranger.status_code, "未与任何账号关联" in stranger.text) == (403, True)
    way = leads_to(await web.post("viewer", "/me/oidc"))
    done = await (await web.browser("viewer")).get(issuer.authorize(way))
    assert (done.status_code, done.headers["location"]) == (303, "/me#oidc")
    assert (await load_account(web.store, web.accounts["viewer"].id)).oidc == f"{issuer.address} person-1"
    let_in = await travel(browser, issuer)
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/me")
    assert "other log-in" in (await browser.get("/me")).text
    assert (await travel(browser, issuer, "//evil.example")).headers["location"] == "/"
    await web.post("viewer", "/me/oidc/remove")
    assert (await travel(await web.client(), issuer)).status_code == 403


async def test_one_log_in_there_is_one_account_here(web: Web, issuer: Issuer) -> None:
    await join(web, issuer)
    way = leads_to(await web.post("lead", "/me/oidc"))
    taken = await (await web.browser("lead")).get(issuer.authorize(way))
    assert taken.status_code == 409
    assert (await load_account(web.store, web.accounts["lead"].id)).oidc == ""


async def test_an_invited_person_comes_in_without_a_password(web: Web, issuer: Issuer) -> None:
    page = await web.post("admin", "/people", name="li", role="viewer")
    secret = page.text.partition("/invite/")[2].partition('"')[0]
    browser = await web.client()
    assert "127.0.0.1" in (await browser.get(f"/invite/{secret}")).text
    way = leads_to(await browser.post(f"/invite/{secret}/oidc"))
    done = await browser.get(issuer.authorize(way))
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert (await browser.get("/")).status_code == 200
    account = await find_account(web.store, "li")
    assert account is not None
    assert (account.password, account.oidc) == ("", f"{issuer.address} person-1")
    assert (await browser.get(f"/invite/{secret}")).status_code == 404
    assert (await (await web.client()).post(f"/invite/{secret}/oidc")).status_code == 404


async def test_a_proof_there_must_be_a_fresh_one(web: Web, issuer: Issuer) -> None:
    await join(web, issuer)
    await web.browser("viewer")
    web.clock.pass_by(minutes=6)
    issuer.now = web.clock().timestamp()
    issuer.claims = {"auth_time": int(issuer.now) - 3600}
    browser = await web.browser("viewer")
    way = leads_to(await web.post("viewer", "/prove/oidc", back="/me"))
    assert "max_age=0" in way
    assert (await browser.get(issuer.authorize(way))).status_code == 502
    issuer.claims = {}
    way = leads_to(await web.post("viewer", "/prove/oidc", back="/me"))
    assert (await browser.get(issuer.authorize(way))).headers["location"] == "/me"
    assert (await web.post("viewer", "/me/codes/begin")).status_code == 200


@pytest.mark.parametrize("claims", [
    {"iss": "https://evil.example"}, {"aud": "another"}, {"aud": [CLIENT, "another"]}, {"azp": "another"}, {"exp": 1}, {"nonce": "x"},
    {"sub": ""}, {"sub": 1}, {"sub": None}, {"sub": "x" * 300}, {"iat": "x"},
])  # fmt: skip
async def test_a_token_that_is_not_for_us_and_now(web: Web, issuer: Issuer, claims: dict[str, object]) -> None:
    await join(web, issuer)
    issuer.claims = claims
    browser = await web.client()
    assert (await travel(browser, issuer)).status_code in (403, 502)
    assert web.state.cookie not in browser.cookies


async def test_a_token_of_another_key(web: Web, issuer: Issuer) -> None:
    await join(web, issuer)
    issuer.shown = RSAKey.generate_key(2048, {"kid": "k1"})
    assert (await travel(await web.client(), issuer)).status_code == 502


@pytest.mark.parametrize("told", [
    {"issuer": "https://evil.example"}, {"token_endpoint": "http://192.0.2.1/token"}, {"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": None},
    {"authorization_endpoint": "javascript:alert(1)"},
])  # fmt: skip
async def test_an_issuer_that_is_not_what_it_should_be(web: Web, issuer: Issuer, told: dict[str, object]) -> None:
    await join(web, issuer)
    issuer.told = told
    browser = await web.client()
    sent = await browser.get("/login/oidc")
    if sent.status_code == 303:
        sent = await browser.get(issuer.authorize(sent.headers["location"]))
    assert sent.status_code == 502
    assert web.state.cookie not in browser.cookies


async def test_a_way_back_is_the_browsers_own_used_once_and_soon(web: Web, issuer: Issuer) -> None:
    """Whoever is led to another's way back (log-in CSRF) is not logged in by it."""
    await join(web, issuer)
    browser, other = await web.client(), await web.client()
    back = issuer.authorize((await browser.get("/login/oidc")).headers["location"])
    assert (await other.get(back)).status_code == 502
    await other.get("/login/oidc")
    assert (await other.get(back)).status_code == 502
    assert (await browser.get(back + "x")).status_code == 502
    held = dict(browser.cookies)
    assert (await browser.get(back)).status_code == 303
    again = await web.client()
    again.cookies.update(held)
    assert (await again.get(back)).status_code == 502
    late = await web.client()
    back = issuer.authorize((await late.get("/login/oidc")).headers["location"])
    web.clock.pass_by(minutes=6)
    assert (await late.get(back)).status_code == 502
    assert (await late.get("/login/oidc/back")).status_code == 502


async def test_a_closed_account_and_an_issuer_away_let_nobody_in(web: Web, issuer: Issuer) -> None:
    await join(web, issuer)
    await close_account(web.store, web.accounts["viewer"].id)
    assert (await travel(await web.client(), issuer)).status_code == 403
    web.app = make_app(dataclasses.replace(web.state, oidc=OidcSettings("http://127.0.0.1:9", CLIENT, "")))
    assert (await (await web.client()).get("/login/oidc")).status_code == 502
    web.app = make_app(dataclasses.replace(web.state, oidc=None))
    assert (await (await web.client()).get("/login/oidc")).status_code == 404


def test_the_issuer_is_set_by_the_environment() -> None:
    said = {"XUNCHA_OIDC_ISSUER": "https://id.example", "XUNCHA_OIDC_CLIENT": "xuncha", "XUNCHA_OIDC_SECRET": "hidden"}
    settings = read_oidc_settings(said)
    assert settings == OidcSettings("https://id.example", "xuncha", "hidden")
    assert "hidden" not in repr(settings)
    assert read_oidc_settings({}) is None
    for wrong in (
        {"XUNCHA_OIDC_CLIENT": ""},
        {"XUNCHA_OIDC_ISSUER": "http://id.example"},
        {"XUNCHA_OIDC_ISSUER": "id.example"},
    ):
        with pytest.raises(InvalidInput):
            read_oidc_settings({**said, **wrong})
