"""Accounts kept by administrators, one's own account, and tokens of programs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.db.people_tables import Role
from storage.people.access_tokens import create_token, list_tokens
from storage.people.action_log import list_actions
from storage.people.sealed_secrets import open_secret
from storage.people.user_accounts import Membership, create_account, find_account, load_account
from tests.xuncha.web.support.web_client import PASSWORD, Web
from xuncha.web.security.one_time_codes import compute_code

NEW = "noch eine Losung 34"


def between(text: str, start: str, end: str = '"') -> str:
    return text.partition(start)[2].partition(end)[0]


async def invited(web: Web, name: str = "li.na") -> str:
    page = await web.post("admin", "/people", name=name, shown="李娜", role="assessor", scope="西城区")
    assert page.status_code == 200
    return between(page.text, "/invite/")


async def test_an_invitation_lets_a_new_person_in_once(web: Web) -> None:
    secret = await invited(web)
    browser = await web.client()
    page = await browser.get(f"/invite/{secret}")
    assert "李娜" in page.text
    for password, again in (("short", "short"), (NEW, PASSWORD), ("xli.na4567890", "xli.na4567890")):
        assert (await browser.post(f"/invite/{secret}", data={"password": password, "again": again})).status_code == 422
    done = await browser.post(f"/invite/{secret}", data={"password": NEW, "again": NEW})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert (await browser.get("/me")).status_code == 200
    for answer in (
        await browser.get(f"/invite/{secret}"),
        await browser.post(f"/invite/{secret}", data={"password": NEW, "again": NEW}),
        await browser.get("/invite/guessed"),
        await browser.get(f"/first/{secret}"),
    ):
        assert answer.status_code == 404
    account = await find_account(web.store, "LI.NA")
    assert account is not None
    assert account.memberships == (Membership(Role.ASSESSOR, "西城区"),)
    said = "".join(action.detail + action.subject for action in await list_actions(web.store))
    assert secret not in said


async def test_an_invitation_grows_old_and_a_newer_one_replaces_it(web: Web) -> None:
    secret = await invited(web)
    account = await find_account(web.store, "li.na")
    assert account is not None
    again = between((await web.post("admin", f"/people/{account.id}/invite")).text, "/invite/")
    browser = await web.client()
    assert (await browser.get(f"/invite/{secret}")).status_code == 404
    assert (await browser.get(f"/invite/{again}")).status_code == 200
    web.clock.pass_by(hours=73)
    assert (await browser.get(f"/invite/{again}")).status_code == 404


async def test_a_forgotten_password_is_replaced_and_other_log_ins_end(web: Web) -> None:
    stolen = await web.new_browser("viewer")
    page = await web.post("admin", f"/people/{web.accounts['viewer'].id}/invite")
    browser = await web.client()
    answer = await browser.post(f"/invite/{between(page.text, '/invite/')}", data={"password": NEW, "again": NEW})
    assert answer.status_code == 303
    assert (await stolen.get("/")).status_code == 303
    fresh = await web.client()
    assert (await fresh.post("/login", data={"name": "viewer", "password": PASSWORD})).status_code == 401
    assert (await fresh.post("/login", data={"name": "viewer", "password": NEW})).status_code == 303


async def test_a_closed_account_lets_nobody_in_by_any_way(web: Web) -> None:
    browser, person = await web.new_browser("lead"), web.accounts["lead"]
    _, secret = await create_token(web.store, person.id, "t", ["see"], "", web.clock(), timedelta(days=1))
    link = between((await web.post("admin", f"/people/{person.id}/invite")).text, "/invite/")
    assert (await web.post("admin", f"/people/{person.id}/close")).status_code == 303
    program = await web.client()
    assert (await browser.get("/")).status_code == 303
    assert (await program.get("/", headers={"authorization": f"Bearer {secret}"})).status_code == 401
    assert (await program.post("/login", data={"name": "lead", "password": PASSWORD})).status_code == 401
    assert (await program.get(f"/invite/{link}")).status_code == 404
    assert (await web.post("admin", f"/people/{person.id}/open")).status_code == 303
    assert (await program.post("/login", data={"name": "lead", "password": PASSWORD})).status_code == 303


async def test_roles_are_given_and_taken_and_all_of_it_is_logged(web: Web) -> None:
    person = web.accounts["nothing"]
    for _ in range(2):
        given = await web.post("admin", f"/people/{person.id}/roles", role="sealed", scope="西城区")
        assert given.status_code == 303
    assert (await load_account(web.store, person.id)).memberships == (Membership(Role.SEALED, "西城区"),)
    assert "Unmasked originals" in (await web.get("admin", f"/people/{person.id}")).text
    await web.post("admin", f"/people/{person.id}/roles/remove", role="sealed", scope="西城区")
    assert (await load_account(web.store, person.id)).memberships == ()
    assert (await web.post("admin", f"/people/{person.id}/roles", role="god", scope="")).status_code == 422
    assert (await web.post("admin", "/people/4711/roles", role="lead", scope="")).status_code == 404
    assert (await web.post("admin", "/people", name="Viewer", role="lead")).status_code == 422
    assert [action.action for action in await list_actions(web.store)] == ["give_role", "take_role"]


async def test_who_keeps_accounts_of_a_part_keeps_none(web: Web) -> None:
    """Or could give away what lies outside the part."""
    part = await create_account(web.store, "part", "", "", [Membership(Role.ADMIN, "西城区")], "en", web.clock())
    web.accounts["part"] = part
    for path in ("/people", f"/people/{part.id}", "/log", "/log.jsonl"):
        assert (await web.get("part", path)).status_code == 403
    assert (await web.post("part", f"/people/{part.id}/roles", role="admin", scope="")).status_code == 403


async def test_what_cannot_be_taken_back_asks_for_a_proof(web: Web) -> None:
    await web.browser("admin")
    web.clock.pass_by(minutes=6)
    person = web.accounts["viewer"].id
    browser = await web.browser("admin")
    token = {"csrf": await web.csrf("admin")}
    led = await browser.post(
        f"/people/{person}/close", data=token, headers={"referer": f"http://work.example/people/{person}"}
    )
    assert (led.status_code, led.headers["location"]) == (303, f"/prove?back=/people/{person}")
    led = await browser.post("/me/codes/begin", data=token, headers={"referer": "https://evil.example/x"})
    assert led.headers["location"] == "/prove?back=/"
    assert (await load_account(web.store, person)).active
    assert (await browser.post("/prove", data={**token, "password": "wrong"})).status_code == 401
    done = await browser.post("/prove", data={**token, "password": PASSWORD, "back": "//evil.example"})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert (await browser.post(f"/people/{person}/close", data=token)).status_code == 303
    assert not (await load_account(web.store, person)).active


async def test_ones_own_name_password_and_log_ins(web: Web) -> None:
    assert (await web.post("viewer", "/me", shown="王敏", lang="zh")).status_code == 303
    assert "王敏" in (await web.get("viewer", "/me")).text
    other = await web.new_browser("viewer")
    before = (await web.browser("viewer")).cookies[web.state.cookie]
    assert (await web.post("viewer", "/me/password", password=NEW, again="x" * 20)).status_code == 422
    assert (await web.post("viewer", "/me/password", password=NEW, again=NEW)).status_code == 303
    assert (await web.browser("viewer")).cookies[web.state.cookie] != before
    assert (await web.get("viewer", "/me")).status_code == 200
    assert (await other.get("/me")).status_code == 303
    third = await web.new_browser("viewer")
    assert (await web.post("viewer", "/me/logins/end")).status_code == 303
    assert (await third.get("/me")).status_code == 303
    assert (await web.get("viewer", "/me")).status_code == 303


async def test_codes_are_turned_on_and_off_and_reset_for_who_lost_the_device(web: Web) -> None:
    page = await web.post("lead", "/me/codes/begin")
    secret = between(page.text, '<code class="secret">', "<").replace(" ", "")
    code = compute_code(secret, int(web.clock().timestamp()) // 30)
    foreign = between((await web.post("lead2", "/me/codes/begin")).text, 'name="step" value="')
    assert (await web.post("lead", "/me/codes", step=foreign, code=code)).status_code == 422
    step = between(page.text, 'name="step" value="')
    assert (await web.post("lead", "/me/codes", step=step, code=code)).status_code == 303
    kept = (await load_account(web.store, web.accounts["lead"].id)).totp
    assert secret not in kept
    assert secret in open_secret(web.state.key, web.accounts["lead"].id, kept)
    assert secret not in (await web.get("lead", "/me")).text
    assert (await web.post("admin", f"/people/{web.accounts['lead'].id}/second-factor/reset")).status_code == 303
    assert (await load_account(web.store, web.accounts["lead"].id)).totp == ""
    assert (await web.get("lead", "/me")).status_code == 303


async def make_token(web: Web, name: str, rights: list[str], scope: str = "", days: str = "30") -> str:
    page = await web.post(name, "/me/tokens", name="daily", rights=rights, scope=scope, days=days)
    assert page.status_code == 200
    return between(page.text, 'readonly value="')


async def test_a_token_is_its_person_with_fewer_rights(web: Web) -> None:
    secret = await make_token(web, "admin", ["city", "audit"])
    assert re.fullmatch(r"xuncha_[A-Za-z0-9_-]{43}", secret)
    program = await web.client()
    program.headers["authorization"] = f"Bearer {secret}"
    assert (await program.get("/")).status_code == 403  # "see" was not chosen
    program.headers["authorization"] = f"bearer {await make_token(web, 'admin', ['see'])}"
    assert (await program.get("/")).status_code == 200
    for path in ("/people", "/me", "/log"):
        assert (await program.get(path)).status_code == 403
    for path in ("/people", "/me/tokens", "/logout", f"/people/{web.accounts['lead'].id}/close"):
        assert (await program.post(path)).status_code == 403
    assert secret not in (await web.get("admin", "/me")).text


async def test_a_token_ends_by_age_by_its_person_and_with_the_persons_rights(web: Web) -> None:
    secret = await make_token(web, "viewer", ["see"], days="1")
    program = await web.client()
    program.headers["authorization"] = f"Bearer {secret}"
    assert (await program.get("/")).status_code == 200
    web.clock.pass_by(hours=25)
    assert (await program.get("/")).status_code == 401
    web.clock.at -= timedelta(hours=25)
    (token,) = await list_tokens(web.store, web.accounts["viewer"].id)
    assert (await web.post("lead", f"/me/tokens/{token.id}/revoke")).status_code == 404
    assert (await program.get("/")).status_code == 200
    assert (await web.post("viewer", f"/me/tokens/{token.id}/revoke")).status_code == 303
    assert (await program.get("/")).status_code == 401
    program.headers["authorization"] = f"Bearer {await make_token(web, 'viewer', ['see'])}"
    await web.post("admin", f"/people/{web.accounts['viewer'].id}/roles/remove", role="viewer", scope="")
    assert (await program.get("/")).status_code == 403


@pytest.mark.parametrize("given", [
    {"rights": ["people"]}, {"rights": ["decide"]}, {"rights": []}, {"days": "0"}, {"days": "366"}, {"days": "x"}, {"name": " "},
    {"rights": ["see", "sealed"]},
])  # fmt: skip
async def test_nobody_gives_a_token_more_than_is_held_or_longer_than_allowed(
    web: Web, given: dict[str, str | list[str]]
) -> None:
    fields: dict[str, str | list[str]] = {"name": "t", "days": "30", "rights": ["see"], **given}
    assert (await web.post("viewer", "/me/tokens", **fields)).status_code == 422
    assert await list_tokens(web.store, web.accounts["viewer"].id) == ()


async def test_a_cookie_beside_a_token_counts_for_nothing(web: Web) -> None:
    """Otherwise a page that can make a browser send the header could leave the form's token out."""
    browser = await web.new_browser("admin")
    answer = await browser.post(
        "/people", data={"name": "x", "role": "admin"}, headers={"authorization": "Bearer wrong"}
    )
    assert answer.status_code == 401
    assert await find_account(web.store, "x") is None


