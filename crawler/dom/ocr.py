"""Read the words in pictures, in processes of their own, so that no crawl is blocked by it and no picture can harm it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.metadata
import importlib.util
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from crawler import child_environment
from crawler.dom import ocr_worker
from crawler.dom.ocr_worker import EngineFailed, PictureSize
from crawler.dom.read_settings import OcrSettings
from crawler.dom.screenshot import PictureFailed
from crawler.dom.snapshot_script import reading_settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OcrText:
    """The words in a picture, one line each; mean confidence of the lines 0-1, None if nothing was read.

    ``tiles``: how many tiles of it were read, ``whole``: whether that is all of them, ``seconds``: the worker's CPU
    time for them.
    """

    text: str
    confidence: float | None
    engine: str
    tiles: int = 1
    whole: bool = True
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """What is remembered of a picture: its own size, and its words if all of it was read."""

    size: PictureSize
    words: OcrText | None = None


class KnownPictures(Protocol):
    """What was read in earlier audits, by key; true if there is anything. Only what was read whole is kept, no failure."""

    def __bool__(self) -> bool: ...

    def find(self, key: str) -> KnownPicture | None: ...

    def keep(self, key: str, reading: KnownPicture) -> None: ...

    def trim(self) -> None: ...


class OcrFailed(Exception):
    """The picture could not be read: too large, not a picture, worker hung or died. It counts as unread."""


def ocr_available() -> bool:
    """Whether the OCR extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def engine_name() -> str:
    """Name and version of the engine, e.g. ``rapidocr 3.10.0``. Raises OcrFailed if it is not installed."""
    try:
        return f"rapidocr {importlib.metadata.version('rapidocr')}"
    except importlib.metadata.PackageNotFoundError as error:
        raise OcrFailed("the OCR extra is not installed") from error


class PictureWorker:
    """One child process that opens pictures, one at a time; one that hangs or dies is replaced."""

    def __init__(self, start: Callable[..., None]) -> None:
        self.turn = asyncio.Lock()
        self.pool: ProcessPoolExecutor | None = None
        self.warm = False
        self._start = start

    async def ask(self, seconds: float, what: Callable[..., T], *arguments: object) -> T:
        """What the child answers within ``seconds``, more if it must be started. Raises OcrFailed."""
        if self.pool is None:
            table = reading_settings().ocr
            self.pool = ProcessPoolExecutor(
                1,
                child_environment.spawn_context(child_environment.ChildKind.PICTURES),
                initializer=self._start,
                initargs=(table.memory, table.rest_seconds),
            )
        seconds += 0 if self.warm else reading_settings().ocr.start_seconds
        try:
            job = asyncio.get_running_loop().run_in_executor(self.pool, what, *arguments)
            answer = await asyncio.wait_for(job, seconds)
        except PictureFailed as error:
            raise OcrFailed(str(error)) from error
        except TimeoutError:
            failed = "the worker hung and was replaced"
        except BrokenProcessPool:
            failed = "the worker died and was replaced"
        except EngineFailed as error:
            # The picture may have corrupted the worker's memory: the next one gets a new worker.
            failed = f"the engine failed ({error}) and was replaced"
        else:
            self.warm = True
            return answer
        await self.end()
        raise OcrFailed(failed)

    async def end(self) -> None:
        """End the child."""
        pool, self.pool, self.warm = self.pool, None, False
        if pool is not None:
            await asyncio.to_thread(_end, pool)


