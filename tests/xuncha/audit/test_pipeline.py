"""An audit that is stopped loses nothing, goes on where it was, and never holds against a shop what it did not see."""

from __future__ import annotations

import asyncio
import json
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.audit_list import ListedAudit, list_audits
from storage.db.session import open_store
from storage.db.tables import VisitState
from storage.visits.sites import load_captured_views
from tests.xuncha.command import CHINESE, ITEM, QUICK, SECONDS, Running, Shop, pages, serving, xuncha

pytestmark = pytest.mark.browser

LATE = "/complaint"  # the page that hangs until a test lets it go


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, ...]:
    return "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")


@pytest.fixture
def shop() -> Iterator[tuple[Shop, str]]:
    """A shop whose complaint page keeps an audit waiting."""
    made = Shop(pages(), hanging=frozenset({LATE}))
    with serving(made) as url:
        yield made, url


def kept(data: Path) -> tuple[ListedAudit, list[str]]:
    """The one line of the list, and the pages that its visit holds."""

    async def look() -> tuple[ListedAudit, list[str]]:
        async with open_store(data) as store:
            (listed,) = await list_audits(store)
            return listed, [view.url for view in await load_captured_views(store, listed.visit)]

    return asyncio.run(look())


def begun(shop: Shop, url: str, folders: tuple[str, ...]) -> Running:
    """An audit that has captured its home page and waits for another."""
    running = Running("audit", url, *QUICK, *folders, "--allow-private", mark=uuid.uuid4().hex)
    running.until("首页 加载后")
    assert shop.waited_for.wait(SECONDS)
    return running


@pytest.mark.parametrize(
    ("which", "group"),
    [(signal.SIGINT, True), (signal.SIGTERM, False)],
    ids=["Ctrl-C in a terminal", "a plea to end"],
)
def test_an_interrupted_audit_keeps_what_it_saw_and_goes_on_from_there(
    which: signal.Signals, group: bool, shop: tuple[Shop, str], folders: tuple[str, ...], tmp_path: Path
) -> None:
    served, url = shop
    running = begun(served, url, folders)
    running.signal(which, group=group)
    ended = running.end()
    assert ended.code == 130, ended.err
    assert "已中断" in ended.line
    assert "--resume" in ended.line
    assert "exception" not in ended.err.lower()
    assert running.left_behind() == []

    listed, seen = kept(tmp_path / "data")
    assert (listed.state, listed.audit) == (VisitState.INTERRUPTED, None)
    assert url in seen
    assert "已中断" in xuncha("audits", *folders[:2]).out
    told = xuncha("show", listed.short, *folders[:2])
    assert told.code == 2
    assert f"--resume {listed.short}" in told.line

    served.hanging = frozenset()
    before = len(served.asked)
    resumed = xuncha("audit", "--resume", listed.short, *folders)
    assert resumed.code == 0, resumed.err
    anew = served.asked[before:]
    assert LATE in anew
    assert {urlsplit(text).path for text in seen} & set(anew) == set()
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    assert record["interrupted"] is False
    assert {view["device"] for view in record["views"]} == {"desktop"}  # as it was begun
    assert {item["reason"] for item in record["items"] if item["item"] != ITEM} <= {"not_looked", "no_document"}
    listed, seen = kept(tmp_path / "data")
    assert listed.state is VisitState.DONE
    assert len(seen) == len(set(zip(seen, (view["state"] for view in record["views"]), strict=True)))
    again = xuncha("audit", "--resume", listed.short, *folders)
    assert again.code == 2
    assert "已完成" in again.line


def test_a_killed_audit_is_listed_and_judged_by_what_is_there(
    shop: tuple[Shop, str], folders: tuple[str, ...], tmp_path: Path
) -> None:
    served, url = shop
    running = begun(served, url, folders)
    running.signal(signal.SIGKILL)
    running.end()
    assert running.left_behind() == []
    assert "已中断" in xuncha("audits", *folders[:2]).out
    listed, seen = kept(tmp_path / "data")
    assert listed.state is VisitState.INTERRUPTED
    assert url in seen
    judged = xuncha("rejudge", listed.visit[:6], *folders, "--lang", "en")
    assert judged.code == 0, judged.err
    assert "judged for the first time" in judged.out
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    assert record["interrupted"] is True
    assert {view["url"] for view in record["views"]} == set(seen)
    assert not [item["item"] for item in record["items"] if item["verdict"] in ("fail", "pass")]
    assert {item["reason"] for item in record["items"] if item["item"] != ITEM} <= {"not_looked", "no_document"}


