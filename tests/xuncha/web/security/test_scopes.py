"""What a visitor may reach: in scope, seen but not allowed, and outside, which is as if it were not there."""

from __future__ import annotations

import dataclasses

import pytest
from fastapi import HTTPException

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.errors import NotFound
from storage.people.user_accounts import EVERYTHING, Membership
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.web.support.web_client import Web
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.security.access import Right, Visitor, list_grants
from xuncha.web.security.scopes import find_audit_in_scope, keep_in_scope


def visitor(web: Web, role: Role, scope: str, only: str = EVERYTHING) -> Visitor:
    account = dataclasses.replace(web.accounts["nothing"], memberships=(Membership(role, scope),))
    return Visitor(account, list_grants(account.memberships), "web:nothing", only=only)


async def register(web: Web) -> str:
    (listed,) = await list_audits(web.store)
    registration = Registration(listed.url, district="西城区", tags=("big", "food"), batch="2026-11")
    await save_registration(web.store, registration, DueTimes(), web.clock())
    return listed.url


async def test_a_platform_lies_in_its_address_district_tags_and_batch(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    assert await list_scopes_of(web.store, listed.url) == {listed.url}
    url = await register(web)
    assert await list_scopes_of(web.store, url) == {url, "西城区", "big", "food", "2026-11"}


@pytest.mark.parametrize("scope", [EVERYTHING, "西城区", "big", "2026-11"])
async def test_an_audit_in_scope_is_found(web: Web, scope: str) -> None:
    await register(web)
    (listed,) = await list_audits(web.store)
    assert (
        await find_audit_in_scope(web.state, visitor(web, Role.ASSESSOR, scope), listed.short, Right.DECIDE)
    ) == listed


async def test_what_is_seen_but_not_allowed_is_403_and_what_is_outside_is_not_there(web: Web) -> None:
    await register(web)
    (listed,) = await list_audits(web.store)
    with pytest.raises(HTTPException) as refused:
        await find_audit_in_scope(web.state, visitor(web, Role.VIEWER, "big"), listed.short, Right.DECIDE)
    assert refused.value.status_code == 403
    for outside in (visitor(web, Role.ASSESSOR, "东城区"), visitor(web, Role.ASSESSOR, EVERYTHING, only="东城区")):
        with pytest.raises(NotFound):
            await find_audit_in_scope(web.state, outside, listed.short, Right.SEE)
        assert await keep_in_scope(web.store, outside, Right.SEE, [listed], lambda audit: audit.url) == ()
    assert await keep_in_scope(web.store, visitor(web, Role.LEAD, "food"), Right.SEE, [listed], lambda audit: audit.url)
