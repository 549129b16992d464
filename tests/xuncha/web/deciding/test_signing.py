"""Signing: what is shown is what is signed, by the password once more; any later change makes it void and shows."""

from __future__ import annotations

import re

from storage.audit_list import list_audits
from storage.people.signoffs import list_signoffs
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.web_client import PASSWORD, Web
from xuncha.web.deciding.settling import settle_due


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