def test_a_running_audit_is_not_judged_by_halves(
    shop: tuple[Shop, str], folders: tuple[str, ...], tmp_path: Path
) -> None:
    served, url = shop
    running = begun(served, url, folders)
    try:
        listed, _ = kept(tmp_path / "data")
        assert listed.state is VisitState.RUNNING
        for words in (("rejudge", listed.short), ("audit", "--resume", listed.short)):
            ended = xuncha(*words, *folders)
            assert ended.code == 2
            assert "仍在进行" in ended.line
    finally:
        running.signal(signal.SIGTERM)
        running.end()


@pytest.mark.parametrize(
    "program", ["", "run-driver", "chrom"], ids=["at once", "the driver starts", "the browser starts"]
)
def test_an_audit_is_interrupted_before_it_has_seen_anything(
    program: str, shop: tuple[Shop, str], folders: tuple[str, ...]
) -> None:
    _, url = shop
    running = Running("audit", url, *QUICK, *folders, "--allow-private", mark=uuid.uuid4().hex)
    running.until("检测编号")
    running.until_runs(program)
    running.signal(signal.SIGINT, group=True)
    ended = running.end()
    assert ended.code == 130, ended.err
    assert "已中断" in ended.line
    assert "exception" not in ended.err.lower(), ended.err
    assert running.left_behind() == []
    assert "已中断" in xuncha("audits", *folders[:2]).out


def test_a_shop_is_audited_again_and_again_and_one_item_asks_for_few_pages(
    folders: tuple[str, ...], tmp_path: Path
) -> None:
    shop = Shop(pages())
    with serving(shop) as url:
        first = xuncha("audit", url, *QUICK, *folders, "--allow-private")
        asked = set(shop.asked)
        second = xuncha("audit", url, *QUICK, *folders, "--allow-private", "--lang", "en", "--fail-under", "1")
    assert first.code == 0, first.err
    assert second.code == 3  # one item is too little for a score
    assert "coverage is too small" in second.out
    assert {"/", LATE} <= asked
    listed = xuncha("audits", *folders[:2], "--lang", "en").out.splitlines()
    assert len(listed) == 3
    assert all(url in line and " done, current" in line for line in listed[1:])
    assert listed[1].split()[0] != listed[2].split()[0]
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    verdicts = {item["item"]: item["verdict"] for item in record["items"]}
    assert "fail" not in verdicts.values()  # one device alone decides nothing against a shop
    # Its links are asked for lightly, whether they are dead; pages that are no business of that item are not looked at. After-sales
    # papers are: a shop may name its way to complain among them.
    assert {view["role"] for view in record["views"]} <= {"home", "help", "service", "complaint", "after_sales"}
    assert not {"/privacy", "/login"} & {urlsplit(view["url"]).path for view in record["views"]}
    assert not CHINESE.search(second.err)
    assert "desktop home page loaded" in second.err


def test_hostile_words_move_no_terminal(folders: tuple[str, ...]) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e投诉\u0007"
    page = pages()["/"].replace("投诉举报", f"投诉举报{evil}").replace("<title>", f"<title>{evil}")
    with serving(Shop({**pages(), "/": page})) as url:
        ended = xuncha("audit", f"{url}?q=%1b[2J", *QUICK, *folders, "--allow-private", "--name", "坏\x1b[2J名")
        listed = xuncha("audits", *folders[:2])
        shown = xuncha("show", listed.out.splitlines()[1].split()[0], *folders[:2])
    assert ended.code == shown.code == 0, ended.err
    for text in (ended.out, ended.err, listed.out, shown.out):
        assert all(line.isprintable() for line in text.splitlines()), repr(text)
    assert "投诉举报" in ended.out
