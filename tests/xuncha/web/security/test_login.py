"""Logging in and out: with a password and codes, held off after failures, ended by idleness and age, under a new secret each time."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from storage.people.account_changes import change_totp
from storage.people.action_log import list_actions
from storage.people.logins import hash_secret
from storage.people.sealed_secrets import seal_secret
from tests.xuncha.web.support.web_client import PASSWORD, Web, open_web
from xuncha.web.security.login_cookie import make_safe_back
from xuncha.web.security.one_time_codes import accept_code, compute_code, make_totp_secret

WRONG = "nicht die Losung"


async def enter(browser: httpx.AsyncClient, name: str, password: str = PASSWORD, back: str = "/") -> httpx.Response:
    return await browser.post("/login", data={"name": name, "password": password, "back": back})


async def test_everybody_of_the_test_is_logged_in(web: Web) -> None:
    assert (await web.get("viewer", "/")).status_code == 200
    assert (await web.get("nothing", "/")).status_code == 403
    assert (await (await web.client()).get("/")).headers["location"] == "/login?back=/"
    assert (await web.post("viewer", "/logout")).status_code == 303
    assert (await web.get("viewer", "/")).status_code == 303


async def test_a_password_lets_in_and_a_wrong_one_says_no_more_than_an_unknown_name(web: Web) -> None:
    browser = await web.client()
    wrong, unknown = await enter(browser, "lead", WRONG), await enter(browser, "nobody", WRONG)
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    same = [
        re.sub(r'data-options="[^"]*"', "", response.text) for response in (wrong, unknown)
    ]  # a challenge is new each time
    assert same[0] == same[1]
    right = await enter(browser, "LEAD", back="/me")
    assert (right.status_code, right.headers["location"]) == (303, "/me")
    assert (await browser.get("/me")).status_code == 200


async def test_a_log_in_brings_a_new_secret_whatever_cookie_was_there(web: Web) -> None:
    """Session fixation: a secret that somebody else put into the browser, or knew before, is worth nothing afterwards."""
    browser = await web.client()
    web.plant(browser, "planted")
    await enter(browser, "lead")
    first = browser.cookies[web.state.cookie]
    assert first != "planted"
    await enter(browser, "lead")
    assert browser.cookies[web.state.cookie] not in (first, "planted")
    for old in ("planted", first):
        other = await web.client()
        web.plant(other, old)
        assert (await other.get("/")).status_code == 303


async def test_guesses_of_a_name_are_held_off_wherever_they_come_from_and_for_a_while(web: Web) -> None:
    most = web.state.settings.login.failures
    for number in range(most):
        assert (await enter(await web.client(address=f"10.0.0.{number}"), "lead", WRONG)).status_code == 401
    fresh = await web.client(address="10.9.9.9")
    assert (await enter(fresh, "Lead", PASSWORD)).status_code == 429
    assert (await enter(fresh, "lead2", PASSWORD)).status_code == 303
    web.clock.pass_by(minutes=web.state.settings.login.failure_minutes + 1)
    assert (await enter(fresh, "lead")).status_code == 303


async def test_guesses_from_an_address_are_held_off_whatever_the_name(web: Web) -> None:
    house = await web.client(address="2001:db8:1:2::1")
    other_machine = await web.client(address="2001:db8:1:2:ffff::9")
    for number in range(web.state.settings.login.address_failures):
        assert (await enter(house, f"name{number}", WRONG)).status_code == 401
    assert (await enter(other_machine, "lead")).status_code == 429
    assert (await enter(await web.client(address="2001:db8:1:3::1"), "lead")).status_code == 303


async def test_a_burst_of_guesses_at_once_gets_no_more_tries(web: Web) -> None:
    browser = await web.client()
    answers = await asyncio.gather(*(enter(browser, "lead", WRONG) for _ in range(20)))
    assert sum(answer.status_code == 401 for answer in answers) <= web.state.settings.login.failures


async def test_a_right_password_clears_the_failures(web: Web) -> None:
    browser = await web.client()
    for _ in range(3):
        for _ in range(web.state.settings.login.failures - 1):
            assert (await enter(browser, "lead", WRONG)).status_code == 401
        assert (await enter(browser, "lead")).status_code == 303


async def test_a_log_in_ends_by_idleness_and_by_age(web: Web) -> None:
    await web.browser("viewer")
    web.clock.pass_by(minutes=29)
    assert (await web.get("viewer", "/")).status_code == 200
    web.clock.pass_by(minutes=31)
    assert (await web.get("viewer", "/")).status_code == 303
    await web.browser("lead")
    for _ in range(12 * 3 - 1):
        web.clock.pass_by(minutes=20)
        assert (await web.get("lead", "/")).status_code == 200
    web.clock.pass_by(minutes=20)
    assert (await web.get("lead", "/")).status_code == 303


async def test_codes_are_asked_for_and_none_is_right_twice(web: Web) -> None:
    secret = make_totp_secret()
    await change_totp(web.store, web.accounts["lead"].id, seal_secret(web.state.key, web.accounts["lead"].id, secret))
    browser = await web.client()

    async def code(step: str, digits: str) -> httpx.Response:
        return await browser.post("/login/code", data={"step": step, "code": digits, "back": "/me"})

    async def begin() -> str:
        page = await enter(browser, "lead")
        assert page.status_code == 200
        assert web.state.cookie not in browser.cookies
        return page.text.partition('name="step" value="')[2].partition('"')[0]

    now = compute_code(secret, int(web.clock().timestamp()) // 30)
    step = await begin()
    assert (await code(step, "000000" if now != "000000" else "111111")).status_code == 401
    assert (await code("x" + step, now)).status_code == 401
    done = await code(step, f"{now[:3]} {now[3:]}")
    assert (done.status_code, done.headers["location"]) == (303, "/me")
    assert "password and code" in (await browser.get("/me")).text
    await browser.post("/logout", data={"csrf": web.csrf_of(browser)})
    assert (await code(await begin(), now)).status_code == 401
    step = await begin()
    web.clock.pass_by(minutes=6)
    later = compute_code(secret, int(web.clock().timestamp()) // 30)
    assert (await code(step, later)).status_code == 401  # the password was given too long ago


def test_codes_are_those_of_rfc_6238() -> None:
    """Appendix B, its SHA-1 rows cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert compute_code(secret, at // 30) == code


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "二八七〇八二", "28708２", "x" * 10_000])
def test_what_is_no_code_is_refused(web: Web, typed: str) -> None:
    assert accept_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", typed, web.clock()) is None
    assert accept_code("", "755224", web.clock()) is None


