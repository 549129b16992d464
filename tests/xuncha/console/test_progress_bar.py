"""How far an audit is: one line that lives on a terminal, plain lines elsewhere, in the language asked for."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import threading
import uuid
from pathlib import Path

import pytest
from rich.console import Console

from crawler.vocabulary import LANDED, Device, GapReason, Role
from tests.xuncha.command import CHINESE, MARK, QUICK, ROOT, Shop, command, environment, pages, serving
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import ProgressLine
from xuncha.console.stage_names import describe_stage


def test_elsewhere_each_stage_is_a_line_of_its_own() -> None:
    out = io.StringIO()
    line = ProgressLine(Console(file=out, soft_wrap=True), Lang.EN)
    line.start()
    line("desktop home landed", 3, 12)
    line(f"mobile login landed: {GapReason.BLOCKED}", 4, 12)
    line("judge", 0, 0)
    line.stop()
    first, second, third = out.getvalue().splitlines()
    assert re.fullmatch(r" +\d+\.\ds 3/12 desktop home page loaded", first)
    assert second.endswith("4/12 mobile sign-in loaded: a captcha or firewall stopped us")
    assert third.endswith("s judging")


@pytest.mark.parametrize("role", Role)
def test_every_page_and_reason_has_words_in_both_languages(role: Role) -> None:
    for reason in GapReason:
        said = describe_stage(f"{Device.MOBILE} {role} {LANDED}: {reason}")
        assert not re.search("[a-z_]{3,}", render_text(said, Lang.ZH).replace("robots.txt", "")), said.zh
        assert not CHINESE.search(render_text(said, Lang.EN))
    for stage in ("links", "timing", "judge", "visit 12ab"):
        assert CHINESE.search(describe_stage(stage).zh)


@pytest.mark.browser
def test_on_a_terminal_one_line_lives_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    shown = bytearray()

    def watch() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the last writer has closed
                return
            if not piece:
                return
            shown.extend(piece)

    watcher = threading.Thread(target=watch)
    with serving(Shop(pages())) as url:
        process = subprocess.Popen(
            command("audit", url, *QUICK, "--allow-private", "--data", str(tmp_path / "d"), "--out", str(tmp_path / "o")),
            cwd=ROOT, env=environment(**{MARK: uuid.uuid4().hex, "TERM": "xterm"}), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=theirs,
        )  # fmt: skip
        os.close(theirs)
        watcher.start()
        out, _ = process.communicate(timeout=120)
    watcher.join()
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    text = shown.decode("utf-8")
    assert "桌面 首页 加载后" in text
    assert "判定" in text
    assert len(set(re.findall(r"(\d+\.\d)s", text))) > 10  # the clock is seen to run
    assert text.count("\n") <= 2  # drawn over itself, not line below line
    assert b"\x1b" not in out  # what a pipe gets is plain


def test_a_long_silence_is_broken_by_the_stage_and_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuncha.console.progress_bar.SILENCE", 0.2)
    out = io.StringIO()
    line = ProgressLine(Console(file=out, soft_wrap=True), Lang.EN)
    line.start()
    line("desktop home landed", 3, 12)
    threading.Event().wait(1.0)
    line.stop()
    said = out.getvalue().splitlines()
    assert len(said) >= 3
    assert all(line.endswith("3/12 desktop home page loaded") for line in said)
    seconds = [float(line.split("s ")[0]) for line in said]
    assert seconds == sorted(seconds)
    assert seconds[-1] > seconds[0]


def test_nothing_is_said_where_nothing_has_begun_nor_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuncha.console.progress_bar.SILENCE", 0.1)
    out = io.StringIO()
    line = ProgressLine(Console(file=out, soft_wrap=True), Lang.EN)
    line.start()
    threading.Event().wait(0.3)
    assert not out.getvalue()
    line("judge", 0, 0)
    line.stop()
    before = out.getvalue()
    threading.Event().wait(0.3)
    assert out.getvalue() == before
