"""Checks what this machine has and lacks, and whether an audit can run on it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler.browser import launch
from crawler.child_environment import ChildKind, child_environment
from crawler.network.proxy import Gate
from probes import registry
from probes.finding import Text
from scoring import standard
from storage.blobs.blob_store import PROOF_BYTES
from storage.blobs.open_blobs import open_blob_store
from storage.db.session import prove_database
from storage.errors import EvidenceOfAnother, StorageError
from xuncha.console import fonts
from xuncha.errors import describe_fault
from xuncha.settings.stores import DATABASE, EVIDENCE, open_data_store
from xuncha.settings.tree import find_source_tree
from xuncha.settings.user_file import VARIABLE
from xuncha.settings_check import check_settings

OLDEST = (3, 11)
LOW_DISK_BYTES = 1_000_000_000
LAUNCH_SECONDS = 60.0
GLYPH_PX = 20
MARKS = {True: "✓", None: "!", False: "✗"}
SETUP = "./do doctor"  # in a tree: installs what is missing before it reports
BROWSER = "apt-get install chromium-headless-shell"
OCR = "pip install 'xuncha[ocr]'"
# A glyph of a Chinese font is as wide as the font size; the box drawn in place of a missing one is narrower.
MEASURE_GLYPH = """size => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${size}px sans-serif`;
    return pen.measureText("营").width;
}"""


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing checked. ``ok``: True = as it should be; None = audits run without it, but worse; False = none can run.

    ``mend`` is the command or step that fixes it, empty where nothing needs fixing.
    """

    name: Text
    ok: bool | None
    text: Text
    mend: str = ""


def _same(words: str) -> Text:
    return Text(words, words)


def _mend(installed: str) -> str:
    """The command that fixes it: the set-up script in a source tree, else ``installed``."""
    return installed if find_source_tree() is None else SETUP


def check_python() -> HealthCheck:
    """The Python that runs this."""
    ok = sys.version_info[:2] >= OLDEST
    words = _same(f"{platform.python_version()} ({sys.executable})")
    return HealthCheck(_same("Python"), ok, words, "" if ok else "apt-get install python3 python3-venv")


def check_browser() -> tuple[HealthCheck, ...]:
    """Browser, sandbox and font, checked by starting the browser and drawing a glyph.

    Not to be called in an event loop.
    """
    name = Text("浏览器", "browser")
    try:
        found = launch.find_chromium()
        version = found.version()
    except launch.NoBrowser as fault:
        return (HealthCheck(name, False, Text(f"找不到可用的 Chromium：{fault}", str(fault)), _mend(BROWSER)),)
    try:
        width = asyncio.run(asyncio.wait_for(measure_glyph_width(found), LAUNCH_SECONDS))
    except (PlaywrightError, TimeoutError) as fault:
        why = (str(fault).strip() or f"no answer in {LAUNCH_SECONDS:.0f} s").splitlines()[0]
        return (
            HealthCheck(
                name,
                False,
                Text(f"{found.path} 启动失败：{why}", f"{found.path} does not start: {why}"),
                _mend(BROWSER),
            ),
        )
    kind = "headless shell" if found.headless_shell else "full"
    browser = HealthCheck(name, True, _same(f"Chromium {version}, {kind} ({found.path})"))
    return browser, check_sandbox(found), check_font(width)


async def measure_glyph_width(found: launch.Executable) -> float:
    """The width of 营 in px as this browser draws it at GLYPH_PX. Raises playwright's Error where it does not start."""
    async with Gate() as gate, async_playwright() as playwright:
        browser = await launch.launch_chromium(playwright, found, gate)
        try:
            page = await browser.new_page()
            return float(await page.evaluate(MEASURE_GLYPH, GLYPH_PX))
        finally:
            await browser.close()


def check_sandbox(found: launch.Executable) -> HealthCheck:
    """Whether Chromium's own sandbox is on. Call it after a launch: only that shows what the system allows."""
    state = launch.sandbox_state(found)
    text = Text(f"{'已启用' if state.on else '未启用'}：{state.why}", f"{'on' if state.on else 'off'}: {state.why}")
    return HealthCheck(
        Text("沙箱", "sandbox"), True if state.on else None, text, "" if state.on else "run as an ordinary user"
    )


def check_font(width: float) -> HealthCheck:
    """Whether the browser draws Chinese; ``width`` is the width of 营 in px at GLYPH_PX."""
    name = Text("中文字体", "Chinese font")
    if round(width) != GLYPH_PX:
        text = Text(
            "中文会被画成方框，截图与图片文字不可用", "Chinese is drawn as boxes: pictures of pages would show nothing"
        )
        return HealthCheck(name, False, text, "apt-get install fontconfig fonts-noto-cjk")
    family = fonts.find_installed_font()
    return HealthCheck(name, True, _same(family) if family else Text("随包附带的字体", "the packaged one"))


def check_ocr() -> HealthCheck:
    """Whether text in pictures can be read."""
    name = Text("图片文字识别", "OCR")
    # Load it as the OCR process does: with less logging, and without letting it contact its maker.
    words = [sys.executable, "-c", "import onnxruntime, rapidocr"]
    try:
        tried = subprocess.run(
            words,
            env=child_environment(ChildKind.PICTURES),
            capture_output=True,
            text=True,
            timeout=LAUNCH_SECONDS,
            check=False,
        )
        fault = "" if tried.returncode == 0 else (tried.stderr.strip().splitlines() or [f"code {tried.returncode}"])[-1]
    except (OSError, subprocess.TimeoutExpired) as error:
        fault = str(error)
    if fault:
        text = Text(f"不可用，图片上的文字只能待人工确认：{fault}", f"missing, words in pictures stay unread: {fault}")
        return HealthCheck(name, None, text, _mend(OCR))
    return HealthCheck(name, True, _same("rapidocr"))


def check_data_folder(data: Path) -> HealthCheck:
    """Whether evidence can be written to ``data``, and the free disk space. Creates the folder where it is missing."""
    name = Text("数据文件夹", "data folder")
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"\0")
        free = shutil.disk_usage(data).free
    except OSError as fault:
        why = fault.strerror or str(fault)
        return HealthCheck(
            name, False, Text(f"{data} 不可写：{why}", f"{data} cannot be written: {why}"), "xuncha … --data DIR"
        )
    text = Text(f"{data}（剩余 {free / 1e9:.1f} GB）", f"{data} ({free / 1e9:.1f} GB free)")
    low = free < LOW_DISK_BYTES
    return HealthCheck(name, None if low else True, text, "make room on the disk" if low else "")


def check_database(data: Path) -> HealthCheck:
    """Whether the database opens, migrates to today's tables, and can be written. Not to be called in an event loop."""
    name = Text("数据库", "database")
    try:
        address = asyncio.run(_write_nothing(data))
    except StorageError as fault:
        return HealthCheck(
            name, False, Text(f"不可用：{fault}", str(fault)), f"correct or unset {DATABASE}, or --data DIR"
        )
    return HealthCheck(name, True, _same(address))


async def _write_nothing(data: Path) -> str:
    return await prove_database(data, os.environ.get(DATABASE))


async def _foreign(data: Path) -> EvidenceOfAnother | None:
    """The fault where the evidence belongs to another database; other database faults are reported beside it."""
    try:
        async with open_data_store(data):
            return None
    except EvidenceOfAnother as fault:
        return fault
    except StorageError:
        return None


def check_evidence_store(data: Path) -> HealthCheck:
    """Whether evidence can be stored where the environment says, tested by storing a piece and removing it."""
    name = Text("证据存储", "evidence")
    try:
        blobs = open_blob_store(data, os.environ.get(EVIDENCE))
        sha = blobs.write(secrets.token_bytes(PROOF_BYTES))
        blobs.read(sha)
        with contextlib.suppress(StorageError):  # a write-once store is a good one
            blobs.remove([sha])
    except StorageError as fault:
        return HealthCheck(name, False, describe_fault(fault), f"correct or unset {EVIDENCE}")
    if blobs.owner() and (foreign := asyncio.run(_foreign(data))) is not None:
        return HealthCheck(name, False, describe_fault(foreign), f"correct or unset {EVIDENCE} or {DATABASE}")
    return HealthCheck(name, True, _same(blobs.where))


def check_settings_file() -> HealthCheck:
    """Which settings file is in force; a wrong one would have stopped the start."""
    found = os.environ.get(VARIABLE, "")
    return HealthCheck(Text("设置文件", "settings file"), True, _same(found) if found else Text("没有", "none"))


def check_table(file: str, load: Callable[[], object]) -> HealthCheck:
    """Whether one of the two TOML tables loads; its own message says what is wrong."""
    name = _same(file)
    try:
        load()
    except (ValueError, OSError) as fault:
        return HealthCheck(name, False, _same(str(fault)), f"mend {file}")
    return HealthCheck(name, True, Text("可用", "loads"))


def run_health_checks(data: Path) -> tuple[HealthCheck, ...]:
    """Check for real everything an audit depends on. Not to be called in an event loop."""
    return (
        check_python(),
        check_settings_file(),
        *check_browser(),
        check_ocr(),
        check_data_folder(data),
        check_database(data),
        check_evidence_store(data),
        check_table("*.toml", check_settings),
        check_table("probes.toml", registry.load_checks),
        check_table("scoring/standard.toml", standard.load_standard),
        check_table(
            "probes.toml → scoring/standard.toml",
            lambda: standard.bind_standard(standard.load_standard(), registry.load_checks()),
        ),
    )


def run_doctor(data: Path) -> int:
    """Print the report for that data folder; returns 0 where an audit can run, else 2."""
    with contextlib.suppress(fonts.NoFont):  # the font check asks the browser itself what it draws
        fonts.use_chinese_font()
    lines = run_health_checks(data)
    for line in lines:
        print(f"{MARKS[line.ok]} {line.name.zh} {line.name.en if line.name.en != line.name.zh else ''}".rstrip())
        for words in dict.fromkeys((line.text.zh, line.text.en)):
            print(f"    {words}")
        if line.mend:
            print(f"    → {line.mend}")
    able = all(line.ok is not False for line in lines)
    print(
        "可以巡查 · an audit can run" if able else "不能巡查，先处理带 ✗ 的项 · no audit can run: mend what is marked ✗"
    )
    return 0 if able else 2
