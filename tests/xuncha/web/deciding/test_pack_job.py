"""An evidence pack asked for in the browser: made behind the pages, signed, handed out once, and proven."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.audit_list import list_audits
from storage.db.pack_tables import PackJobRow
from tests.xuncha.web.deciding.test_signing import shown
from tests.xuncha.web.support.web_client import PASSWORD, Web, open_beside
from xuncha.pack.verification.verify import check
from xuncha.web.deciding.pack_work import resume_packs

pytestmark = pytest.mark.browser  # report.pdf is printed by one


async def check_other_process(web: Web, other: Web, where: str, data: bytes) -> None:
    """What one process made another hands out; what one left half-made another says is interrupted, and makes on being asked."""
    link = (await other.post("lead", f"{where}/link")).headers["location"]
    assert (await other.get("lead", link)).content == data
    assert (await web.get("lead", link)).status_code == 404
    made = where.rpartition("/")[2]
    await leave_half_made(web, made, attempts=2)
    await resume_packs(other.state)  # what cost two processes already is not risked again unasked
    page = await other.get("lead", where)
    assert "the pack is not finished" in page.text
    assert "Refresh" not in page.headers
    assert "interrupted: it can be made again" in (await other.get("lead", where.partition("/packs")[0] + "/sign")).text
    assert (await other.post("lead", f"{where}/link")).status_code == 404
    assert (await other.post("assessor", f"{where}/again")).status_code == 404
    assert (await other.post("lead", f"{where}/again")).headers["location"] == where
    assert "It is being made" in (await other.get("lead", where)).text
    await other.state.memory.wait_for_tasks()
    assert "It is made" in (await web.get("lead", where)).text
    await leave_half_made(web, made, attempts=1)
    await resume_packs(other.state)  # as at a start
    await other.state.memory.wait_for_tasks()
    assert "It is made" in (await web.get("lead", where)).text


async def leave_half_made(web: Web, job: str, attempts: int) -> None:
    """As a process leaves it that ends while it makes it."""
    values = {"state": "running", "pid": 2**22 + 1, "attempts": attempts, "pack_id": "", "size": 0}
    async with web.store.writing() as session:
        await session.execute(update(PackJobRow).where(PackJobRow.id == job).values(values))


async def test_a_signed_pack_is_made_once_and_handed_out_once(web: Web, tmp_path: Path) -> None:
    (listed,) = await list_audits(web.store)
    at = f"/audits/{listed.visit}"
    await web.post("lead", f"{at}/sign", digest=await shown(web, listed.visit), password=PASSWORD)
    asked = await web.post("lead", f"{at}/pack")
    assert asked.status_code == 303
    where = asked.headers["location"]
    assert (await web.get("assessor", where)).status_code == 404  # another person's
    for _ in range(300):
        page = await web.get("lead", where)
        if "Refresh" not in page.headers:
            break
        await asyncio.sleep(1)
    assert "It is made" in page.text, re.findall(r'role="alert">([^<]*)', page.text)
    link = (await web.post("lead", f"{where}/link")).headers["location"]
    assert (await web.get("assessor", link)).status_code == 404
    pack = await web.get("lead", link)
    assert pack.headers["content-disposition"].startswith("attachment")
    assert (await web.get("lead", link)).status_code == 404
    async with open_beside(web) as other:  # a second process, or the one after a restart
        await check_other_process(web, other, where, pack.content)
    file = tmp_path / "pack.zip"
    file.write_bytes(pack.content)
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [signoff["who"] for signoff in manifest["signoffs"]] == ["Lead"]
    lines = check(file, derive=False).lines
    assert [line for line in lines if line.ok is False] == []
