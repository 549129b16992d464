"""Pages over all platforms: what they say of a real store, in scope, in both languages, and as workbooks."""

from __future__ import annotations

import io

import openpyxl
import pytest

from storage.audit_list import list_audits
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.web.support.web_client import Web


async def register(web: Web, url: str = "", **said: object) -> str:
    """Register the audited platform, or that address."""
    if not url:
        (listed,) = await list_audits(web.store)
        url = listed.url
    await save_registration(web.store, Registration(url, **said), DueTimes(), web.clock())  # type: ignore[arg-type]  # fields are given by name
    return url


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["/city", "/rank", "/platforms", "/platforms/1", "/runs", "/audits/new", "/platforms/new"]
)
async def test_every_page_is_whole_in_both_languages(web: Web, path: str, lang: str) -> None:
    await register(web, name="示例 <b>商城</b>", district="西城区", tags=("food",))
    await register(web, "https://never.example.cn/", district="东城区")
    answer = await web.get("admin", f"{path}?lang={lang}")
    assert answer.status_code == 200, answer.text[:2000]
    assert "<b>商城</b>" not in answer.text
    assert f'<html lang="{"en" if lang == "en" else "zh-CN"}">' in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


async def test_the_city_counts_what_was_seen_and_lists_what_was_not(web: Web) -> None:
    await register(web, name="Seen", district="西城区")
    await register(web, "https://never.example.cn/", name="Never visited", district="东城区")
    page = (await web.get("regulator", "/city")).text
    assert "seen: 1 of 2" in page
    assert "50%" in page
    assert page.index("What could not be seen") < page.rindex("Never visited")


async def test_a_city_without_scores_and_light_checks_says_so_instead_of_drawing_nothing(web: Web) -> None:
    await register(web, "https://never.example.cn/", name="Never visited", district="东城区")
    page = (await web.get("regulator", "/city")).text
    assert "No platform has a score yet" in page
    assert "No light checks in these 30 days" in page
    assert 'class="spread"' not in page


async def test_the_workbook_says_what_the_page_shows_and_holds_no_formula(web: Web) -> None:
    await register(web, name="=HYPERLINK(1)", district="西城区")
    await register(web, "https://never.example.cn/", name="@never")
    for path in ("/city.xlsx", "/rank.xlsx"):
        answer = await web.get("regulator", path)
        assert answer.headers["content-disposition"].startswith("attachment")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert any(cell.value == "@never" for cell in cells)


async def test_only_who_holds_the_right_sees_the_city(web: Web) -> None:
    assert (await web.get("viewer", "/city")).status_code == 403
    assert (await web.get("assessor", "/rank")).status_code == 403
    assert (await (await web.client()).get("/city")).status_code == 303


async def test_a_platform_shows_its_items_over_time_and_its_consents(web: Web) -> None:
    await register(web, name="Shop")
    page = (await web.get("viewer", "/platforms/1")).text
    assert page.count('<rect class="cell ') == 58
    assert "they are refused" in page
    assert "Audit now" not in page
    assert "Audit now" in (await web.get("lead", "/platforms/1")).text
