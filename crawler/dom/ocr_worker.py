"""The child processes that open pictures, in limited memory: one tells sizes, one cuts pictures into tiles and reads words in them."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from crawler.dom.read_settings import OcrSettings
from crawler.dom.screenshot import load_picture, open_picture

_reader: Any = None
_asked = threading.Event()  # set where a picture begins and ends


class EngineFailed(Exception):
    """The engine gave up on a picture, or ran out of memory: the worker must be replaced."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """A picture's own size in px, from its header."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class OcrLines:
    """What was read: the lines, mean confidence 0-1 (None = no line), how many of the tiles, in how many CPU seconds.

    ``tiles`` is 0 for a picture of one flat colour, which the engine was not asked to read.
    """

    text: str
    confidence: float | None
    tiles: int
    whole: bool
    seconds: float


def start_reader(memory: int, rest: float) -> None:
    """Load the models once, from the package: nothing is fetched. ``memory`` limits the bytes of data the process may have.

    After ``rest`` seconds without a picture freed memory goes back to the system: a large picture needs several times
    what the models do, and the next one may be long in coming. Ctrl-C is left to the parent.
    """
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # From 1.29 on the engine phones home, past the proxy, unless this is set before it is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    _limit(memory)
    from rapidocr import RapidOCR

    _reader = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "critical"})
    # malloc_trim(3) of the GNU C library; others give memory back by themselves or not at all.
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if give_back is not None:
        threading.Thread(target=_stand_by, args=(rest, give_back), name="freed memory", daemon=True).start()


def start_measurer(memory: int, _rest: float) -> None:
    """Begin to tell sizes of pictures: no models. ``memory`` limits the bytes of data the process may have."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(memory)


def _stand_by(rest: float, give_back: Callable[[int], int]) -> None:
    while _asked.wait():
        _asked.clear()
        while _asked.wait(rest):
            _asked.clear()
        give_back(0)


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # no such limits on this system; the parent's time limit stands
    # Data, not address space: the engine maps its library and models and never uses most of them.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def warm_up() -> None:
    """Does nothing: a worker that answers has loaded what it needs."""


def measure_picture(data: bytes, pixels: int) -> PictureSize:
    """A picture's size. Raises PictureFailed if it is not a picture or has more than ``pixels``."""
    with open_picture(data, pixels) as image:
        return PictureSize(image.width, image.height)


def read_words(data: bytes, table: OcrSettings, most: int) -> OcrLines:
    """The lines of a picture from top to bottom, at most ``most`` tiles of it. ``table`` is ``[ocr]`` of read.toml.

    Raises PictureFailed, EngineFailed.
    """
    began = time.process_time()
    _asked.set()
    try:
        with open_picture(data, table.pixels) as image:
            picture = load_picture(image)
        if is_flat(picture, table.flat):
            return OcrLines("", None, 0, True, time.process_time() - began)
        picture = _sized(picture, table)
        places = split_tiles(picture.height, table.tile, table.overlap)
        lines: list[tuple[str, float]] = []
        for top, bottom in places[:most]:
            lines += _tile(picture, top, bottom, table)
    except MemoryError as error:
        raise EngineFailed("MemoryError") from error
    finally:
        _asked.set()
    scores = [score for _, score in lines]
    return OcrLines(
        "\n".join(text for text, _ in lines),
        sum(scores) / len(scores) if scores else None,
        min(most, len(places)),
        most >= len(places),
        time.process_time() - began,
    )


def is_flat(picture: Image.Image, tolerance: int) -> bool:
    """Whether no two pixels differ by more than ``tolerance`` in any channel: nothing is drawn there."""
    extremes = picture.getextrema()
    return all(isinstance(pair, tuple) and pair[1] - pair[0] <= tolerance for pair in extremes)


def split_tiles(height: int, tile: int, overlap: int) -> tuple[tuple[int, int], ...]:
    """Top and bottom of each tile in which a picture of that height is read, neighbours overlapping by ``overlap`` px."""
    if height <= tile + overlap:
        return ((0, height),)
    tops = range(0, height - overlap, tile - overlap)
    return tuple((top, min(height, top + tile)) for top in tops)


def tile_count(size: PictureSize, table: OcrSettings) -> int:
    """How many tiles a picture of that size is read in, up to the limit."""
    height = round(size.height * _scale(size.width, size.height, table))
    return min(len(split_tiles(height, table.tile, table.overlap)), int(table.tiles))


def _scale(width: int, height: int, table: OcrSettings) -> float:
    """The scale at which it is read: at most ``side`` px wide; small pictures enlarged, since the engine misses tiny words."""
    if max(width, height) <= table.small:
        return float(table.enlarge)
    return float(min(1.0, table.side / width))


def _sized(picture: Image.Image, table: OcrSettings) -> Image.Image:
    scale = _scale(picture.width, picture.height, table)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _tile(picture: Image.Image, top: int, bottom: int, table: OcrSettings) -> list[tuple[str, float]]:
    """The lines whose middle is nearer to this tile's than to its neighbours': overlapping lines are reported once."""
    piece = picture.crop((0, top, picture.width, bottom))
    least = int(table.canvas)
    if piece.width < least or piece.height < least:
        # The engine enlarges until the shorter side has this many px: a strip would grow to hundreds of megabytes.
        ground = Image.new("RGB", (max(least, piece.width), max(least, piece.height)), picture.getpixel((0, 0)))
        ground.paste(piece, (0, 0))
        piece = ground
    half = table.overlap / 2
    low = 0.0 if top == 0 else top + half
    high = float("inf") if bottom == picture.height else bottom - half
    found = _ask(piece)
    boxes = found.boxes if found.boxes is not None else ()
    lines = []
    for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=True):
        middle = top + (float(min(point[1] for point in box)) + float(max(point[1] for point in box))) / 2
        if low <= middle < high:
            lines.append((str(text), float(score)))
    return lines


def _ask(piece: Image.Image) -> Any:
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
