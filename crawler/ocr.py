"""Reads the words of pictures, in one worker process so that no crawl waits on it and no picture can harm it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import multiprocessing
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from crawler.dom import ocr_worker
from crawler.dom.ocr_worker import EngineFailed, Size
from crawler.picture import PictureFailed
from crawler.reading_script import settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OcrText:
    """Words of a picture, one line a line; mean confidence of the lines 0-1, None where nothing was read.

    ``tiles`` is how many pieces of it were read, ``whole`` whether they are all, ``seconds`` the worker's CPU time for them.
    """

    text: str
    confidence: float | None
    engine: str
    tiles: int = 1
    whole: bool = True
    seconds: float = 0.0


class OcrFailed(Exception):
    """No answer for this picture: too large, no picture, worker hung or died. The picture counts as unread."""


def available() -> bool:
    """True where the OCR extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def engine() -> str:
    """Name and version of the engine, e.g. ``rapidocr 3.10.0``. Raises OcrFailed where it is not installed."""
    try:
        return f"rapidocr {importlib.metadata.version('rapidocr')}"
    except importlib.metadata.PackageNotFoundError as error:
        raise OcrFailed("the OCR extra is not installed") from error


class Ocr:
    """The worker's owner. Use as an async context manager, or call ``close``.

    Answers and failures are remembered by the picture's bytes as long as it lives (one audit), the last ones of each.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._warm = False
        self._cache: OrderedDict[tuple[str, str], OcrText | str] = OrderedDict()  # a str is why it failed
        self._sizes: OrderedDict[tuple[str, str], Size] = OrderedDict()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Ocr:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def warm(self) -> None:
        """Start the worker, so that the first picture does not wait for its models; one that does not start is that picture's matter."""
        if available() and not self._warm:
            async with self._turn:
                with contextlib.suppress(OcrFailed):
                    await self._ask(_key(b"", engine()), 0.0, ocr_worker.ready)

    async def words(self, image: bytes, most: int = 0) -> OcrText:
        """The words of one picture, at most ``most`` tiles of it (0 = as read.toml says), from memory where it was read before.

        Raises OcrFailed, at once for a picture that failed before.
        """
        table = settings()["ocr"]
        most = min(most or table["tiles"], table["tiles"])
        key = self._checked(image, table)
        known = self._known(key)  # what stands on every page waits for no other picture
        if known is not None:
            return known
        async with self._turn:
            known = self._known(key)
            if known is not None:
                return known
            seconds = table["seconds"] * most
            lines = await self._ask(key, seconds, ocr_worker.read, image, dict(table), most)
            found = OcrText(lines.text, lines.confidence, key[1], lines.tiles, lines.whole, lines.seconds)
            self._remember(key, found)
            return found

    async def size(self, image: bytes) -> Size:
        """A picture's own size in px, as its header says. Raises OcrFailed for what is no picture or too large, at once the next time."""
        table = settings()["ocr"]
        key = self._checked(image, table)
        if key in self._sizes and not isinstance(self._cache.get(key), str):
            return self._sizes[key]
        async with self._turn:
            known = self._cache.get(key)
            if isinstance(known, str):
                raise OcrFailed(known)
            if key not in self._sizes:
                self._sizes[key] = await self._ask(key, table["seconds"], ocr_worker.measure, image, table["pixels"])
                _forget(self._sizes, table["cache"])
            return self._sizes[key]

    def knows(self, image: bytes) -> bool:
        """Whether that picture was read before, or failed."""
        return _key(image, engine()) in self._cache

    async def close(self) -> None:
        """End the worker."""
        pool, self._pool, self._warm = self._pool, None, False
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    def _checked(self, image: bytes, table: dict[str, Any]) -> tuple[str, str]:
        name = engine()
        if not available():
            raise OcrFailed("the OCR extra is not installed")
        if len(image) > table["bytes"]:
            raise OcrFailed(f"{len(image)} bytes are too many")
        return _key(image, name)

    def _known(self, key: tuple[str, str]) -> OcrText | None:
        known = self._cache.get(key)
        if known is None:
            return None
        self._cache.move_to_end(key)
        if isinstance(known, str):
            raise OcrFailed(known)
        return known

    def _remember(self, key: tuple[str, str], found: OcrText | str) -> None:
        self._cache[key] = found
        _forget(self._cache, settings()["ocr"]["cache"])

    async def _ask(self, key: tuple[str, str], seconds: float, what: Callable[..., T], *arguments: object) -> T:
        if self._pool is None:
            memory = int(settings()["ocr"]["memory"])
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawn, initializer=ocr_worker.start, initargs=(memory,))
        seconds += 0 if self._warm else settings()["ocr"]["start_seconds"]
        failed, ended = "", True
        try:
            job = asyncio.get_running_loop().run_in_executor(self._pool, what, *arguments)
            answer = await asyncio.wait_for(job, seconds)
        except TimeoutError:
            failed = "the worker hung and was replaced"
        except BrokenProcessPool:
            failed = "the worker died and was replaced"
        except EngineFailed as error:
            # What a picture left of the worker's memory is not known: the next one gets a new worker.
            failed = f"the engine failed ({error}) and was replaced"
        except PictureFailed as error:
            failed, ended = str(error), False
        if not failed:
            self._warm = True
            return answer
        if ended:
            await self.close()
        self._remember(key, failed)
        raise OcrFailed(failed)


def _key(image: bytes, name: str) -> tuple[str, str]:
    return hashlib.sha256(image).hexdigest(), name


def _forget(known: OrderedDict[tuple[str, str], Any], most: int) -> None:
    if len(known) > most:
        known.popitem(last=False)


def _end(pool: ProcessPoolExecutor) -> None:
    workers = list((pool._processes or {}).values())  # the pool's own shutdown would wait for a hung worker
    for worker in workers:
        worker.kill()
    pool.shutdown(wait=True, cancel_futures=True)
