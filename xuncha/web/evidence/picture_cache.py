"""Pictures for the browser: decoded and encoded anew in a thread, so that no byte of a shop's own reaches anybody, and kept a while."""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict
from collections.abc import Callable

from crawler.dom.screenshot import load_picture, open_picture

QUALITY = 84
AT_ONCE = 2  # decoders: each may hold the pixels of one picture, four bytes each


class PictureCache:
    """JPEGs by the SHA-256 of what they were made of, the latest used, at most ``most`` bytes of them."""

    def __init__(self, most: int, pixels: int) -> None:
        """``pixels``: most of a picture that is decoded."""
        self._most, self._pixels = most, pixels
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._made: dict[str, asyncio.Lock] = {}

    async def fetch_picture(self, sha: str, read: Callable[[str], bytes]) -> bytes:
        """The picture as a JPEG; ``read`` gives the bytes of a name and blocks.

        Raises PictureFailed for what is no picture or has too many pixels, and what ``read`` raises.
        """
        async with self._made.setdefault(sha, asyncio.Lock()):  # who asks for one that is being made waits for it
            try:
                if sha not in self._held:
                    async with self._turns:
                        self._keep(sha, await asyncio.to_thread(encode_anew, sha, read, self._pixels))
                self._held.move_to_end(sha)
                return self._held[sha]
            finally:
                self._made.pop(sha, None)

    def _keep(self, sha: str, data: bytes) -> None:
        self._held[sha] = data
        self._size += len(data)
        while self._size > self._most and len(self._held) > 1:
            self._size -= len(self._held.popitem(last=False)[1])


def encode_anew(sha: str, read: Callable[[str], bytes], pixels: int) -> bytes:
    """A JPEG of the picture of that name, on white. Raises PictureFailed, and what ``read`` raises."""
    with open_picture(read(sha), pixels) as image:
        made = load_picture(image)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