async def test_the_log_is_looked_through_checked_and_exported(web: Web) -> None:
    for name in ("viewer", "lead", "assessor"):
        await web.post(name, "/me", shown=f"<b>{name}</b>", lang="en")
    page = (await web.get("regulator", "/log?actor=lead&action=change_name")).text
    assert "web:lead" in page
    assert "web:viewer" not in page
    assert "<b>lead" not in page
    assert "&lt;b&gt;lead" in page
    assert "web:lead" not in (await web.get("regulator", "/log?until=2026-11-27")).text
    assert "web:lead" in (await web.get("regulator", "/log?since=2026-11-28&until=2026-11-28")).text
    assert (await web.get("regulator", "/log?since=yesterday")).status_code == 422
    assert "All 3 lines" in (await web.get("regulator", "/log?check=1")).text
    lines = (await web.get("regulator", "/log.jsonl")).text.splitlines()
    assert len(lines) == 3


async def test_a_changed_log_is_told(web: Web) -> None:
    for name in ("viewer", "lead", "assessor"):
        await web.post(name, "/me", shown=name, lang="en")
    async with web.store.writing() as session:
        await session.execute(text("UPDATE actions SET actor = 'web:nobody' WHERE id = 2"))
    assert "Line 2 does not follow" in (await web.get("admin", "/log?check=1")).text


async def test_no_address_that_lasts_holds_a_secret(web: Web) -> None:
    """Addresses stand in histories, logs of proxies and referrers: none leads on with a cookie, form's token, token or password."""
    browser = await web.client()
    entered = await browser.post("/login", data={"name": "admin", "password": PASSWORD, "back": "/me"})
    secrets = [
        PASSWORD,
        browser.cookies[web.state.cookie],
        web.csrf_of(browser),
        await make_token(web, "admin", ["see"]),
    ]
    seen = [entered.headers["location"], str(entered.url)]
    pages = ("/", "/me", "/people", f"/people/{web.accounts['lead'].id}", "/log", "/prove", "/login")
    for path in pages:
        seen += re.findall(r'(?:href|src|action)="([^"]*)"', (await browser.get(path)).text)
    for path in ("/me", "/logout"):
        answer = await browser.post(path, data={"csrf": web.csrf_of(browser), "shown": "x", "lang": "en"})
        seen.append(answer.headers.get("location", ""))
    assert len(seen) > 60
    assert [address for address in seen if any(secret in address for secret in secrets)] == []
