"""What a person sees of a visit is loaded once and kept, and is another as soon as anything it rests on is."""

from __future__ import annotations

import pytest

from storage.audit_list import list_audits
from storage.people.logins import end_logins, hash_secret, prove_login
from storage.people.signoffs import list_signoffs
from storage.people.stored_passkeys import add_passkey
from storage.people.work.assignments import ReaderPart, assign_reader
from storage.people.work.visit_marks import load_visit_mark
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.web.deciding.test_deciding import begun, say
from tests.xuncha.web.deciding.test_signing import shown
from tests.xuncha.web.support.counting import count_trips
from tests.xuncha.web.support.sending import send
from tests.xuncha.web.support.web_client import Web
from xuncha.web.deciding.seen_visit import load_seen_visit
from xuncha.web.deciding.settling import rejudge_now, settle_due
from xuncha.web.security.access import Visitor, list_grants


def visitor_of(web: Web, name: str) -> Visitor:
    account = web.accounts[name]
    return Visitor(account, list_grants(account.memberships), f"web:{name}")


async def test_nothing_is_loaded_anew_until_something_is_another(web: Web) -> None:
    visit, url, item = await begun(web)
    me, other = visitor_of(web, "assessor"), visitor_of(web, "viewer")
    first = await load_seen_visit(web.state, me, visit)
    assert await load_seen_visit(web.state, me, visit) is first
    theirs = await load_seen_visit(web.state, other, visit)
    assert theirs is not first
    assert theirs.data is first.data  # what both see is there once
    await say(web, "assessor", visit, item)
    said = await load_seen_visit(web.state, me, visit)
    assert item in said.live.own
    assert (
        await load_seen_visit(web.state, other, visit) is theirs
    )  # a word that may be taken back is nobody else's yet
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    decided = await load_seen_visit(web.state, other, visit)
    assert [decision.item for decision in decided.live.said.items] == [item]
    await assign_reader(
        web.store, visit, "", web.accounts["assessor"].id, ReaderPart.FIRST, web.accounts["lead"].id, web.clock()
    )
    asked = await load_seen_visit(web.state, me, visit)
    assert asked is not said
    await save_registration(web.store, Registration(url, district="东城区"), DueTimes(), web.clock())
    assert "东城区" in (await load_seen_visit(web.state, me, visit)).scopes


async def test_what_a_page_asks_of_its_visit_goes_with_who_asks(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one trip each, where the log-in looked at it before; what is another meanwhile, and another person, are seen at once."""
    visit, _, item = await begun(web)
    trips = count_trips(monkeypatch)
    paths = f"/audits/{visit}", f"/audits/{visit}/items/{item}"
    pages = {}
    for name in ("assessor", "viewer"):
        for path in paths:
            await web.get(name, path)
            await web.state.memory.wait_for_tasks()
            trips.clear()
            pages[name, path] = (await web.get(name, path)).text
            assert len(trips) == 1, (name, path, trips)
    assert pages["assessor", paths[1]] != pages["viewer", paths[1]]
    await say(web, "assessor", visit, item, verdict="fail", reason="said just now")
    assert "said just now" in (await web.get("assessor", paths[1])).text
    assert "said just now" not in (await web.get("viewer", paths[1])).text
    answer = await send(web, "viewer", f"/audits/{visit}/comment/{item}", words="a remark just now")
    assert answer.status_code == 303, answer.text
    assert "a remark just now" in (await web.get("assessor", paths[1])).text
    await end_logins(web.store, web.accounts["assessor"].id)
    trips.clear()
    for path in paths:
        assert (await web.get("assessor", path)).headers["location"].startswith("/login")


async def test_an_address_that_is_no_whole_id_is_looked_up_each_time(web: Web) -> None:
    visit, _, _ = await begun(web)
    assert await load_visit_mark(web.store, visit[:8], 1) is None
    assert await load_visit_mark(web.store, "f" * 16, 1) is None
    me = visitor_of(web, "assessor")
    assert await load_seen_visit(web.state, me, visit[:8]) is not await load_seen_visit(web.state, me, visit[:8])


async def test_what_others_decided_stands_in_no_lineage_before_the_second_has_read(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    visit, item = listed.visit, web.state.rules.standard.items[0].id
    await say(web, "assessor2", visit, item)
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    await rejudge_now(web.state, visit)
    seen = (await web.get("viewer", f"/audits/{visit}")).text
    blind = (await web.get("assessor", f"/audits/{visit}")).text
    assert "Assessor2" in seen
    assert "hidden until you have read" not in seen
    assert "Assessor2" not in blind
    assert "hidden until you have read" in blind
    await say(web, "assessor", visit, item)
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    assert "Assessor2" in (await web.get("assessor", f"/audits/{visit}")).text


async def test_who_has_a_passkey_may_sign_by_it(web: Web) -> None:
    visit, _, _ = await begun(web)
    at, lead = f"/audits/{visit}/sign", web.accounts["lead"]
    assert f"/prove?back={at}" not in (await web.get("lead", at)).text
    await add_passkey(web.store, lead.id, "credential", b"key", 0, "office", web.clock())
    assert f"/prove?back={at}" in (await web.get("lead", at)).text
    secret = (await web.browser("lead")).cookies[web.state.cookie]
    await prove_login(web.store, hash_secret(secret), web.clock(), "passkey")
    page = (await web.get("lead", at)).text
    assert 'name="password"' not in page
    assert (await web.post("lead", at, digest=await shown(web, visit))).status_code == 303
    (signed,) = await list_signoffs(web.store, visit)
    assert signed.method == "passkey"
