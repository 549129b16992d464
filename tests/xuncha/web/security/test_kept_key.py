"""The key of the workbench: made once for all its processes, for its owner alone; without it nobody's codes are taken for wrong ones."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.people.account_changes import change_totp
from storage.people.sealed_secrets import seal_secret
from tests.xuncha.web.security.test_login import enter
from tests.xuncha.web.support.web_client import Web
from xuncha.settings.target import InvalidInput
from xuncha.web.security.kept_key import NAME, open_web_key
from xuncha.web.security.one_time_codes import make_totp_secret


def test_it_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    where = tmp_path / "keys"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: open_web_key(where), range(8)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert [path.name for path in where.iterdir()] == [NAME]
    assert stat.S_IMODE((where / NAME).stat().st_mode) == 0o600 or os.name != "posix"


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_one_that_others_may_read_is_refused(tmp_path: Path) -> None:
    open_web_key(tmp_path)
    (tmp_path / NAME).chmod(0o644)
    with pytest.raises(InvalidInput, match="chmod 600"):
        open_web_key(tmp_path)


@pytest.mark.parametrize("content", ["", "ab" * 31, "no hex"])
def test_a_damaged_one_is_refused_and_stays(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, "ascii")
    (tmp_path / NAME).chmod(0o600)
    with pytest.raises(InvalidInput, match="restore a backup"):
        open_web_key(tmp_path)
    assert (tmp_path / NAME).read_text("ascii") == content


async def test_under_another_key_codes_are_told_to_be_out_of_order(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    lead = web.accounts["lead"].id
    await change_totp(web.store, lead, seal_secret(b"another key of thirty-two bytes!", lead, make_totp_secret()))
    browser = await web.client()
    page = await enter(browser, "lead")
    step = page.text.partition('name="step" value="')[2].partition('"')[0]
    answer = await browser.post("/login/code", data={"step": step, "code": "123456", "back": "/"})
    assert answer.status_code == 503
    assert "密钥与数据库不符" in answer.text
    assert f"codes of account {lead}" in caplog.text
