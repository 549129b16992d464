"""Reads the words of pictures, in one worker process so that no crawl waits on it and no picture can harm it."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import importlib.util
import io
import multiprocessing
import os
import signal
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from crawler.picture import PictureFailed, loaded, opened
from crawler.reading_script import settings
from crawler.site import Element
from crawler.vocabulary import Region


@dataclass(frozen=True, slots=True)
class OcrText:
    """Words of a picture, one line a line; mean confidence of the lines 0-1, None where nothing was read."""

    text: str
    confidence: float | None
    engine: str


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
    """The worker's owner. Use as an async context manager, or call ``close``."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._warm = False
        self._cache: OrderedDict[tuple[str, str], OcrText] = OrderedDict()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Ocr:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def words(self, image: bytes) -> OcrText:
        """The words of one picture, from the cache where it was read before. Raises OcrFailed."""
        table = settings()["ocr"]
        name = engine()
        if not available():
            raise OcrFailed("the OCR extra is not installed")
        if len(image) > table["bytes"]:
            raise OcrFailed(f"{len(image)} bytes are too many")
        key = _key(image, name)
        async with self._turn:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            answer = await self._ask(image, table)
            found = OcrText(answer[0], answer[1], name)
            self._cache[key] = found
            if len(self._cache) > table["cache"]:
                self._cache.popitem(last=False)
            return found

    def knows(self, image: bytes) -> bool:
        """Whether that picture was read before."""
        return _key(image, engine()) in self._cache

    async def close(self) -> None:
        """End the worker."""
        pool, self._pool, self._warm = self._pool, None, False
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    async def _ask(self, image: bytes, table: dict[str, Any]) -> tuple[str, float | None]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_start)
        seconds = table["seconds"] + (0 if self._warm else table["start_seconds"])
        try:
            loop = asyncio.get_running_loop()
            job = loop.run_in_executor(self._pool, _read, image, table["pixels"], table["side"])
            answer = await asyncio.wait_for(job, seconds)
        except TimeoutError:
            await self.close()
            raise OcrFailed("the worker hung and was replaced") from None
        except BrokenProcessPool as error:
            await self.close()
            raise OcrFailed("the worker died and was replaced") from error
        except PictureFailed as error:
            raise OcrFailed(str(error)) from error
        self._warm = True
        return answer


def _key(image: bytes, name: str) -> tuple[str, str]:
    return hashlib.sha256(image).hexdigest(), name


def _end(pool: ProcessPoolExecutor) -> None:
    workers = list((pool._processes or {}).values())  # the pool's own shutdown would wait for a hung worker
    for worker in workers:
        worker.kill()
    pool.shutdown(wait=True, cancel_futures=True)


_reader: Any = None


def _start() -> None:
    """Load the models once in the worker: they lie in the package, nothing is fetched. Ctrl-C is the parent's business."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # From 1.29 on the engine calls its maker, past the gate, unless this is set before it is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    _reader = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "critical"})


def _read(data: bytes, pixels: int, side: int) -> tuple[str, float | None]:
    """In the worker: the lines from top to bottom and their mean confidence."""
    with opened(data, pixels) as image:
        picture = loaded(image)
    picture.thumbnail((side, side))
    plain = io.BytesIO()
    picture.save(plain, "PNG")
    found = _reader(plain.getvalue())
    lines = [str(line) for line in found.txts or ()]
    scores = [float(score) for score in found.scores or ()]
    return "\n".join(lines), (sum(scores) / len(scores) if scores else None)


def candidates(elements: Sequence[Element], limit: int = 0) -> tuple[Element, ...]:
    """The pictures worth reading, those without words of their own first, at most ``limit`` (0 = read.toml).

    A picture counts where it is drawn at least 60 px wide (criteria, absence needs OCR of footer images wider than that) and
    stands at the bottom of the page, or where its address, class, link or name speaks of a licence, a complaint or a service.
    """
    table = settings()["ocr"]
    by_id = {element.id: element for element in elements}
    height = max((one.box.y + one.box.h for one in elements if one.seen), default=0.0)
    words = tuple(str(word).casefold() for word in table["words"])
    ranked: list[tuple[bool, bool, int, Element]] = []
    seen: set[tuple[str, float, float]] = set()
    for one in elements:
        picture = one.image or one.tag in ("img", "svg", "canvas", "video", "object", "embed")
        if not picture or not one.seen or one.box.w < table["min_width"] or one.box.h < table["min_height"]:
            continue
        up = by_id.get(one.parent) if one.parent is not None else None
        context = " ".join(
            (one.image, one.classes, one.name, one.href, *((up.href, up.classes, up.name) if up else ()))
        )
        told = any(word in context.casefold() for word in words)
        low = one.region is Region.FOOTER or (height > 0 and one.box.y >= table["footer_share"] * height)
        if not (told or low):
            continue
        key = (one.image, one.box.x, one.box.y)
        if key in seen:
            continue
        seen.add(key)
        ranked.append((bool(one.name or one.own), not (told and low), one.id, one))
    ranked.sort(key=lambda entry: entry[:3])
    return tuple(entry[3] for entry in ranked[: limit or int(table["limit"])])
