"""How large a stored picture is, read from its first bytes and remembered: a name never gets another content."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from crawler.dom.screenshot import PictureFailed, open_picture
from storage.blobs.blob_store import BlobStore
from storage.errors import BlobDamaged, BlobMissing

REMEMBERED = 20_000
_sizes: OrderedDict[str, tuple[int, int]] = OrderedDict()


async def measure_picture(blobs: BlobStore, sha: str) -> tuple[int, int] | None:
    """Width and height in picture px; None where it is not kept or no picture. Raises EvidenceError."""
    if sha not in _sizes:
        size = await asyncio.to_thread(_read_size, blobs, sha)
        if size is None:
            return None
        _sizes[sha] = size
        while len(_sizes) > REMEMBERED:
            _sizes.popitem(last=False)
    return _sizes[sha]


def _read_size(blobs: BlobStore, sha: str) -> tuple[int, int] | None:
    try:
        with open_picture(blobs.read(sha)) as image:
            return image.size
    except (PictureFailed, BlobMissing, BlobDamaged):
        return None
