"""The child's half of reading words in pictures: every picture is opened, cut into tiles and read here, within a limit of memory."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from PIL import Image

from crawler.picture import loaded, opened

_reader: Any = None


class EngineFailed(Exception):
    """The engine gave up on a picture, or its memory was spent: the worker must be replaced."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's own size in px, as its header has it."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read: one line a line, mean confidence 0-1 (None = no line), how many of the tiles, in how many CPU seconds.

    ``tiles`` is 0 for a picture of one flat colour, on which the engine was not asked.
    """

    text: str
    confidence: float | None
    tiles: int
    whole: bool
    seconds: float


def start(memory: int) -> None:
    """Load the models once: they lie in the package, nothing is fetched. ``memory`` limits the bytes of data the process may have.

    Ctrl-C is the parent's business.
    """
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # From 1.29 on the engine calls its maker, past the gate, unless this is set before it is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    _limit(memory)
    from rapidocr import RapidOCR

    _reader = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "critical"})


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # no such limits on this system; the parent's time limit stands
    # Data and not address space: the engine maps its library and models without ever using most of it.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def ready() -> None:
    """Nothing: a worker that answers has loaded its models."""


def measure(data: bytes, pixels: int) -> Size:
    """A picture's size. Raises PictureFailed for what is no picture or has more than ``pixels``."""
    with opened(data, pixels) as image:
        return Size(image.width, image.height)


def read(data: bytes, table: dict[str, Any], most: int) -> Lines:
    """The lines of a picture from top to bottom, at most ``most`` tiles of it. ``table`` is ``[ocr]`` of read.toml.

    Raises PictureFailed, EngineFailed.
    """
    began = time.process_time()
    try:
        with opened(data, table["pixels"]) as image:
            picture = loaded(image)
        if flat(picture, table["flat"]):
            return Lines("", None, 0, True, time.process_time() - began)
        picture = _sized(picture, table)
        places = tiles(picture.height, table["tile"], table["overlap"])
        lines: list[tuple[str, float]] = []
        for top, bottom in places[:most]:
            lines += _tile(picture, top, bottom, table)
    except MemoryError as error:
        raise EngineFailed("MemoryError") from error
    scores = [score for _, score in lines]
    return Lines(
        "\n".join(text for text, _ in lines),
        sum(scores) / len(scores) if scores else None,
        min(most, len(places)),
        most >= len(places),
        time.process_time() - began,
    )


def flat(picture: Image.Image, tolerance: int) -> bool:
    """Whether no pixel differs from another by more than ``tolerance`` in any channel: nothing is drawn there."""
    extremes = picture.getextrema()
    return all(isinstance(pair, tuple) and pair[1] - pair[0] <= tolerance for pair in extremes)


def tiles(height: int, tile: int, overlap: int) -> tuple[tuple[int, int], ...]:
    """Tops and bottoms of the tiles that a picture of that height is read in, neighbours sharing ``overlap`` px."""
    if height <= tile + overlap:
        return ((0, height),)
    tops = range(0, height - overlap, tile - overlap)
    return tuple((top, min(height, top + tile)) for top in tops)


def tile_count(size: Size, table: dict[str, Any]) -> int:
    """How many tiles a picture of that size is read in, as many as there may be at most."""
    height = round(size.height * _scale(size.width, size.height, table))
    return min(len(tiles(height, table["tile"], table["overlap"])), int(table["tiles"]))


def _scale(width: int, height: int, table: dict[str, Any]) -> float:
    """At most ``side`` px wide; small pictures enlarged, for the engine misses words of a few pixels."""
    if max(width, height) <= table["small"]:
        return float(table["enlarge"])
    return float(min(1.0, table["side"] / width))


def _sized(picture: Image.Image, table: dict[str, Any]) -> Image.Image:
    scale = _scale(picture.width, picture.height, table)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _tile(picture: Image.Image, top: int, bottom: int, table: dict[str, Any]) -> list[tuple[str, float]]:
    """The lines whose middle lies nearer to this tile's than to its neighbours': what two tiles share is said once."""
    piece = picture.crop((0, top, picture.width, bottom))
    least = int(table["canvas"])
    if piece.width < least or piece.height < least:
        # The engine enlarges until the shorter side has that many px: a strip would become hundreds of megabytes.
        ground = Image.new("RGB", (max(least, piece.width), max(least, piece.height)), picture.getpixel((0, 0)))
        ground.paste(piece, (0, 0))
        piece = ground
    half = table["overlap"] / 2
    low = 0.0 if top == 0 else top + half
    high = float("inf") if bottom == picture.height else bottom - half
    found = _asked(piece)
    boxes = found.boxes if found.boxes is not None else ()
    lines = []
    for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=True):
        middle = top + (float(min(point[1] for point in box)) + float(max(point[1] for point in box))) / 2
        if low <= middle < high:
            lines.append((str(text), float(score)))
    return lines


def _asked(piece: Image.Image) -> Any:
    import cv2
    from rapidocr.ch_ppocr_det.utils import ResizeImgError as NoRoom
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.load_image import LoadImageError
    from rapidocr.utils.process_img import ResizeImgError

    known = (
        NoRoom,
        ONNXRuntimeError,
        RapidOCRError,
        LoadImageError,
        ResizeImgError,
        cv2.error,
        RuntimeError,
        ValueError,
    )
    try:
        return _reader(piece)
    except known as error:
        raise EngineFailed(type(error).__name__) from None
