"""The page of an audit: lineage, score, strip, filters, search, what was not seen; and the pages of its items."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
from markupsafe import escape

from scoring.decisions.decision import Decision
from scoring.standard_tables import Verdict
from storage.audit_list import list_audits
from storage.audits import load_audit, save_audit
from storage.db.people_tables import Role
from storage.people.user_accounts import Membership, create_account
from storage.visits.audit import new_id
from tests.xuncha.web.support.web_client import NOW, Web
from xuncha.web.audit_data import AuditData, load_audit_data
from xuncha.web.views.open_subjects import is_open


async def only_audit(web: Web) -> str:
    (listed,) = await list_audits(web.store)
    return listed.id


async def data_of(web: Web) -> AuditData:
    return await load_audit_data(web.store, web.state.judging, await only_audit(web))


def evidence_of(data: AuditData, item: str) -> list[dict[str, str]]:
    ids = {id for check in data.items[item]["checks"] for id in check["findings"]} | set(
        data.items[item]["unconfirmed"]
    )
    return [piece for id in ids for piece in data.findings[id]["evidence"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_an_audit_shows_all_its_items_its_score_and_what_was_not_seen(web: Web, lang: str) -> None:
    data = await data_of(web)
    page = await web.get("assessor", f"/audits/{data.listed.id}?lang={lang}")
    assert page.status_code == 200
    cells = re.findall(r'class="cell v-(\w+)[^"]*" href="/audits/\w+/items/([\d.-]+)"', page.text)
    assert {item: verdict for verdict, item in cells} == {id: item["verdict"] for id, item in data.items.items()}
    assert len(cells) == len(data.items) == len(web.state.rules.standard.items)
    for gap in data.gaps:
        assert str(escape(gap["because"][lang])) in page.text
    assert f"xuncha look {data.listed.short}" in page.text  # by hand, where it was stopped
    assert f"/audits/{data.listed.id}/report" in page.text


async def test_a_later_judgement_is_named_where_an_earlier_one_is_looked_at(web: Web) -> None:
    first = await load_audit(web.store, await only_audit(web))
    item = first.verdicts[0].item
    said = Decision(item, Verdict.PASS, 1.0, "Chen", first.created_at.isoformat(), "seen by phone")
    later = dataclasses.replace(
        first, id=new_id(), created_at=first.created_at + timedelta(hours=1), rejudged_from=first.id, decisions=(said,)
    )
    await save_audit(web.store, later)
    old = (await web.get("assessor", f"/audits/{first.id}?lang=en")).text
    new = (await web.get("assessor", f"/audits/{later.id}?lang=en")).text
    assert f"superseded by {later.id[:8]}" in old
    assert f'href="/audits/{later.id}"' in old
    assert "superseded by a later one" not in new
    assert "no longer counts" in old
    assert "no longer counts" not in new
    assert "decided by Chen (1)" in new
    assert "current" in new


async def test_filters_leave_what_they_say_and_the_strip_keeps_all(web: Web) -> None:
    data = await data_of(web)
    verdict = data.items[next(iter(data.items))]["verdict"]
    page = (await web.get("assessor", f"/audits/{data.listed.id}?verdict={verdict}")).text
    listed = re.findall(r'class="line-link" href="/audits/\w+/items/([\d.-]+)"', page)
    assert set(listed) == {id for id, item in data.items.items() if item["verdict"] == verdict}
    assert len(re.findall(r'class="cell ', page)) == len(data.items)
    needs = (await web.get("assessor", f"/audits/{data.listed.id}?needs=1")).text
    waiting = set(re.findall(r'class="line-link" href="/audits/\w+/items/([\d.-]+)"', needs))
    assert {verdict.item for verdict in data.audit.verdicts if is_open(verdict)} <= waiting
    assert 'class="line-link"' not in (await web.get("assessor", f"/audits/{data.listed.id}?verdict=nonsense")).text


async def test_a_search_finds_quotes_and_marks_them(web: Web) -> None:
    data = await data_of(web)
    wanted = "400-200-3417"
    page = (await web.get("assessor", f"/audits/{data.listed.id}?q={wanted}")).text
    found = set(re.findall(r'class="line-link" href="/audits/\w+/items/([\d.-]+)"', page))
    quoting = {item for item in data.items if any(wanted in piece["quote"] for piece in evidence_of(data, item))}
    assert quoting
    assert quoting <= found < set(data.items)
    assert f"<mark>{wanted}</mark>" in page


async def test_every_piece_of_evidence_of_every_item_is_on_its_page(web: Web) -> None:
    data = await data_of(web)
    for item in data.items:
        page = await web.get("assessor", f"/audits/{data.listed.id}/items/{item}")
        assert page.status_code == 200, item
        assert "audit.json" not in page.text
        for piece in evidence_of(data, item):
            assert str(escape(piece["quote"])) in page.text
            if piece["view"] in data.views:
                assert f'data-view="{piece["view"]}"' in page.text, (item, piece)


async def test_figures_bear_the_numbers_of_the_report(web: Web) -> None:
    from storage.visits.sites import load_site
    from xuncha.reports import record
    from xuncha.reports.page import number_page_figures

    data = await data_of(web)
    rules = web.state.rules
    site = await load_site(web.store, data.listed.visit)
    report = number_page_figures(
        record.build_record(await load_audit(web.store, data.audit.id), site, rules.standard, rules.checks)
    )
    ours = data.figures
    assert report.takes
    assert {(take.number, take.view, take.box) for take in report.takes} == {
        (take.number, take.view, take.box) for take in ours.takes
    }


async def test_each_tab_of_each_view_is_a_page_without_script(web: Web) -> None:
    data = await data_of(web)
    item = next(item for item in data.items if evidence_of(data, item))
    for tab in ("picture", "words", "html", "exchange", "timing", "replay"):
        for view in data.views:
            page = await web.get("assessor", f"/audits/{data.listed.id}/items/{item}?view={view}&tab={tab}")
            assert page.status_code == 200, (tab, view)


async def test_two_looks_are_held_side_by_side_swiped_and_subtracted(web: Web) -> None:
    data = await data_of(web)
    homes = [
        view for view in data.views.values() if (view.role, view.state, view.device) == ("home", "landed", "desktop")
    ]
    first, second = sorted(homes, key=lambda home: home.look)
    item = next(item for item in data.items if any(piece["view"] == first.id for piece in evidence_of(data, item)))
    path = f"/audits/{data.listed.id}/items/{item}/panel?view={first.id}"
    alone = (await web.get("assessor", path)).text
    assert f'<option value="{second.id}"' in alone.partition("data-beside")[2]
    assert "elder" in alone
    assert alone.count('<svg class="sheet"') == 1
    assert (await web.get("assessor", f"{path}&beside={second.id}&way=side")).text.count('<svg class="sheet"') == 2
    assert 'id="swipe"' in (await web.get("assessor", f"{path}&beside={second.id}&way=swipe")).text
    assert "over minus" in (await web.get("assessor", f"{path}&beside={second.id}&way=difference")).text


async def test_what_is_not_there_or_outside_a_scope_is_not_found(web: Web) -> None:
    id = await only_audit(web)
    for path in (f"/audits/{id}/items/99.9-9", "/audits/ffffffffffffffff", f"/audits/{id}/items/x/places?view=v1"):
        assert (await web.get("assessor", path)).status_code == 404, path
    assert (await web.get("nothing", f"/audits/{id}")).status_code == 403
    assert (await (await web.client()).get(f"/audits/{id}")).status_code == 303  # to the log-in


async def test_pages_of_an_audit_change_nothing_and_load_no_page_text_for_the_list(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item's page is made of rows alone: it stands although no view can be read."""
    data = await data_of(web)
    item = next(item for item in data.items if evidence_of(data, item))
    lost = {view.blob for view in data.views.values()}
    read = type(web.store.blobs).read

    def refuse(self: object, sha: str) -> bytes:
        assert sha not in lost, "a view was read"
        return read(self, sha)  # type: ignore[arg-type]  # the folder's own

    monkeypatch.setattr(type(web.store.blobs), "read", refuse)
    assert (await web.get("assessor", f"/audits/{data.listed.id}/items/{item}")).status_code == 200
    assert (await web.get("assessor", f"/audits/{data.listed.id}")).status_code == 200
    assert web.clock() == NOW


async def test_an_audit_outside_ones_scopes_is_not_there_in_any_of_its_pages(web: Web) -> None:
    data = await data_of(web)
    item = next(iter(data.items))
    far = [Membership(Role.ASSESSOR, "another district")]
    web.accounts["far"] = await create_account(web.store, "far", "Far", "x", far, "en", web.clock())
    base = f"/audits/{data.listed.id}"
    paths = (
        base,
        f"{base}/report",
        f"{base}/items/{item}",
        f"{base}/items/{item}/panel",
        f"{base}/items/{item}/places?view=v1",
    )
    for path in paths:
        assert (await web.get("far", path)).status_code == 404, path
