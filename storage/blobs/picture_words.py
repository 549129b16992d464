"""Words read in pictures, remembered for later audits: reading one costs more than all else that is done with it.

A file a picture, in the data folder beside the evidence: ``pictures-read/ab/<key>.json``. It is no evidence: what was read
stands in each view, and a file that is lost or broken is a picture that is read again. Safe for several processes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from crawler.dom.ocr import KnownPicture, OcrText
from crawler.dom.ocr_worker import PictureSize
from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting

FOLDER = "pictures-read"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptPictures:
    """How much is remembered. A picture counts as used when it is met again."""

    pictures: Annotated[int, Setting("at most; those unused for longest go first")]
    days: Annotated[int, Setting("after which an unused one goes", "days")]


@dataclass(frozen=True, slots=True)
class PictureWordsSettings:
    """The file picture_words.toml."""

    kept: KeptPictures


FILE = SettingsFile("storage.blobs", "picture_words.toml", PictureWordsSettings)


class PictureWords:
    """Implements ``crawler.dom.ocr.KnownPictures`` in a folder. A folder that cannot be read or written remembers nothing."""

    def __init__(self, data: Path, kept: KeptPictures | None = None) -> None:
        self._folder = data / FOLDER
        self._kept = kept or FILE.load().kept
        self._wrote = False

    def __bool__(self) -> bool:
        """Whether anything is remembered."""
        try:
            return any(path.is_dir() for path in self._folder.iterdir())
        except OSError:
            return False

    def find(self, key: str) -> KnownPicture | None:
        """What was read under that key (hexadecimal letters and digits); None if nothing was."""
        path = self._path(key)
        try:
            told = json.loads(path.read_bytes())
            os.utime(path)
            size, words = told["size"], told["words"]
            return KnownPicture(PictureSize(**size), None if words is None else OcrText(**words))
        except (OSError, ValueError, TypeError, KeyError):  # not there, or not whole
            return None

    def keep(self, key: str, reading: KnownPicture) -> None:
        """Remember it, replacing what was there."""
        path = self._path(key)
        half = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(json.dumps(asdict(reading), ensure_ascii=False).encode("utf-8"))
            half.replace(path)
        except OSError as fault:
            log.warning("words of a picture are not remembered: %s", fault.strerror or fault)
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
            return
        self._wrote = True

    def trim(self) -> None:
        """Forget what is beyond the limits, after something was added."""
        if not self._wrote:
            return
        self._wrote = False
        used: list[tuple[float, str]] = []
        with contextlib.suppress(OSError):  # another process trims it too
            for shelf in self._folder.iterdir():
                used += [(entry.stat().st_mtime, entry.path) for entry in os.scandir(shelf)]
        used.sort(reverse=True)
        oldest = time.time() - self._kept.days * 86_400
        for place, (at, path) in enumerate(used):
            if place >= self._kept.pictures or at < oldest:
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def _path(self, key: str) -> Path:
        if not (key.isascii() and key.isalnum()):
            raise ValueError(f"no key: {key!r}")
        return self._folder / key[:2] / f"{key}.json"
