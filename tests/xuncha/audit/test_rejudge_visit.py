"""What is stored is judged again to the letter, and what a stored audit shows is what it showed."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from storage.audit_list import list_audits
from storage.audits import load_audit
from storage.db.codec import encode_record
from storage.db.session import Store, open_store
from storage.visits.audit import Audit
from tests.program_copy import copy_program
from tests.shops.server import serving
from tests.xuncha.command import CHINESE, ITEM, ROOT, xuncha
from xuncha.audit.rejudge_visit import rejudge_visit

pytestmark = pytest.mark.browser

T = TypeVar("T")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one audit of a real demo shop, both devices and second looks, and its report."""
    folder = tmp_path_factory.mktemp("kept")
    with serving("bare") as url:
        words = ("--item", ITEM, "--pace", "0", "--allow-private", "--name", "示例")
        ended = xuncha("audit", url, *words, "--data", str(folder / "data"), "--out", str(folder / "out"))
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept / "data", tmp_path / "data")
    return tmp_path / "data"


def within(data: Path, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    async def opened() -> T:
        async with open_store(data) as store:
            return await work(store)

    return asyncio.run(opened())


def said(audit: Audit) -> list[bytes]:
    """All that an audit says, as bytes."""
    return [
        *(encode_record(finding) for finding in audit.findings),
        *(encode_record(verdict) for verdict in audit.verdicts),
        *(encode_record(score) for score in audit.scores.values()),
        *(encode_record(line) for line in audit.red_lines),
    ]


def test_the_same_rules_say_the_same_to_the_last_byte(data: Path) -> None:
    async def again(store: Store) -> None:
        (listed,) = await list_audits(store)
        assert listed.audit is not None
        first = await load_audit(store, listed.audit)
        done = await rejudge_visit(store, listed.short)
        assert done.before == first
        assert said(done.now) == said(first)
        assert len(first.findings) > 10
        assert max(finding.look for finding in first.findings) == 2
        assert done.now.ruleset == first.ruleset
        assert done.now.facts == {**first.facts, "interrupted": False}
        assert (done.moved, done.now.rejudged_from) == ((), first.id)
        stored = await load_audit(store, done.now.id)
        assert said(stored) == said(first)

    within(data, again)


def test_rejudging_needs_the_store_alone_and_makes_another_audit(data: Path, tmp_path: Path) -> None:
    words = ("--data", str(data), "--lang", "en")
    no_browser = {"XUNCHA_CHROMIUM": "/proc/none", "PATH": "/proc/none"}
    (first,) = xuncha("audits", *words).out.splitlines()[1:]
    id = first.split()[0]
    out = tmp_path / "out"
    one = xuncha("rejudge", id, *words, "--out", str(out), given=no_browser)
    assert one.code == 0, one.err
    assert "same rules  nothing moved" in one.out
    every = xuncha("rejudge", "--all", *words, given=no_browser)
    assert every.code == 0
    assert (
        "up to date, skipped                          1" in every.out
    )  # of several audits of one visit the newest counts
    assert len(xuncha("audits", *words).out.splitlines()) == 3
    assert json.loads((out / "audit.json").read_text("utf-8"))["audit"]["rejudged_from"].startswith(id)


def test_moved_verdicts_are_named_when_rules_change(data: Path, tmp_path: Path) -> None:
    root = copy_program(tmp_path / "clone")
    table = (ROOT / "scoring" / "standard.toml").read_text("utf-8")
    start = table.index(f'id = "{ITEM}"')
    (root / "scoring" / "standard.toml").write_text(
        table[:start] + table[start:].replace('class = "observed"', 'class = "documentary"', 1), "utf-8"
    )
    ended = xuncha("rejudge", "--all", "--data", str(data), cwd=root)
    assert ended.code == 0, ended.err
    (line,) = (line for line in ended.out.splitlines() if line.startswith("http") and f"  {ITEM}  " in line)
    assert "待企业举证" in line
    one = xuncha("rejudge", xuncha("audits", "--data", str(data)).out.splitlines()[1].split()[0], "--data", str(data))
    assert f"规则已变  {ITEM}" in one.out


def test_one_damaged_visit_stops_no_other(data: Path) -> None:
    for piece in (data / "evidence").glob("??/??/*"):
        piece.chmod(0o600)
        piece.write_bytes(b"")
    ended = xuncha("rejudge", "--all", "--again", "--data", str(data))
    assert ended.code == 1
    assert "证据" in ended.err
    assert "Traceback" not in ended.err


def test_a_stored_audit_is_shown_as_it_was(kept: Path, tmp_path: Path) -> None:
    words = ("--data", str(kept / "data"))
    listed = xuncha("audits", *words, "--lang", "en")
    assert not CHINESE.search(listed.out)
    (line,) = listed.out.splitlines()[1:]
    shown = xuncha("show", line.split()[0], *words, "--out", str(tmp_path))
    assert shown.code == 0, shown.err
    assert str(tmp_path / "report.html") in shown.out
    for name in ("audit.json", "report.html"):
        assert (tmp_path / name).read_bytes() == (kept / "out" / name).read_bytes()
    english = xuncha("show", line.split()[0], *words, "--lang", "en").out
    assert "not an assessment" in english
    assert ITEM in english


def test_no_word_of_ours_is_chinese_where_english_was_asked_for(kept: Path) -> None:
    words = ("--data", str(kept / "data"), "--lang", "en")
    id = xuncha("audits", *words).out.splitlines()[1].split()[0]
    # What a page says is quoted in its own language; nothing else may be Chinese.
    unquoted = CHINESE.search(
        "".join(part for at, part in enumerate(_by_quotes(xuncha("show", id, *words).out)) if at % 2 == 0)
    )
    assert unquoted is None, unquoted
    assert not CHINESE.search("".join(_by_quotes(xuncha("probes", "--lang", "en").out)[::2]))


def _by_quotes(text: str) -> list[str]:
    """What stands outside and inside of quotation marks, by turns."""
    return text.replace("”", "“").split("“")
