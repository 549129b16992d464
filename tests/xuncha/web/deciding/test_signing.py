"""Signing: what is shown is what is signed, by the password once more; any later change makes it void and shows."""

from __future__ import annotations

import re

import pytest

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.people.action_log import list_actions
from storage.people.signoffs import list_signoffs
from storage.people.user_accounts import Membership, create_account
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.web_client import PASSWORD, Web, hashed
from xuncha.web.deciding.settling import settle_due
from xuncha.web.pages import sign_pages


async def shown(web: Web, visit: str) -> str:
    page = (await web.get("lead", f"/audits/{visit}/sign")).text
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    return found[1] if found else ""


async def test_a_signature_needs_the_password_and_what_was_shown(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    visit, digest = listed.visit, await shown(web, listed.visit)
    at = f"/audits/{visit}/sign"
    assert (await web.post("lead", at, digest=digest, password="wrong")).status_code == 401
    assert (await web.post("lead", at, digest="0" * 64, password=PASSWORD)).status_code == 409
    assert (await web.post("assessor", at, digest=digest, password=PASSWORD)).status_code == 403
    assert await list_signoffs(web.store, visit) == ()
    assert (await web.post("lead", at, digest=digest, password=PASSWORD)).status_code == 303
    (signed,) = await list_signoffs(web.store, visit)
    assert (signed.digest, signed.method, signed.voided_at) == (digest, "password", None)
    assert ">holds<" in (await web.get("viewer", at)).text
    once = (await web.get("lead", at)).text  # who has signed goes on to the pack, not to a second signature
    assert 'name="password" autocomplete="current-password">' in once
    assert '<button class="primary" autofocus>Make the pack' in once


async def test_a_later_decision_makes_it_void_and_the_whole_is_judged_before_it_is_signed_again(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    visit, at = listed.visit, f"/audits/{listed.visit}/sign"
    await web.post("lead", at, digest=await shown(web, visit), password=PASSWORD)
    item = web.state.rules.standard.items[0].id
    assert (await say(web, "assessor", visit, item)).status_code == 303
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    (signed,) = await list_signoffs(web.store, visit)
    assert signed.voided_why == f"decision {item}"
    page = (await web.get("lead", at)).text
    assert f"a new decision on {item}" in page
    assert await shown(web, visit) == ""  # judged first
    assert (await web.post("lead", f"{at}/judge")).status_code == 303
    digest = await shown(web, visit)
    assert digest != signed.digest
    assert (await web.post("lead", at, digest=digest, password=PASSWORD)).status_code == 303
    assert [signoff.voided_at is None for signoff in await list_signoffs(web.store, visit)] == [False, True]


class Begun(Exception):
    """A pack would be made now."""


async def test_unmasked_originals_need_their_own_right_and_a_reason_that_is_logged(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def begin(*_: object) -> None:
        raise Begun

    monkeypatch.setattr(sign_pages, "start_pack", begin)
    (listed,) = await list_audits(web.store)
    at = f"/audits/{listed.visit}/pack"
    held = [Membership(Role.LEAD), Membership(Role.SEALED)]
    web.accounts["keeper"] = await create_account(web.store, "keeper", "Keeper", hashed(), held, "en", web.clock())
    assert (await web.post("lead", at, sealed="1", why="a court asks")).status_code == 403
    assert (await web.post("keeper", at, sealed="1", why=" ")).status_code == 422
    assert "unmask" not in {line.action for line in await list_actions(web.store)}
    with pytest.raises(Begun):
        await web.post("keeper", at, sealed="1", why="a court asks")
    (line,) = [line for line in await list_actions(web.store) if line.action == "unmask"]
    assert (line.actor, line.detail) == ("web:keeper", '{"why":"a court asks"}')
