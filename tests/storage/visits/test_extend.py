"""A visit that goes on from another holds all of it and the page a person added; the first stays as it was."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from crawler.site import Gap
from crawler.vocabulary import LANDED, Device, GapReason, Role
from storage.db.session import Store
from storage.db.tables import EvidenceRow, VisitState
from storage.errors import NotFound, StillRunning
from storage.visits.extend import CONTINUES, CaptureBuffer, continue_visit
from storage.visits.sites import load_site, load_visit
from storage.visits.visit_recorder import VIEW_MEDIA
from storage.visits.visits import begin_visit
from tests.storage.seen import AT, PLATFORM, a_site, a_view, keep_all

PLAN = {"items": ["4.2-2"], "look": 1}


async def test_it_holds_all_of_the_first_and_the_page_that_was_added(store: Store) -> None:
    walled = Gap(Role.PRODUCT, LANDED, Device.DESKTOP, 1, GapReason.BLOCKED, "captcha")
    other = dataclasses.replace(walled, device=Device.MOBILE)
    site = dataclasses.replace(a_site(3), gaps=(*a_site(3).gaps, walled, other))
    keeper = await begin_visit(store, PLATFORM, PLAN, AT)
    await keep_all(keeper, site)
    await keeper.finish(site)
    held = CaptureBuffer(store)
    shot = await held.blob(b"a picture", "image/jpeg")
    added = dataclasses.replace(
        a_view(9),
        id="by-hand",
        role=Role.PRODUCT,
        state=LANDED,
        device=Device.DESKTOP,
        look=1,
        by="甲",
        screenshot=shot,
    )
    await held.view(added)
    id = await continue_visit(store, keeper.id, held)
    whole = await load_site(store, id)
    assert whole == dataclasses.replace(
        site, views=(*site.views, added), gaps=tuple(gap for gap in site.gaps if gap != walled)
    )
    assert await load_site(store, keeper.id) == site
    visit = await load_visit(store, id)
    assert (visit.state, visit.started_at, visit.plan) == (VisitState.DONE, AT, {**PLAN, CONTINUES: keeper.id})
    async with store.reading() as session:
        kept = {
            visit: {
                row.sha256: row.media
                for row in await session.scalars(select(EvidenceRow).where(EvidenceRow.visit_id == visit))
            }
            for visit in (keeper.id, id)
        }
    assert kept[keeper.id].items() < kept[id].items()
    assert kept[id][shot] == "image/jpeg"
    assert sorted(kept[id].values()).count(VIEW_MEDIA) == len(whole.views)


async def test_it_can_be_continued_again(store: Store) -> None:
    keeper = await begin_visit(store, PLATFORM, PLAN, AT)
    await keeper.finish(a_site(0))
    id = keeper.id
    for number in range(2):
        held = CaptureBuffer(store)
        await held.view(dataclasses.replace(a_view(number), id=f"h{number}", by="甲"))
        id = await continue_visit(store, id, held)
    assert [view.id for view in (await load_site(store, id)).views] == ["h0", "h1"]


async def test_what_is_not_there_or_not_done_is_not_continued(store: Store) -> None:
    with pytest.raises(NotFound):
        await continue_visit(store, "00" * 8, CaptureBuffer(store))
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        with pytest.raises(StillRunning):
            await continue_visit(store, keeper.id, CaptureBuffer(store))
