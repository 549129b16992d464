"""Says what this machine has and lacks, and whether an audit can run on it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import platform
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler import chromium
from crawler.gate import Gate
from probes import registry
from probes.finding import Text
from scoring import standard
from storage.blobs import open_blobs
from storage.errors import StorageError
from storage.session import open_store
from xuncha import fonts
from xuncha.faults import told
from xuncha.stores import DATABASE, EVIDENCE

OLDEST = (3, 11)
LOW_DISK_BYTES = 1_000_000_000
LAUNCH_SECONDS = 60.0
GLYPH_PX = 20
MARKS = {True: "✓", None: "!", False: "✗"}
SETUP = "./do doctor"  # sets up what is missing before it reports
# A glyph of a Chinese font is as wide as the font size; the box drawn in place of a missing one is narrower.
MEASURE_GLYPH = """size => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${size}px sans-serif`;
    return pen.measureText("营").width;
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked for. ``ok``: True = as it should be; None = an audit runs without it, but worse; False = none can run.

    ``mend`` is the command or step that mends it, empty where nothing needs mending.
    """

    name: Text
    ok: bool | None
    text: Text
    mend: str = ""


def _same(words: str) -> Text:
    return Text(words, words)


def python() -> Line:
    """The Python that runs this."""
    ok = sys.version_info[:2] >= OLDEST
    words = _same(f"{platform.python_version()} ({sys.executable})")
    return Line(_same("Python"), ok, words, "" if ok else "apt-get install python3 python3-venv")


def eyes() -> tuple[Line, ...]:
    """Browser, sandbox and font, told by starting the browser and drawing a glyph with it. Not to be called in an event loop."""
    name = Text("浏览器", "browser")
    try:
        found = chromium.find()
        version = found.version()
    except chromium.NoBrowser as fault:
        return (Line(name, False, Text(f"找不到可用的 Chromium：{fault}", str(fault)), SETUP),)
    try:
        width = asyncio.run(asyncio.wait_for(glyph_width(found), LAUNCH_SECONDS))
    except (PlaywrightError, TimeoutError) as fault:
        why = (str(fault).strip() or f"no answer in {LAUNCH_SECONDS:.0f} s").splitlines()[0]
        return (Line(name, False, Text(f"{found.path} 启动失败：{why}", f"{found.path} does not start: {why}"), SETUP),)
    kind = "headless shell" if found.headless_shell else "full"
    browser = Line(name, True, _same(f"Chromium {version}, {kind} ({found.path})"))
    return browser, sandbox(found), font(width)


async def glyph_width(found: chromium.Executable) -> float:
    """The width of 营 in px as this browser draws it at GLYPH_PX. Raises playwright's Error where it does not start."""
    async with Gate() as gate, async_playwright() as playwright:
        browser = await chromium.launch(playwright, found, gate)
        try:
            page = await browser.new_page()
            return float(await page.evaluate(MEASURE_GLYPH, GLYPH_PX))
        finally:
            await browser.close()


def sandbox(found: chromium.Executable) -> Line:
    """Whether Chromium's own sandbox is on. Ask after a launch: only that shows what the system allows."""
    state = chromium.sandbox_state(found)
    text = Text(f"{'已启用' if state.on else '未启用'}：{state.why}", f"{'on' if state.on else 'off'}: {state.why}")
    return Line(
        Text("沙箱", "sandbox"), True if state.on else None, text, "" if state.on else "run as an ordinary user"
    )


def font(width: float) -> Line:
    """Whether the browser draws Chinese; ``width`` is that of 营 in px at GLYPH_PX."""
    name = Text("中文字体", "Chinese font")
    if round(width) != GLYPH_PX:
        text = Text(
            "中文会被画成方框，截图与图片文字不可用", "Chinese is drawn as boxes: pictures of pages would show nothing"
        )
        return Line(name, False, text, "apt-get install fontconfig fonts-noto-cjk")
    family = fonts.installed()
    return Line(name, True, _same(family) if family else Text("随包附带的字体", "the packaged one"))


def ocr() -> Line:
    """Whether text in pictures can be read."""
    name = Text("图片文字识别", "OCR")
    try:
        importlib.import_module("onnxruntime")
        importlib.import_module("rapidocr")
    except ImportError as fault:
        text = Text(f"不可用，图片上的文字只能待人工确认：{fault}", f"missing, words in pictures stay unread: {fault}")
        return Line(name, None, text, SETUP)
    return Line(name, True, _same("rapidocr"))


def data_folder(data: Path) -> Line:
    """Whether evidence can be written to ``data``, and how much room there is. Makes the folder where it is missing."""
    name = Text("数据文件夹", "data folder")
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"\0")
        free = shutil.disk_usage(data).free
    except OSError as fault:
        why = fault.strerror or str(fault)
        return Line(
            name, False, Text(f"{data} 不可写：{why}", f"{data} cannot be written: {why}"), "xuncha … --data DIR"
        )
    text = Text(f"{data}（剩余 {free / 1e9:.1f} GB）", f"{data} ({free / 1e9:.1f} GB free)")
    low = free < LOW_DISK_BYTES
    return Line(name, None if low else True, text, "make room on the disk" if low else "")


def database(data: Path) -> Line:
    """Whether the database opens, is brought to today's tables, and lets itself be written. Not to be called in an event loop."""
    name = Text("数据库", "database")
    try:
        address = asyncio.run(_write_nothing(data))
    except StorageError as fault:
        return Line(name, False, Text(f"不可用：{fault}", str(fault)), f"correct or unset {DATABASE}, or --data DIR")
    return Line(name, True, _same(address))


async def _write_nothing(data: Path) -> str:
    async with open_store(data, os.environ.get(DATABASE)) as store:
        async with store.writing():
            pass  # opening the transaction takes the right to write, which is all that is asked
        return store.database


def evidence(data: Path) -> Line:
    """Whether evidence can be kept where the environment says, shown by keeping some and taking it away again."""
    name = Text("证据存储", "evidence")
    try:
        blobs = open_blobs(data, os.environ.get(EVIDENCE))
        sha = blobs.write(secrets.token_bytes(32))
        blobs.read(sha)
        with contextlib.suppress(StorageError):  # a store from which nothing may be removed is a good one
            blobs.remove([sha])
    except StorageError as fault:
        return Line(name, False, told(fault), f"correct or unset {EVIDENCE}")
    return Line(name, True, _same(blobs.where))


def table(file: str, load: Callable[[], object]) -> Line:
    """Whether one of the two TOML tables loads; its own message says what is wrong with it."""
    name = _same(file)
    try:
        load()
    except (ValueError, OSError) as fault:
        return Line(name, False, _same(str(fault)), f"mend {file}")
    return Line(name, True, Text("可用", "loads"))


def report(data: Path) -> tuple[Line, ...]:
    """Everything an audit rests on, looked at for real. Not to be called in an event loop."""
    return (
        python(),
        *eyes(),
        ocr(),
        data_folder(data),
        database(data),
        evidence(data),
        table("probes.toml", registry.load),
        table("scoring/standard.toml", standard.load),
        table("probes.toml → scoring/standard.toml", lambda: standard.bind(standard.load(), registry.load())),
    )


def run(data: Path) -> int:
    """Print the report for the folder that audits are kept in; 0 where an audit can run, else 2."""
    with contextlib.suppress(fonts.NoFont):  # the browser itself is asked below what it draws
        fonts.use()
    lines = report(data)
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
