"""Lists of platforms by a program: read and checked as the wizard does, mended cell by cell, registered once and only when asked for."""

from __future__ import annotations

import io

import httpx
import openpyxl

from storage.people.action_log import list_actions
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.support.web_client import Web

ROWS = (
    ("网址", "名称", "区", "信用代码", "内网地址", "备用列"),
    ("https://e.example.cn", "戊", "海淀", "", "", ""),
    ("not an address", "己", "火星区", "123", "", ""),
    ("https://a.example.cn", "甲", "西城区", "", "", ""),
    ("https://b.example.cn", "乙", "", "", "yes", ""),
    ("=A1", "=HYPERLINK(1)", "", "", "", ""),
)


def book(*rows: tuple[str, ...]) -> bytes:
    """A workbook with those rows."""
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


async def upload(program: Program, data: bytes, key: str, name: str = "list.xlsx") -> httpx.Response:
    """Send a file in a form of its own."""
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    headers = {
        "Authorization": f"Bearer {program.secret}", "Idempotency-Key": key,
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }  # fmt: skip
    return await program.client.post("/api/v1/imports", headers=headers, content=body)


async def known(web: Web) -> dict[str, Registration]:
    return {platform.registration.url: platform.registration for platform in await list_registered_platforms(web.store)}


async def test_a_list_is_checked_mended_and_registered_once(web: Web) -> None:
    await save_registration(
        web.store, Registration("https://a.example.cn/", name="甲", district="西城区"), DueTimes(), web.clock()
    )
    program = await start_program(web, "regulator")
    sent = await upload(program, book(*ROWS), "send")
    assert sent.status_code == 201, sent.text
    held, at = sent.json(), f"/imports/{sent.json()['id']}"
    assert sent.headers["location"] == f"/api/v1{at}"
    assert held["counts"] == {"new": 1, "changed": 0, "same": 1, "wrong": 3}
    assert [(column["place"], column["key"]) for column in held["columns"]] == [("Sheet!F1", "")]
    rows = (await program.get(f"{at}/rows")).json()["data"]
    assert [(row["row"], row["what"]) for row in rows] == [
        (1, "new"), (2, "wrong"), (3, "same"), (4, "wrong"), (5, "wrong"),
    ]  # fmt: skip
    places = {error["place"]: error for row in rows for error in row["errors"]}
    assert set(places) == {"Sheet!A3", "Sheet!C3", "Sheet!D3", "Sheet!E5", "Sheet!A6", "Sheet!B6"}
    assert all(place["zh"] != place["en"] for place in places.values())
    assert set(await known(web)) == {"https://a.example.cn/"}
    wrong = (await program.get(f"{at}/rows?what=wrong&limit=2")).json()
    rest = (await program.get(f"{at}/rows?what=wrong&limit=2&cursor={wrong['next']}")).json()
    assert ([row["row"] for row in wrong["data"] + rest["data"]], rest["next"]) == ([2, 4, 5], None)
    cells = [
        {"row": 2, "key": "url", "value": "https://f.example.cn"}, {"row": 2, "key": "district", "value": "朝阳区"},
        {"row": 2, "key": "uscc", "value": ""},
    ]  # fmt: skip
    mended = await program.ask("PATCH", at, body={"cells": cells, "leave_out": [4, 5]}, If_Match=sent.headers["etag"])
    assert mended.json()["counts"] == {"new": 2, "changed": 0, "same": 1, "wrong": 0}
    late = await program.ask("PATCH", at, body={"leave_out": [1]}, If_Match=sent.headers["etag"])
    assert is_refused(late, 412, "state")
    assert late.headers["etag"] == mended.headers["etag"] == (await program.get(at)).headers["etag"]
    assert is_refused(await program.post(f"{at}/registrations"), 428, "unstated")
    assert is_refused(await program.post(f"{at}/registrations", If_Match=sent.headers["etag"]), 412, "state")
    state = {"If_Match": mended.headers["etag"], "Idempotency_Key": "register"}
    done = [await program.post(f"{at}/registrations", **state) for _ in range(2)]
    assert [value.json() for value in done] == [{"new": 2, "changed": 0, "same": 1, "wrong": 0}] * 2
    assert done[1].headers["idempotency-replayed"] == "true"
    now = await known(web)
    assert set(now) == {f"https://{value}.example.cn/" for value in "aef"}
    assert now["https://f.example.cn/"].district == "朝阳区"
    told = [(action.action, action.actor) for action in await list_actions(web.store)]
    assert told == [("import_platforms", "token:regulator/test")]
    assert is_refused(await program.get(at), 404, "missing")


async def test_a_list_is_its_persons_own_and_of_the_tokens_scope(web: Web) -> None:
    program = await start_program(web, "regulator", scope="海淀区")
    data = book(("网址", "区"), ("https://e.example.cn", "海淀区"), ("https://f.example.cn", "朝阳区"))
    sent = await upload(program, data, "send")
    assert sent.json()["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    at = f"/imports/{sent.json()['id']}"
    (row,) = (await program.get(f"{at}/rows?what=wrong")).json()["data"]
    assert row["errors"][0]["en"] == "outside your scope"
    other = await start_program(web, "admin")
    for answer in (
        await other.get(at),
        await other.get(f"{at}/rows"),
        await other.ask("DELETE", at),
        await other.ask("PATCH", at, body={}, If_Match="*"),
        await other.post(f"{at}/registrations", If_Match="*"),
    ):
        assert is_refused(answer, 404, "missing")
    assert "Sheet!B3" not in (await web.get("regulator", f"/platforms/import/{sent.json()['id']}")).text
    assert (await program.ask("DELETE", at)).status_code == 204
    assert is_refused(await program.get(at), 404, "missing")
    assert await known(web) == {}


async def test_what_is_no_list_and_what_no_list_has_is_refused(web: Web) -> None:
    program = await start_program(web, "regulator")
    no_list = await upload(program, b"a,b\n1,2\n", "a", "../../etc/list.csv")
    assert is_refused(no_list, 422, "input")
    assert "list.csv has no column" in no_list.json()["errors"][0]["en"]
    assert "/tmp" not in no_list.text
    assert is_refused(await upload(program, b"x" * (web.state.settings.upload.mb * 1_000_000 + 1), "b"), 413, "large")
    assert is_refused(await program.post("/imports", {}), 422, "input")
    sent = await upload(program, "网址\nhttps://e.example.cn\n".encode(), "c", "list.csv")
    at = f"/imports/{sent.json()['id']}"
    body = {"cells": [{"row": 2, "key": "url", "value": "x"}, {"row": 1, "key": "hue", "value": "x"}], "leave_out": [9]}
    refused = await program.ask("PATCH", at, body=body, If_Match="*")
    assert is_refused(refused, 422, "input")
    assert [error["at"] for error in refused.json()["errors"]] == ["cells/0", "cells/1", "leave_out/0"]
    assert (await program.get(at)).headers["etag"] == sent.headers["etag"]
    lead = await start_program(web, "lead")
    assert is_refused(await upload(lead, b"", "d"), 403, "right")


async def test_the_example_of_a_list_can_be_sent_back(web: Web) -> None:
    program = await start_program(web, "regulator")
    for lang, name in (("zh", "平台"), ("en", "Platforms")):
        sample = await program.get("/imports/template.xlsx", Accept_Language=lang)
        assert openpyxl.load_workbook(io.BytesIO(sample.content)).sheetnames[0] == name
        assert (await upload(program, sample.content, lang)).json()["counts"]["wrong"] == 0