@pytest.mark.parametrize("back", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "",
    "/ok\r\nSet-Cookie: a=b", "evil.example", "/a\\b",
])  # fmt: skip
async def test_back_leads_nowhere_else(web: Web, back: str) -> None:
    assert make_safe_back(back) == "/"
    answer = await enter(await web.client(), "viewer", back=back)
    assert answer.headers["location"] == "/"
    assert make_safe_back("/audits/ab?x=1&y=%E4%B8%AD#z") == "/audits/ab?x=1&y=%E4%B8%AD#z"


async def test_cookies_on_https_are_of_this_host_alone_and_read_by_no_script(tmp_path: Path) -> None:
    async with open_web(tmp_path / "data", https=True) as web:
        answer = await enter(await web.client(), "viewer")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-xuncha=")
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        secret = cookie.partition("=")[2].partition(";")[0]
        assert len(secret) >= 43
        database = (tmp_path / "data").rglob("*.db*")
        assert not any(
            secret.encode() in path.read_bytes() for path in [*database, *(tmp_path / "data").rglob("*.sqlite*")]
        )


async def test_who_needs_two_factors_gets_no_further_with_one(tmp_path: Path) -> None:
    async with open_web(tmp_path / "data", https=True) as web:
        browser = await web.client()
        assert (await enter(browser, "lead")).status_code == 303
        led = await browser.get("/")
        assert (led.status_code, led.headers["location"]) == (303, "/me?second=1")
        page = await browser.get("/me?second=1")
        assert "passkey or one-time codes" in page.text
        begun = await browser.post("/me/codes/begin", data={"csrf": web.csrf_of(browser)})
        secret = begun.text.partition('<code class="secret">')[2].partition("<")[0].replace(" ", "")
        step = begun.text.partition('name="step" value="')[2].partition('"')[0]
        code = compute_code(secret, int(web.clock().timestamp()) // 30)
        fields = {"csrf": web.csrf_of(browser), "step": step}
        assert (await browser.post("/me/codes", data={**fields, "code": "1"})).status_code == 422
        assert (await browser.get("/")).status_code == 303
        assert (await browser.post("/me/codes", data={**fields, "code": code})).status_code == 303
        assert (await browser.get("/")).status_code == 200
        viewer = await web.client()
        await enter(viewer, "viewer")
        assert (await viewer.get("/")).status_code == 200


async def test_what_was_done_is_in_the_log_and_no_secret_is(web: Web) -> None:
    browser = await web.client()
    await enter(browser, "lead", WRONG)
    await enter(browser, "lead")
    lines = await list_actions(web.store)
    assert [(line.actor, line.action) for line in lines] == [("web:?", "log_in_failed"), ("web:lead", "log_in")]
    said = "".join(str(line) for line in lines)
    assert PASSWORD not in said
    assert browser.cookies[web.state.cookie] not in said
    assert hash_secret(browser.cookies[web.state.cookie]) not in said
