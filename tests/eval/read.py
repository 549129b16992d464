"""Looks at the labelled pages as the product looks: served on loopback, opened, scrolled, read, their pictures read by OCR.

The web stays out: every name but loopback has no address. What was frozen is kept in a folder, so that judging can be run again
without looking; a page that changed, or sources of looking that did, are looked at again.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import json
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import crawler
from crawler.browser import launch
from crawler.browser.engine import Engine
from crawler.dom.ocr import Ocr, ocr_available
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.plan import Plan, Want
from crawler.politeness import LocalRateLimit, user_agent
from crawler.session.device_tour import DeviceTour
from crawler.site import Fetch, Gap, Platform, Timing, View
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, Role
from storage.db.codec import decode_record, encode_record
from tests.eval.table import CORPUS

AT_ONCE = 2
PAGE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One line of the manifest. ``wants`` are the roles to be looked for from this page, itself the home page."""

    id: str
    kind: str
    path: str
    folder: Path
    labels: dict[str, Any]
    wants: tuple[Role, ...] = (Role.HOME,)

    @property
    def file(self) -> Path:
        return self.folder / self.path.lstrip("/")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was frozen: its view, or why there is none."""

    views: tuple[View, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(slots=True)
class _Hold:
    """A keep port that stores nothing."""

    count: int = field(default=0)

    async def blob(self, data: bytes, media: str) -> str:
        return hashlib.sha256(data).hexdigest()

    async def view(self, view: View) -> None:
        self.count += 1

    async def gap(self, gap: Gap) -> None:
        self.count += 1

    async def fetch(self, fetch: Fetch) -> None:
        self.count += 1

    async def timing(self, timing: Timing) -> None:
        self.count += 1


def pages(corpus: Path = CORPUS) -> tuple[LabelledPage, ...]:
    """Every labelled page, in the manifest's order."""
    lines = (corpus / "manifest.jsonl").read_text("utf-8").splitlines()
    return tuple(
        LabelledPage(raw["id"], raw["kind"], raw["path"], corpus / "pages" / raw["id"], raw["labels"])
        for raw in map(json.loads, filter(None, lines))
    )


def corpus_hash(corpus: Path = CORPUS) -> str:
    """SHA-256 over the manifest and every labelled document, by name and content."""
    digest = hashlib.sha256((corpus / "manifest.jsonl").read_bytes())
    for page in pages(corpus):
        digest.update(page.id.encode() + b"\0" + hashlib.sha256(page.file.read_bytes()).digest())
    return digest.hexdigest()


def look(
    corpus: Path, cache: Path, stale: bool, say: Callable[[str], None], only: Collection[str] = ()
) -> dict[str, Seen]:
    """What every page (or ``only`` those) showed, by id. ``stale`` takes kept pages however looking has changed since.

    Raises NoBrowser.
    """
    return look_at([page for page in pages(corpus) if not only or page.id in only], cache, stale, say)


def look_at(wanted: Sequence[LabelledPage], cache: Path, stale: bool, say: Callable[[str], None]) -> dict[str, Seen]:
    """What each of these pages showed, by id, as ``look``. Raises NoBrowser."""
    cache.mkdir(parents=True, exist_ok=True)
    eyes = _eyes()
    known: dict[str, Seen] = {}
    left: list[tuple[LabelledPage, Path]] = []
    for page in wanted:
        further = " ".join(page.wants[1:]).encode()
        made = hashlib.sha256(page.file.read_bytes() + further).hexdigest()[:12]
        kept = cache / f"{page.id}.{made}.{eyes}.seen"
        old = next(iter(sorted(cache.glob(f"{page.id}.{made}.*.seen"))), None) if stale else None
        found = kept if kept.is_file() else old
        if found is not None:
            known[page.id] = decode_record(Seen, found.read_bytes())
        else:
            left.append((page, kept))
    if left:
        asyncio.run(_look(left, known, say))
    return {page.id: known[page.id] for page in wanted}


def _eyes() -> str:
    """A short name of the sources that look."""
    room = Path(crawler.__file__ or "").parent
    digest = hashlib.sha256()
    for file in sorted(room.rglob("*")):
        if file.suffix in (".py", ".toml", ".js"):
            digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


async def _look(left: list[tuple[LabelledPage, Path]], known: dict[str, Seen], say: Callable[[str], None]) -> None:
    todo = list(reversed(left))
    async with (
        Gate(allow_private=True, resolve=_nowhere) as gate,
        Engine(launch.find_chromium(), gate) as engine,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, engine.version)) as fetcher,
    ):
        ocr = Ocr() if ocr_available() else None

        async def worker() -> None:
            while todo:
                page, kept = todo.pop()
                seen = await _page(page, engine, fetcher, ocr)
                if seen.views:  # what this machine was too busy to show is looked at again next time
                    await asyncio.to_thread(_freeze, kept, seen)
                known[page.id] = seen
                say(f"looked at {page.id} ({len(left) - len(todo)} of {len(left)})")

        try:
            await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        finally:
            if ocr is not None:
                await ocr.close()


def _freeze(kept: Path, seen: Seen) -> None:
    for old in kept.parent.glob(f"{kept.name.partition('.')[0]}.*.seen"):
        old.unlink()
    kept.write_bytes(encode_record(seen))


async def _page(page: LabelledPage, engine: Engine, fetcher: Fetcher, ocr: Ocr | None) -> Seen:
    wants = frozenset(Want(role, LANDED, Device.DESKTOP) for role in page.wants)
    with serving(page.folder) as origin:
        trip = CrawlState(
            platform=Platform(origin + quote(page.path)),
            plan=Plan(wants, devices=(Device.DESKTOP,), pace=0, allow_private=True),
            keep=_Hold(),
            engine=engine,
            fetcher=fetcher,
            pace=LocalRateLimit(0),
            ocr=ocr,
            deadline=time.monotonic() + PAGE_SECONDS * len(page.wants),
        )
        await DeviceTour(trip, Device.DESKTOP).run()
    return Seen(tuple(trip.views), tuple(trip.gaps))


async def _nowhere(host: str, port: int) -> list[str]:
    raise OSError(f"no name is looked up here: {host}")


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    # The pages are UTF-8 whatever their own words say.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".html": "text/html; charset=utf-8"}

    def list_directory(self, path: object) -> None:
        """A shop lists no folder: a link to one leads nowhere here."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the terminal for the figures."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on 127.0.0.1; gives the origin without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
