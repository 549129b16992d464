"""An evidence pack asked for in the browser: made behind the pages, signed, handed out once, and proven."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from storage.audit_list import list_audits
from tests.xuncha.web.deciding.test_signing import shown
from tests.xuncha.web.support.web_client import PASSWORD, Web
from xuncha.pack.verification.verify import check

pytestmark = pytest.mark.browser  # report.pdf is printed by one


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
    file = tmp_path / "pack.zip"
    file.write_bytes(pack.content)
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [signoff["who"] for signoff in manifest["signoffs"]] == ["Lead"]
    lines = check(file, derive=False).lines
    assert [line for line in lines if line.ok is False] == []
