"""From an address to a pack by a program: platforms registered and changed, audits asked for, jobs followed, packs fetched once."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from storage.audit_list import list_audits
from storage.jobs.job_lines import load_job_line
from storage.people.action_log import list_actions
from tests.xuncha.web.api.programs import start_program
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.support.web_client import Web
from xuncha.web.api.shown_facts import dump_job
from xuncha.web.live_events import follow_changes


async def test_an_address_is_audited_and_its_job_followed_and_ended(web: Web) -> None:
    program = await start_program(web, "regulator")
    wish = {"url": "new.example.cn", "name": "新店"}
    asked = await program.post("/audits", wish, Idempotency_Key="one")
    assert asked.status_code == 202, asked.text
    job = asked.json()
    assert (job["url"], job["state"], asked.headers["location"]) == (
        "https://new.example.cn/",
        "waiting",
        f"/api/v1/jobs/{job['id']}",
    )
    again = await program.post("/audits", wish, Idempotency_Key="one")
    assert (again.json(), again.headers["idempotency-replayed"]) == (job, "true")
    assert (await program.get(f"/jobs/{job['id']}")).json()["id"] == job["id"]
    events = await program.get(f"/jobs/{job['id']}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.text.endswith("event: end\ndata: \n\n")
    assert (await program.post(f"/jobs/{job['id']}/pause")).json()["state"] == "paused"
    assert is_refused(await program.post(f"/jobs/{job['id']}/pause"), 409, "changed")
    assert (await program.post(f"/jobs/{job['id']}/resume")).json()["state"] == "waiting"
    assert (await program.post(f"/jobs/{job['id']}/cancel")).json()["state"] == "cancelled"
    assert is_refused(await program.post(f"/jobs/{job['id']}/cancel"), 409, "changed")
    assert (await program.post(f"/jobs/{job['id']}/retry")).json()["state"] == "waiting"
    done = [(action.action, action.actor) for action in await list_actions(web.store)]
    assert done == [
        (what, "token:regulator/test")
        for what in ("register_platform", "ask_audit", "pause_job", "resume_job", "cancel_job", "retry_job")
    ]
    viewer = await start_program(web, "viewer")
    assert is_refused(await viewer.post(f"/jobs/{job['id']}/cancel"), 403, "right")
    assert is_refused(await viewer.post("/audits", wish), 403, "right")


async def test_events_tell_the_job_itself(web: Web) -> None:
    program = await start_program(web, "regulator")
    job = (await program.post("/audits", {"url": "https://new.example.cn"})).json()
    line = await load_job_line(web.store, job["id"])
    assert line is not None

    async def stamp() -> str:
        return json.dumps(dump_job(line, web.clock()))

    async def gone() -> bool:
        return False

    events = follow_changes(stamp, gone, 1.0)
    found = [await anext(events), await anext(events)]
    await events.aclose()  # type: ignore[attr-defined]  # an asynchronous generator
    told = json.loads(found[1].removeprefix("event: changed\ndata: "))
    assert (told["id"], told["state"]) == (job["id"], "waiting")


async def test_a_platform_is_registered_changed_once_and_paused(web: Web) -> None:
    program = await start_program(web, "regulator")
    made = await program.post(
        "/platforms", {"url": "https://shop.example.cn", "name": "甲", "district": "西城区", "tags": "food"}
    )
    assert made.status_code == 201, made.text
    id, mark = made.json()["id"], made.headers["etag"]
    assert made.json()["tags"] == ["food"]
    again = await program.post("/platforms", {"url": "https://shop.example.cn", "name": "乙"})
    assert (again.status_code, again.json()["name"]) == (200, "甲")
    shown = await program.get(f"/platforms/{id}")
    assert (shown.headers["etag"], shown.json()["fields"]["name"]) == (mark, "甲")
    web.clock.pass_by(seconds=1)
    changed = await program.ask("PATCH", f"/platforms/{id}", body={"name": "丙"}, If_Match=mark)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["district"]) == ("丙", "西城区")
    assert changed.headers["etag"] != mark
    assert is_refused(await program.ask("PATCH", f"/platforms/{id}", body={"name": "丁"}, If_Match=mark), 412, "state")
    assert is_refused(await program.ask("PATCH", f"/platforms/{id}", body={"name": "丁"}), 428, "unstated")
    assert is_refused(
        await program.ask("PATCH", f"/platforms/{id}", body={"url": "https://y.cn"}, If_Match="*"), 422, "input"
    )
    assert (await program.post(f"/platforms/{id}/pause")).json()["state"] == "paused"
    assert is_refused(await program.post(f"/platforms/{id}/audits"), 422, "input")
    assert (await program.post(f"/platforms/{id}/resume")).json()["state"] == "active"
    assert (await program.post(f"/platforms/{id}/audits")).status_code == 202
    assert (await program.post(f"/platforms/{id}/remove")).status_code == 200
    assert is_refused(await program.get(f"/platforms/{id}"), 404, "missing")


@pytest.mark.browser
async def test_a_pack_is_made_and_handed_out_once_to_its_person(web: Web) -> None:
    program = await start_program(web, "assessor")
    (listed,) = await list_audits(web.store)
    asked = await program.post(f"/audits/{listed.id}/packs", {}, Idempotency_Key="p")
    assert asked.status_code == 202, asked.text
    pack = asked.json()
    assert (await program.post(f"/audits/{listed.id}/packs", {}, Idempotency_Key="p")).json()["id"] == pack["id"]
    assert is_refused(await program.post(f"/audits/{listed.id}/packs", {"sealed": True}), 403, "right")
    other = await start_program(web, "assessor2")
    assert is_refused(await other.get(f"/packs/{pack['id']}"), 404, "missing")
    await web.state.memory.wait_for_tasks()
    pack = (await program.get(f"/packs/{pack['id']}")).json()
    assert pack["state"] == "done", pack["fault"]
    link = await program.post(f"/packs/{pack['id']}/links")
    assert link.status_code == 201
    path = urlsplit(link.json()["address"]).path.removeprefix("/api/v1")
    assert is_refused(await other.get(path), 404, "missing")
    given = await program.get(path)
    assert given.headers["content-type"] == "application/zip"
    assert "manifest.json" in " ".join(zipfile.ZipFile(BytesIO(given.content)).namelist())
    assert is_refused(await program.get(path), 404, "missing")
