"""archive.wacz: all network traffic of a visit, for any WACZ player. Equal facts give equal bytes.

A WACZ 1.1.1 container: pages/, indexes/, archive/, and datapackage.json with the hash of each; its dates are fixed.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.politeness import VERSION
from xuncha.pack.archive import warc
from xuncha.pack.archive.wacz_index import DATA, index_archive
from xuncha.pack.parts import PackFacts, PackPart

NAME = "archive.wacz"
_DATE = (1980, 1, 1, 0, 0, 0)
_FORMAT = "1.1.1"  # of WACZ


def _unmasked(sha: str) -> int:
    """Count no masked places."""
    return 0


def make_web_archive(facts: PackFacts, masked: Callable[[str], int] = _unmasked) -> Iterator[PackPart]:
    """The one part. ``masked`` gives the number of masked places of the blob of that SHA-256.

    Raises ValueError where a record is damaged. A visit that sent no request has an archive too: what is known of the
    hosts, and no page.
    """
    with TemporaryDirectory(prefix="xuncha-archive-") as name:
        folder = Path(name)
        with (folder / "data.warc.gz").open("wb") as out:
            pages = warc.write_warc(facts, out, masked)
        with (folder / "pages.jsonl").open("w", encoding="ascii") as listed:
            listed.writelines(_listed(pages))
        _contained(folder, folder / NAME, facts)
        data = (folder / NAME).read_bytes()
    yield PackPart(NAME, data)


def _listed(pages: Iterable[Any]) -> Iterator[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}) + "\n"
    for page in pages:
        told = {"id": page.id, "url": page.url, "ts": page.at, "title": page.title, "text": page.text}
        # Page texts may hold lone surrogates, which not every reader accepts.
        whole = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in told.items()}
        yield json.dumps(whole) + "\n"


def _contained(folder: Path, to: Path, facts: PackFacts) -> None:
    """Zip the archive's files with their hashes; ``created`` is the time the pack is made."""
    index = index_archive(folder / "data.warc.gz")
    (folder / DATA).write_bytes(index.data)
    (folder / "index.idx").write_text(index.blocks, "ascii")
    with zipfile.ZipFile(to, "w") as container:
        resources = [
            _added(container, folder / name.rpartition("/")[2], name)
            for name in ("pages/pages.jsonl", f"indexes/{DATA}", "indexes/index.idx", "archive/data.warc.gz")
        ]
        described = json.dumps(
            {
                "profile": "data-package",
                "resources": resources,
                "title": f"Xuncha {facts.audit.id}",
                "created": facts.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "wacz_version": _FORMAT,
                "software": f"Xuncha/{VERSION}",
            },
            indent=2,
        ).encode("ascii")
        digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(described).hexdigest()}
        container.writestr(_entry("datapackage.json", zipfile.ZIP_DEFLATED), described)
        container.writestr(_entry("datapackage-digest.json", zipfile.ZIP_DEFLATED), json.dumps(digest, indent=2))


def _added(container: zipfile.ZipFile, file: Path, name: str) -> dict[str, str | int]:
    """Add a file to the container under that name, and return its entry of datapackage.json."""
    # Players read the others by offset, so they are stored uncompressed; the list of blocks is small and read whole.
    entry = _entry(name, zipfile.ZIP_DEFLATED if name.endswith(".idx") else zipfile.ZIP_STORED)
    sha, entry.file_size = hashlib.sha256(), file.stat().st_size
    with file.open("rb") as source, container.open(entry, "w") as target:
        while piece := source.read(1 << 20):
            sha.update(piece)
            target.write(piece)
    return {"name": file.name, "path": name, "hash": f"sha256:{sha.hexdigest()}", "bytes": entry.file_size}


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = compression
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o644 << 16
    return entry
