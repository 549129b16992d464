"""Each page of lists as a workbook: exactly what its filter leaves, in the person's language, and never a formula."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from tests.xuncha.web.deciding.test_batch_undo import OTHER, agree, begun, decide_and_judge
from tests.xuncha.web.overview.test_city_pages import register
from tests.xuncha.web.overview.test_run_pages import asked_for
from tests.xuncha.web.support.sending import send
from tests.xuncha.web.support.web_client import Web

FORMULA = "=HYPERLINK(1)"


async def download_workbook(web: Web, who: str, path: str) -> Workbook:
    answer = await web.get(who, path)
    assert answer.status_code == 200, answer.text[:2000]
    assert answer.headers["content-disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return book


def read_column(book: Workbook, place: int, sheet: int = 0) -> list[object]:
    """The cells of a column below its heading, without those of its note."""
    return [row[place] for row in book.worksheets[sheet].iter_rows(min_row=2, values_only=True)]


async def test_the_register_is_saved_as_its_filter_leaves_it_over_all_pages(web: Web) -> None:
    for place in range(3):
        await register(web, f"https://s{place}.example.cn/", name=f"{FORMULA} {place}", district="西城区")
    await register(web, "https://other.example.cn/", name="Other", district="东城区", tags=("food",))
    book = await download_workbook(web, "viewer", "/platforms.xlsx?district=西城区&order=name&page=3")
    assert read_column(book, 0) == [f"{FORMULA} {place}" for place in range(3)]
    assert read_column(await download_workbook(web, "viewer", "/platforms.xlsx?tag=food"), 1) == [
        "https://other.example.cn/"
    ]
    assert read_column(await download_workbook(web, "viewer", "/platforms.xlsx?q=nothing"), 0) == []


async def test_one_platform_is_saved_with_its_items_over_time(web: Web) -> None:
    await register(web, name=FORMULA)
    book = await download_workbook(web, "viewer", "/platforms/1/history.xlsx")
    assert [sheet.title for sheet in book.worksheets] == [
        "Platforms",
        "Items over time",
        "Light checks",
        "What happened",
    ]
    heads = [cell.value for cell in book["Items over time"][1]]
    assert (len(heads), heads[4]) == (4 + 58, "4.1-1")
    assert len(read_column(book, 0, 1)) == 1
    assert len(read_column(book, 0, 2)) == 30


async def test_jobs_are_saved_by_the_parts_of_their_page(web: Web) -> None:
    run = await asked_for(web)
    assert read_column(await download_workbook(web, "admin", "/runs.xlsx"), 1, 1) == ["https://new.example.cn/"]
    await send(web, "lead", f"/runs/{run}/pause")
    book = await download_workbook(web, "admin", "/runs.xlsx")
    assert [sheet.title for sheet in book.worksheets] == ["Running", "Waiting", "Paused", "Ended lately", "Workers"]
    assert [len(read_column(book, 0, part)) for part in range(5)] == [0, 0, 1, 0, 0]
    assert read_column(book, 13, 2) == ["paused: web:lead"]
    assert (await web.get("viewer", "/runs.xlsx")).status_code == 403


async def test_a_queue_is_saved_as_its_person_sees_it(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    book = await download_workbook(web, "assessor", "/queue.xlsx")
    assert (read_column(book, 0), read_column(book, 1, 2)) == ([], [listed.url])
    await send(web, "assessor", f"/audits/{listed.visit}/take")
    book = await download_workbook(web, "assessor", "/queue.xlsx")
    assert (read_column(book, 1), read_column(book, 1, 2)) == ([listed.url], [])


async def test_an_audits_items_are_saved_as_the_filter_leaves_them(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    whole = await download_workbook(web, "viewer", f"/audits/{listed.id}/items.xlsx")
    assert len(read_column(whole, 0)) == 58
    one = await download_workbook(web, "viewer", f"/audits/{listed.id}/items.xlsx?chapter=5")
    assert read_column(one, 0) == [item for item in read_column(whole, 0) if str(item).startswith("5.")]
    waiting = await download_workbook(web, "viewer", f"/audits/{listed.id}/items.xlsx?needs=1")
    assert 0 < len(read_column(waiting, 0)) < 58
    assert set(read_column(waiting, 4)) == {"✓"}


async def test_a_comparison_and_an_agreement_are_saved(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    book = await download_workbook(web, "viewer", f"/compare.xlsx?a={listed.id}&b={listed.id}")
    assert len({str(cell) for cell in read_column(book, 1)}) == 1
    assert read_column(book, 0, 1) == []
    book = await download_workbook(web, "lead", f"/audits/{listed.id}/agreement.xlsx")
    assert book.worksheets[0].title == "Agreement"


async def test_one_item_is_saved_across_platforms_as_its_page_groups_them(web: Web) -> None:
    visits, item = await begun(web)
    await agree(web, item, [visits[OTHER]])
    book = await download_workbook(web, "assessor", f"/items/{item}/platforms.xlsx")
    assert [row[0] for row in book.worksheets[0].iter_rows(max_row=1, values_only=True)] == ["Group"]
    rows = {row[2]: row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if row[2]}
    assert {url: row[0] for url, row in rows.items()} == dict.fromkeys(visits, 1)
    assert {url for url, row in rows.items() if row[4]} == {OTHER}
    assert {row[5] for row in rows.values()} != {None}
    assert read_column(await download_workbook(web, "assessor", f"/items/{item}/platforms.xlsx?tag=none"), 2)[:-1] == []
    assert (await web.get("assessor", "/items/9.9-9/platforms.xlsx")).status_code == 404


async def test_what_others_decided_is_in_no_workbook_of_who_decides_blindly(web: Web) -> None:
    visits, item = await begun(web)
    await decide_and_judge(web, visits[OTHER], item)
    for who, seen in (("assessor2", {url for url in visits if url != OTHER}), ("lead", set(visits))):
        book = await download_workbook(web, who, f"/items/{item}/platforms.xlsx")
        assert {url for url in read_column(book, 2) if url in visits} == seen, who


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN])
async def test_pages_lead_to_their_workbooks(web: Web, role: Role) -> None:
    await register(web, name="Shop")
    (listed,) = await list_audits(web.store)
    asked = f"/audits/{listed.id}?chapter=5&needs=1"
    for path, link in {
        "/": "/queue.xlsx", "/platforms?district=-": "/platforms.xlsx?district=-", "/platforms/1": "/platforms/1/history.xlsx",
        asked: f"/audits/{listed.id}/items.xlsx?verdict=&amp;chapter=5&amp;device=&amp;needs=1&amp;q=",
        f"/audits/{listed.id}/agreement": f"/audits/{listed.visit}/agreement.xlsx",
        "/items/5.1-1?tag=a b": "/items/5.1-1/platforms.xlsx?tag=a%20b",
    }.items():  # fmt: skip
        assert f'href="{link}"' in (await web.get(role.value, path)).text, path
