"""``xuncha prune`` shows first and removes when told to; what it removed is said by all who would need it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.audit_list import list_audits
from storage.db.session import open_store
from storage.db.tables import VisitRow
from tests.xuncha.command import CHINESE, xuncha
from tests.xuncha.keeping import kept, made
from xuncha.settings.zone import format_day

pytestmark = pytest.mark.commands


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, str]:
    """A folder with two audits of one platform, 400 and 0 days old; and the old one's id."""

    async def make() -> str:
        async with open_store(tmp_path / "data") as store:
            old = await kept(store, made())
            moment = datetime.now(UTC) - timedelta(days=400)
            async with store.writing() as session:
                await session.execute(update(VisitRow).values(started_at=moment, finished_at=moment, beat_at=moment))
            await kept(store, made(datetime.now(UTC)), quote="后来")
            assert len(await list_audits(store)) == 2
            return old.id

    return tmp_path / "data", asyncio.run(make())


def files(data: Path) -> int:
    return sum(path.is_file() for path in (data / "evidence").glob("??/??/*"))


def test_it_shows_first_and_removes_when_told_to(data: tuple[Path, str], tmp_path: Path) -> None:
    folder, old = data
    where = ("--data", str(folder))
    before = files(folder)
    shown = xuncha("show", old[:8], *where, "--out", str(tmp_path / "before"))
    assert shown.code == 0, shown.err
    for words in (("prune", "--keep", "180d"), ("prune", "--keep", "180天", "--dry-run")):
        dry = xuncha(*words, *where)
        assert dry.code == 0, dry.err
        assert "将清理 1 次" in dry.out
        assert "--yes" in dry.out
        assert files(folder) == before
    assert "没有可清理" in xuncha("prune", "--keep", "500d", *where).out
    assert "没有可清理" in xuncha("prune", "--keep", "180d", "--keep-audits", "2", *where).out

    done = xuncha("prune", "--keep", "180d", "--yes", *where)
    assert done.code == 0, done.err
    assert "已清理 1 次" in done.out
    assert 0 < files(folder) <= before
    again = xuncha("prune", "--keep", "180d", "--yes", *where, "--lang", "en")
    assert again.out.startswith("pages of 0 visits removed")

    day = format_day(datetime.now(UTC))
    after = xuncha("show", old[:8], *where)
    assert after.code == 0, after.err
    said = after.out.splitlines()
    assert [line for line in said if "不再保存" in line and day in line] == said[-1:]
    assert said[:-1] == [line for line in shown.out.splitlines() if not line.startswith(str(tmp_path))][: len(said) - 1]
    english = xuncha("show", old[:8], *where, "--lang", "en").out.splitlines()[-1]
    assert "no longer kept since" in english
    assert not CHINESE.search(english)


def test_what_would_need_the_pages_says_that_they_are_gone(data: tuple[Path, str], tmp_path: Path) -> None:
    folder, old = data
    where = ("--data", str(folder))
    xuncha("show", old[:8], *where, "--out", str(tmp_path / "before"))
    xuncha("prune", "--keep", "180d", "--yes", *where)
    for words in (("rejudge", old[:8]), ("sheet", old[:8], "--to", str(tmp_path / "review.xlsx"))):
        ended = xuncha(*words, *where)
        assert ended.code == 2
        assert "页面已清理" in ended.line
        english = xuncha(*words, *where, "--lang", "en").line
        assert "no longer kept" in english
    every = xuncha("rejudge", "--all", "--again", *where)
    assert every.code == 0, every.err
    assert any(line.split() == ["页面已清理，未重判", "1"] for line in every.out.splitlines()), every.out

    out = tmp_path / "after"
    again = xuncha("show", old[:8], *where, "--out", str(out))
    assert again.code == 0, again.err
    was, now = (json.loads((path / "audit.json").read_text("utf-8")) for path in (tmp_path / "before", out))
    assert [(item["item"], item["verdict"], item["value"]) for item in now["items"]] == [
        (item["item"], item["verdict"], item["value"]) for item in was["items"]
    ]
    assert now["scores"] == was["scores"]
    assert (out / "report.html").stat().st_size > 1000


@pytest.mark.parametrize("keep", ["", "180", "0d", "-1d", "1.5d", "soon"])
def test_a_period_that_is_none_is_refused(keep: str, tmp_path: Path) -> None:
    ended = xuncha("prune", f"--keep={keep}", "--data", str(tmp_path))
    assert ended.code == 2
    assert "180d" in ended.line


def test_both_at_once_is_refused(tmp_path: Path) -> None:
    ended = xuncha("prune", "--keep", "180d", "--yes", "--dry-run", "--data", str(tmp_path))
    assert (ended.code, "--dry-run" in ended.line) == (2, True)
