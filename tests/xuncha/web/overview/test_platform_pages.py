"""The register from pages: searched, edited in place, never written over unseen; a list imported with every bad cell mended first."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import httpx
import openpyxl
import pytest

from storage.db.people_tables import Role
from storage.people.action_log import list_actions
from storage.people.user_accounts import Membership
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration
from tests.xuncha.web.support.sending import send
from tests.xuncha.web.support.web_client import Web, open_beside
from xuncha.web.security.guards import CSRF_FIELD

SHOPS = (
    Registration("https://a.example.cn/", name="甲商城", district="西城区", tags=("food",), schedule="7d"),
    Registration("https://b.example.cn/", name="乙商城", district="东城区", operator="Bee Ltd", batch="2026"),
    Registration("https://c.example.cn/", district="东城区", tags=("food", "big"), private=("own",)),
)


@pytest.fixture
async def register(web: Web) -> Web:
    """Three registered platforms, numbers 2 to 4: the first is the one that was audited."""
    for shop in SHOPS:
        await save_registration(web.store, shop, DueTimes(), web.clock())
    return web


async def known(web: Web) -> dict[str, Registration]:
    return {platform.registration.url: platform.registration for platform in await list_registered_platforms(web.store)}


def version(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return found[1].replace("&#43;", "+")


def book(*rows: tuple[str, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


async def upload(web: Web, data: bytes, name: str = "list.xlsx", who: str = "regulator") -> httpx.Response:
    browser = await web.browser(who)
    return await browser.post("/platforms/import", data={CSRF_FIELD: await web.csrf(who)}, files={"file": (name, data)})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bee", "b"), ("q=甲", "a"), ("district=东城区", "bc"), ("tag=food", "ac"), ("batch=2026", "b"), ("seen=never", "abc"),
        ("due=none", "abc"), ("state=paused", ""), ("q=example&tag=big", "c"), ("low=50", ""), ("district=-", ""),
    ],
)  # fmt: skip
async def test_the_register_is_searched_and_filtered(register: Web, query: str, found: str) -> None:
    page = (await register.get("regulator", f"/platforms?{query}")).text
    assert f"{len(found)} found of 3" in page
    for text in "abc":
        assert (f"{text}.example.cn" in page) is (text in found)


async def test_a_visitor_sees_the_platforms_of_the_own_scopes_alone(register: Web) -> None:
    viewer = register.accounts["viewer"]
    scoped = replace(viewer, memberships=(Membership(Role.VIEWER, "西城区"),))
    register.accounts["viewer"] = scoped
    from sqlalchemy import update

    from storage.db.people_tables import MembershipRow

    async with register.store.writing() as session:
        await session.execute(update(MembershipRow).where(MembershipRow.user_id == viewer.id).values(scope="西城区"))
    page = (await register.get("viewer", "/platforms")).text
    assert "1 found of 1" in page
    assert "a.example.cn" in page
    assert "b.example.cn" not in page
    assert (await register.get("viewer", "/platforms/2")).status_code == 200
    assert (await register.get("viewer", "/platforms/3")).status_code == 404


async def test_a_row_is_edited_in_place_and_what_it_does_not_name_stays(register: Web) -> None:
    page = (await register.get("regulator", "/platforms?tag=food&edit=4")).text
    answer = await send(register,
        "regulator", "/platforms/4/edit", version=version(page), name="丙", tags="food", district="朝阳区", batch="", schedule="",
        back="tag=food", private="no",
    )  # fmt: skip
    assert answer.headers["location"] == "/platforms?tag=food"
    now = (await known(register))["https://c.example.cn/"]
    assert (now.name, now.district, now.tags, now.private) == ("丙", "朝阳区", ("food",), ("own",))
    action = (await list_actions(register.store))[-1]
    assert (action.actor, action.action) == ("web:regulator", "edit_platform")
    assert "district" in action.detail


async def test_what_somebody_else_changed_meanwhile_is_shown_and_not_written_over(register: Web) -> None:
    page = (await register.get("regulator", "/platforms/2/edit")).text
    register.clock.pass_by(minutes=1)
    await save_registration(register.store, replace(SHOPS[0], note="theirs"), DueTimes(), register.clock())
    register.clock.pass_by(minutes=1)
    answer = await send(register, "regulator", "/platforms/2/edit", version=version(page), note="mine")
    assert answer.status_code == 409
    assert "stands now: theirs" in answer.text
    assert 'value="mine"' in answer.text
    assert (await known(register))["https://a.example.cn/"].note == "theirs"


async def test_every_bad_field_of_a_form_is_told_beside_it(register: Web) -> None:
    answer = await send(
        register,
        "regulator",
        "/platforms/new",
        url="https://d.example.cn",
        uscc="123",
        seconds="soon",
        schedule="sometimes",
    )
    assert answer.status_code == 422
    assert answer.text.count('class="fault"') == 3
    answer = await send(register, "regulator", "/platforms/new", url="https://d.example.cn", private="yes")
    assert answer.headers["location"] == "/platforms/5"
    assert (await known(register))["https://d.example.cn/"].private == ()


async def test_a_platform_is_paused_and_resumed(register: Web) -> None:
    assert (await send(register, "regulator", "/platforms/2/pause")).status_code == 303
    assert (await send(register, "lead", "/platforms/2/audit")).status_code == 422
    assert (await send(register, "regulator", "/platforms/2/resume")).status_code == 303
    assert (await send(register, "lead", "/platforms/2/audit")).headers["location"].startswith("/runs/")
    assert (await send(register, "lead", "/platforms/2/pause")).status_code == 403


async def test_a_list_is_mended_in_the_page_and_registered_only_when_confirmed(register: Web) -> None:
    rows = (
        ("网址", "名称", "区", "信用代码", "内网地址", "周期"),
        ("https://e.example.cn", "戊", "海淀", "", "", "7d"),
        ("not an address", "己", "火星区", "123", "", "7d"),
        ("https://a.example.cn", "甲商城 新", "西城区", "", "yes", ""),
        ("https://c.example.cn", "丙", "东城区", "", "yes", ""),
        ("=A1", "=HYPERLINK(1)", "", "", "", ""),
    )
    answer = await upload(register, book(*rows))
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    page = (await register.get("regulator", place)).text
    assert "nothing is registered yet" in page
    for cell in ("Sheet!A3", "Sheet!C3", "Sheet!D3", "Sheet!E4", "Sheet!A6", "Sheet!B6"):
        assert f'<span class="mono">{cell}</span>' in page
    assert "consent to private addresses is given on the server alone" in page
    assert set(await known(register)) == {shop.url for shop in SHOPS}
    mended = {
        "cell.1.url": "https://f.example.cn",
        "cell.1.district": "朝阳区",
        "cell.1.uscc": "",
        "cell.2.private": "",
    }
    assert (await send(register, "regulator", place, **mended)).headers["location"] == place
    page = (await register.get("regulator", place)).text
    assert "Sheet!C3" not in page
    assert "Sheet!A6" in page
    assert (await register.get("admin", place)).status_code == 404  # it belongs to who uploaded it
    assert (await send(register, "regulator", place, confirm="1")).headers["location"] == "/platforms"
    now = await known(register)
    assert now["https://f.example.cn/"].district == "朝阳区"
    assert now["https://a.example.cn/"].name == "甲商城 新"
    assert now["https://c.example.cn/"].private == ("own",)
    assert len(now) == 5
    assert (await register.get("regulator", place)).status_code == 404
    assert (await list_actions(register.store))[-1].action == "import_platforms"


async def test_a_list_outlives_the_process_it_was_sent_to(register: Web) -> None:
    rows = (("网址", "区"), ("https://e.example.cn", "海淀"), ("not an address", "海淀"), ("no address either", ""))
    place = (await upload(register, book(*rows))).headers["location"]
    assert place in (await register.get("regulator", "/platforms/import")).text
    assert place not in (await register.get("admin", "/platforms/import")).text
    async with open_beside(register) as other:
        page = (await other.get("regulator", place)).text
        assert "Sheet!A3" in page
        assert "The list is kept until" in page
        fields = {"rows": "3", "cell.1.url": "https://f.example.cn", "leave_out": "2"}
        assert (await send(other, "regulator", place, **fields)).headers["location"] == place
        late = await send(register, "regulator", place, **{"rows": "3", "cell.1.url": "https://g.example.cn"})
        assert late.status_code == 409  # by a page from before: its third row is none any more
        assert "changed elsewhere" in late.text
        assert "https://f.example.cn" in late.text
        assert (await send(other, "regulator", place, rows="2", confirm="1")).headers["location"] == "/platforms"
    assert {"https://e.example.cn/", "https://f.example.cn/"} < set(await known(register))
    assert (await register.get("regulator", place)).status_code == 404
    assert place not in (await register.get("regulator", "/platforms/import")).text


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 422), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 422), (b"a,b\n1,2\n", 422)]
)
async def test_a_file_that_is_no_list_is_refused_by_its_own_name(register: Web, data: bytes, status: int) -> None:
    answer = await upload(register, data, "../../etc/list.csv")
    assert answer.status_code == status
    assert "list.csv" in answer.text
    assert "/tmp" not in answer.text


async def test_only_who_keeps_the_register_may_import(register: Web) -> None:
    assert (await upload(register, book(("网址",), ("https://e.example.cn",)), who="lead")).status_code == 403
    sample = await register.get("regulator", "/platforms/template.xlsx")
    assert (await upload(register, sample.content)).status_code == 303


PRIVATE = "http://127.0.0.1:18080/"


def permit_places(web: Web, *places: str) -> None:
    """As if the workbench had been started with these places to consent to."""
    web.app.state.web = replace(web.state, may_consent=places)


async def find_number(web: Web, url: str) -> int:
    return next(known.id for known in await list_registered_platforms(web.store) if known.registration.url == url)


async def test_nobody_consents_to_a_private_address_that_was_not_named_at_the_start(web: Web) -> None:
    await save_registration(web.store, Registration(PRIVATE), DueTimes(), web.clock())
    at = f"/platforms/{await find_number(web, PRIVATE)}"
    for places in ((), ("127.0.0.1",), ("127.0.0.1:18081",), ("10.0.0.1:18080",)):
        permit_places(web, *places)
        assert f'action="{at}/consent"' not in (await web.get("admin", at)).text
        assert (await send(web, "admin", f"{at}/consent", why="demo", given="1")).status_code == 403
    assert (await known(web))[PRIVATE].private == ()


async def test_an_administrator_consents_to_a_named_place_and_the_log_says_why(web: Web) -> None:
    await save_registration(web.store, Registration(PRIVATE), DueTimes(), web.clock())
    at = f"/platforms/{await find_number(web, PRIVATE)}"
    permit_places(web, "127.0.0.1:18080")
    for who in ("regulator", "lead", "assessor"):
        assert f'action="{at}/consent"' not in (await web.get(who, at)).text
        assert (await send(web, who, f"{at}/consent", why="demo", given="1")).status_code in (403, 404)
    assert (await send(web, "admin", f"{at}/consent", why=" ", given="1")).status_code == 422
    assert f'action="{at}/consent"' in (await web.get("admin", at)).text
    assert (await send(web, "admin", f"{at}/consent", why="our own demo", given="1")).status_code == 303
    assert (await known(web))[PRIVATE].private == ("own",)
    line = next(line for line in await list_actions(web.store) if line.action == "consent_private")
    assert (line.actor, line.subject) == ("web:admin", f"platform:{PRIVATE}")
    assert "our own demo" in line.detail
    assert "127.0.0.1:18080" in line.detail
    permit_places(web)  # withdrawn it may be at any time
    assert (await send(web, "admin", f"{at}/consent", why="done")).status_code == 303
    assert (await known(web))[PRIVATE].private == ()
    permit_places(web, "127.0.0.1:18080")
    web.clock.pass_by(minutes=6)  # the log-in is older than what counts as a proof
    led = await send(web, "admin", f"{at}/consent", why="again", given="1")
    assert led.headers["location"].startswith("/prove?")
    assert (await known(web))[PRIVATE].private == ()


async def test_consent_ends_where_a_page_gives_the_platform_another_address(register: Web) -> None:
    at = "/platforms/4"
    for mobile, private in (("https://c.example.cn/m", ("own",)), ("http://10.0.0.5/", ())):
        page = (await register.get("regulator", f"{at}/edit")).text
        changed = await send(register, "regulator", f"{at}/edit", version=version(page), mobile_url=mobile)
        assert changed.status_code == 303, changed.text
        assert (await known(register))["https://c.example.cn/"].private == private