class Ocr:
    """The owner of two worker processes: one reads, the other tells sizes meanwhile. An async context manager, or call ``close``.

    Results and failures are cached by the picture's bytes as long as it lives (one audit), the latest ones of each;
    ``readings`` remembers results for longer.
    """

    def __init__(self, readings: KnownPictures | None = None) -> None:
        self._readings = readings
        self.reader = PictureWorker(ocr_worker.start_reader)
        self.measurer = PictureWorker(ocr_worker.start_measurer)
        self._cache: OrderedDict[tuple[str, str], OcrText | str] = OrderedDict()  # a str is the reason it failed
        self._sizes: OrderedDict[tuple[str, str], PictureSize] = OrderedDict()

    async def __aenter__(self) -> Ocr:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def warm(self) -> None:
        """Start the workers so that the first picture need not wait for models; a failed start is reported with that picture.

        Where pictures are remembered, perhaps none needs them: then the first that is new starts them.
        """
        if not ocr_available() or self._readings:
            return
        for worker in (self.measurer, self.reader):
            if not worker.warm:
                async with worker.turn:
                    with contextlib.suppress(OcrFailed):
                        await worker.ask(0.0, ocr_worker.warm_up)

    async def words(self, image: bytes, most: int = 0) -> OcrText:
        """The words in one picture, from at most ``most`` tiles of it (0 = as in read.toml), cached if so many were read before.

        Raises OcrFailed, at once for a picture that failed before.
        """
        table = reading_settings().ocr
        most = min(most or table.tiles, table.tiles)
        key = self._checked(image, table)
        known = self._known(key)  # a picture on every page need not wait for others
        if known is not None and (known.whole or known.tiles >= most):
            return known
        async with self.reader.turn:
            known = self._known(key)
            if known is not None and (known.whole or known.tiles >= most):
                return known
            seconds = table.seconds * most
            lines = await self._ask(key, self.reader, seconds, ocr_worker.read_words, image, table, most)
            found = OcrText(lines.text, lines.confidence, key[1], lines.tiles, lines.whole, lines.seconds)
            self._remember(key, found)
            self._keep(key)
            return found

    async def size(self, image: bytes) -> PictureSize:
        """A picture's own size in px from its header.

        Raises OcrFailed if it is too large or not a picture, at once the next time.
        """
        table = reading_settings().ocr
        key = self._checked(image, table)
        self._recall(key)
        if key in self._sizes and not isinstance(self._cache.get(key), str):
            return self._sizes[key]
        async with self.measurer.turn:
            known = self._cache.get(key)
            if isinstance(known, str):
                raise OcrFailed(known)
            if key not in self._sizes:
                asked = ocr_worker.measure_picture, image, table.pixels
                self._sizes[key] = await self._ask(key, self.measurer, table.seconds, *asked)
                _forget(self._sizes, table.cache)
                self._keep(key)
            return self._sizes[key]

    def knows(self, image: bytes, tiles: int = 1) -> bool:
        """Whether that picture was read, whole or so many tiles of it, or failed, before."""
        key = _key(image, engine_name())
        self._recall(key)
        known = self._cache.get(key)
        return known is not None and (isinstance(known, str) or known.whole or known.tiles >= tiles)

    async def close(self) -> None:
        """End the workers."""
        await asyncio.gather(self.reader.end(), self.measurer.end())
        if self._readings is not None:
            await asyncio.to_thread(self._readings.trim)

    def _checked(self, image: bytes, table: OcrSettings) -> tuple[str, str]:
        name = engine_name()
        if not ocr_available():
            raise OcrFailed("the OCR extra is not installed")
        if len(image) > table.bytes:
            raise OcrFailed(f"{len(image)} bytes are too many")
        return _key(image, name)

    def _recall(self, key: tuple[str, str]) -> None:
        """Take what an earlier audit read of that picture."""
        if self._readings is None or key in self._cache or key in self._sizes:
            return
        known = self._readings.find(_lasting(key))
        if known is not None:
            self._sizes[key] = known.size
            _forget(self._sizes, reading_settings().ocr.cache)
            if known.words is not None:
                self._remember(key, known.words)

    def _keep(self, key: tuple[str, str]) -> None:
        """Hand on what is known of that picture, for later audits."""
        words, size = self._cache.get(key), self._sizes.get(key)
        if self._readings is None or size is None:
            return
        whole = words if isinstance(words, OcrText) and words.whole else None
        self._readings.keep(_lasting(key), KnownPicture(size, whole))

    def _known(self, key: tuple[str, str]) -> OcrText | None:
        self._recall(key)
        known = self._cache.get(key)
        if known is None:
            return None
        self._cache.move_to_end(key)
        if isinstance(known, str):
            raise OcrFailed(known)
        return known

    def _remember(self, key: tuple[str, str], found: OcrText | str) -> None:
        self._cache[key] = found
        _forget(self._cache, reading_settings().ocr.cache)

    async def _ask(
        self, key: tuple[str, str], worker: PictureWorker, seconds: float, what: Callable[..., T], *arguments: object
    ) -> T:
        try:
            return await worker.ask(seconds, what, *arguments)
        except OcrFailed as fault:
            self._remember(key, str(fault))
            raise


def _key(image: bytes, name: str) -> tuple[str, str]:
    return hashlib.sha256(image).hexdigest(), name


def _lasting(key: tuple[str, str]) -> str:
    """The key for later audits: another engine, or another way to cut and scale a picture, may read it otherwise."""
    table = reading_settings().ocr
    way = (
        table.pixels,
        table.flat,
        table.side,
        table.small,
        table.enlarge,
        table.canvas,
        table.tile,
        table.overlap,
        table.tiles,
    )
    return hashlib.sha256(repr((*key, way)).encode("utf-8")).hexdigest()


def _forget(known: OrderedDict[tuple[str, str], Any], most: int) -> None:
    if len(known) > most:
        known.popitem(last=False)


def _end(pool: ProcessPoolExecutor) -> None:
    workers = list((pool._processes or {}).values())  # the pool's own shutdown would wait for a hung worker
    for worker in workers:
        worker.kill()
    pool.shutdown(wait=True, cancel_futures=True)
