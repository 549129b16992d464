"""A web archive as a player reads it: what an address answered at a moment, revisits looked up, and a real player to show it with."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

# The player is no package of the project: it and what it needs are under other licences, and it wants versions of its own.
PLAYER = "pywb==2.10.0"
_NEEDED = "setuptools<81"  # which it imports and does not name
READY = "XUNCHA_PLAYER"  # names the Python of an environment that has it
_INSTALL_SECONDS, _START_SECONDS = 300, 60


@dataclass(frozen=True)
class Record:
    """A response or revisit. ``body`` is what lies in it, of a revisit nothing; ``refers`` is address and date of the one with the body."""

    url: str
    date: str
    kind: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    refers: tuple[str, str]
    cut: str

    def header(self, name: str) -> str:
        return next((value for header, value in self.headers if header.lower() == name.lower()), "")


class Archive:
    """All answers of a WACZ file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            warc = archive.read("archive/data.warc.gz")
        self.records = list(_records(warc))

    def revisits(self) -> list[Record]:
        return [record for record in self.records if record.kind == "revisit"]

    def nearest(self, url: str, date: str) -> list[Record]:
        """Of the answers of an address those nearest to a moment, as players choose them; of one moment there may be several."""
        far = {abs(_moment(record.date) - _moment(date)) for record in self.records if record.url == url}
        return [
            record
            for record in self.records
            if record.url == url and abs(_moment(record.date) - _moment(date)) == min(far)
        ]

    def shown(self, record: Record) -> bytes:
        """The body that a player shows under the record's own head. Raises LookupError where it finds none that has the digest."""
        if record.kind == "response":
            return record.body
        for kept in self.records:
            if (kept.url, kept.date, kept.kind) == (*record.refers, "response") and kept.digest == record.digest:
                assert kept.digest == digest(kept.body)
                return kept.body
        raise LookupError(f"{record.url} {record.date} refers to what is not there: {record.refers}")


def _records(warc: bytes) -> Iterator[Record]:
    for record in ArchiveIterator(io.BytesIO(warc)):
        if record.rec_type in ("response", "revisit"):
            head: Any = record.rec_headers
            yield Record(
                head["WARC-Target-URI"], head["WARC-Date"], record.rec_type, record.http_headers.get_statuscode(),
                tuple(record.http_headers.headers), record.content_stream().read(), head["WARC-Payload-Digest"] or "",
                (head["WARC-Refers-To-Target-URI"] or "", head["WARC-Refers-To-Date"] or ""), head["WARC-Truncated"] or "",
            )  # fmt: skip


def digest(data: bytes) -> str:
    """As WARC-Payload-Digest spells it."""
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")


def _moment(date: str) -> int:
    """A WARC-Date with three digits behind the second, as a number that grows with time (not evenly)."""
    return int("".join(filter(str.isdigit, date)).ljust(17, "0"))


class NoPlayer(Exception):
    """There is no player to be had here; says why."""


def player(folder: Path) -> Path:
    """The Python of an environment that has the player; one is made in ``folder`` where none is named. Raises NoPlayer."""
    if os.environ.get(READY):
        return Path(os.environ[READY])
    if find_spec("pywb") is not None:
        return Path(sys.executable)
    if os.environ.get("XUNCHA_OFFLINE"):
        raise NoPlayer(f"XUNCHA_OFFLINE is set, and {READY} names no environment with {PLAYER}")
    python = folder / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PLAYER, _NEEDED],
        [str(python), "-c", "import pywb.apps.cli, pywb.manager.manager"],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise NoPlayer(f"{PLAYER} could not be installed: {fault}") from fault
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
            raise NoPlayer(f"{PLAYER} could not be installed: {said[-1]}")
    return python


@contextmanager
def playing(python: Path, data: bytes, folder: Path) -> Iterator[str]:
    """The archive played by the player's own server on loopback; gives the address before ``<14 digits>mp_/<address>``."""
    archive, indexes = folder / "collections" / "shop" / "archive", folder / "collections" / "shop" / "indexes"
    archive.mkdir(parents=True)
    indexes.mkdir()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        (archive / "data.warc.gz").write_bytes(packed.read("archive/data.warc.gz"))
    # The page alone: no frame round it, no line above it.
    (folder / "config.yaml").write_text('framed_replay: false\nenable_banner: false\nbanner_html: ""\n')
    manage = [str(python), "-m", "pywb.manager.manager", "reindex", "shop"]
    subprocess.run(manage, cwd=folder, capture_output=True, check=True, timeout=_START_SECONDS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = [str(python), "-c", "from pywb.apps.cli import wayback; wayback()", "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log, subprocess.Popen(start, cwd=folder, stdout=log, stderr=log) as server:
        try:
            _answering(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/shop/"
        finally:
            server.terminate()


def _answering(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until it answers. Raises TimeoutError, RuntimeError where it has ended."""
    end = time.monotonic() + _START_SECONDS
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end:
                raise TimeoutError("the player does not answer") from None
            time.sleep(0.1)
    raise RuntimeError(f"the player ended with {server.returncode}")
