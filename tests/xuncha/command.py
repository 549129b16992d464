"""The command line as a person runs it, in a process of its own, and a tiny shop on loopback that remembers what was asked of it."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.rules import real_checks
from tests.xuncha.judging.judging_relay import LENDER
from tests.xuncha.warm_commands import run_warm, start_warm

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300.0
MARK = "XUNCHA_TEST_MARK"  # in the environment of all that a command starts, so that what it leaves behind is found
# A shop's one item whose pages are few: found through its probe, for numbers of the standard are data.
ITEM = next(check.counts[0].item for check in real_checks() if check.id == "complaints.complaint_entry")
QUICK = ("--item", ITEM, "--device", "desktop", "--pace", "0", "--no-ocr")
CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line it complained in. Fails where it said more, or showed a traceback."""
        assert "Traceback" not in self.err, self.err
        said = [line for line in self.err.splitlines() if line.startswith("xuncha: ")]
        assert len(said) == 1, self.err
        return said[0]


def command(*words: str, module: str = "xuncha.cli.app") -> list[str]:
    return [sys.executable, "-m", module, *words]


LENT = "tests.xuncha.judging.lent_command"  # the same, where the process that judges is not what is tested


def judging_lender() -> dict[str, str]:
    """What the environment of that says more."""
    return {LENDER: start_warm(USUAL).judging}


def environment(**given: str) -> dict[str, str]:
    """Ours, without what would steer the command, in UTF-8 whatever the machine speaks."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("XUNCHA_") or name == "XUNCHA_OFFLINE"
    }
    if "XUNCHA_CHROMIUM" in os.environ:
        kept["XUNCHA_CHROMIUM"] = os.environ["XUNCHA_CHROMIUM"]
    return {**kept, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **given}


USUAL = environment()  # before any test has changed its own


def xuncha(*words: str, cwd: Path = ROOT, given: Mapping[str, str] | None = None, settled: bool = False) -> Ended:
    """Run to the end; ``given`` joins its environment. Where that is the usual one, it need not load our modules anew.

    ``settled``: nor those of a copy of the program in ``cwd``, whose modules the test leaves as they are.
    """
    around = environment(**(given or {}))
    ran = run_warm(words, around, USUAL, SECONDS, cwd, settled=settled) or subprocess.run(
        command(*words), cwd=cwd, env=around, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip
    return Ended(ran.returncode, ran.stdout, ran.stderr)


class Running:
    """A command that goes on while the test looks at it; its process group is its own, as a shell's foreground job is."""

    def __init__(self, *words: str, mark: str, given: Mapping[str, str] | None = None) -> None:
        self.mark = mark
        self.err = ""
        self._process = subprocess.Popen(
            command(*words, module=LENT), cwd=ROOT, env=environment(**{MARK: mark, **judging_lender(), **(given or {})}),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            start_new_session=True,
        )  # fmt: skip

    def until(self, words: str) -> None:
        """Wait for a line of progress that holds these words."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.err += line
            if words in line:
                return
        raise AssertionError(f"it ended before it said {words!r}: {self.err}")

    def after(self, lines: int) -> None:
        """Wait for so many lines of progress, or for its end."""
        assert self._process.stderr is not None
        for line in itertools.islice(self._process.stderr, lines):
            self.err += line

    def until_runs(self, program: str) -> None:
        """Wait for a process of that name among those it started."""
        deadline = time.monotonic() + SECONDS
        while not any(program in text for text in started_with(self.mark)):
            if time.monotonic() > deadline:
                self._process.kill()
                self._process.communicate()
                raise AssertionError(f"no {program} was started")
            threading.Event().wait(0.01)  # nobody tells us of a process that is not our child

    def signal(self, which: signal.Signals, *, group: bool = False) -> None:
        """``group`` is what Ctrl-C does: everything in the foreground gets it, the browser's driver too."""
        (os.killpg if group else os.kill)(self._process.pid, which)

    def end(self) -> Ended:
        try:
            out, err = self._process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        self.err += err
        return Ended(self._process.returncode, out, self.err)

    def left_behind(self, seconds: float = 10.0) -> list[str]:
        """What it started and what still runs after that time: a browser takes a moment to go."""
        deadline = time.monotonic() + seconds
        while (left := started_with(self.mark)) and time.monotonic() < deadline:
            threading.Event().wait(0.1)  # processes that are not our children cannot be waited for
        return left


def started_with(mark: str) -> list[str]:
    """Command lines of living processes that carry the mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


@dataclass
class Shop:
    """Pages by path. ``asked`` is every path asked for, in order; ``hanging`` ones get no answer until the shop closes."""

    pages: Mapping[str, str]
    hanging: frozenset[str] = frozenset()
    hang_others: bool = False
    kind: str = "text/html; charset=utf-8"
    asked: list[str] = field(default_factory=list)
    waited_for: threading.Event = field(default_factory=threading.Event)  # a hanging page was asked for
    closing: threading.Event = field(default_factory=threading.Event)

    def hangs(self, path: str) -> bool:
        return path in self.hanging or (self.hang_others and path not in self.pages)


FILLER = "栗子里商城销售家居日用、厨房餐具与茶叶干货，所有商品均由平台自营，支持七天无理由退货。" * 12
LINKS = (
    ("帮助中心", "/help"),
    ("客户服务", "/service"),
    ("售后服务", "/after-sales"),
    ("投诉举报", "/complaint"),
    ("隐私政策", "/privacy"),
    ("登录", "/login"),
)


def page(title: str, text: str = FILLER) -> str:
    links = "".join(f'<a style="display:inline-block;margin:8px" href="{href}">{words}</a>' for words, href in LINKS)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        f"<nav>{links}</nav><h1>{title}</h1><p>{text}</p></html>"
    )


def pages(**extra: str) -> dict[str, str]:
    """A small whole shop."""
    form = '<form method="get" action="/complaint"><label>投诉内容 <textarea name="t"></textarea></label><button>提交投诉</button></form>'
    return {
        "/": page("栗子里商城"),
        "/help": page("帮助中心"),
        "/service": page("客户服务", f"在线客服每天服务。投诉电话 400-200-3417。{FILLER}"),
        "/after-sales": page("售后服务"),
        "/complaint": page("投诉举报", f"投诉请在此提交。{form}{FILLER}"),
        "/privacy": page("隐私政策"),
        "/login": page("登录"),
        **{f"/{path}": text for path, text in extra.items()},
    }


@contextlib.contextmanager
def serving(shop: Shop) -> Iterator[str]:
    """The shop's address while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            shop.asked.append(path)
            if shop.hangs(path):
                shop.waited_for.set()
                shop.closing.wait()
                return
            body = shop.pages.get(path)
            self.send_response(404 if body is None else 200)
            data = (body or "<p>404 页面不存在</p>").encode()
            self.send_header("Content-Type", shop.kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with contextlib.suppress(OSError):  # a browser may hang up
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the terminal for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        shop.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
