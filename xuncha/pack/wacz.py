"""archive.wacz: all that went over the wire, as a web archive that any WACZ player opens; equal facts make equal bytes.

The index is made by the package ``wacz`` in a process of its own; its container is then written again with fixed dates.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xuncha.pack.extras import need_archive
from xuncha.pack.parts import Facts, Part

NAME = "archive.wacz"
_DATE = (1980, 1, 1, 0, 0, 0)
_SECONDS = 600


class ArchiveFailed(RuntimeError):
    """The index of the web archive could not be made (our bug, or a broken installation): says what the indexer said."""


def _unmasked(sha: str) -> int:
    """Nothing was masked."""
    return 0


def parts(facts: Facts, masked: Callable[[str], int] = _unmasked) -> Iterator[Part]:
    """The one part. ``masked`` says how often the blob of that SHA-256 was masked. Raises ArchiveMissing, ArchiveFailed, ValueError.

    A visit during which nothing was asked of anybody has an archive too: it holds what is known of the hosts, and no page.
    """
    need_archive()
    from xuncha.pack import warc

    with TemporaryDirectory(prefix="xuncha-archive-") as name:
        folder = Path(name)
        with (folder / "data.warc.gz").open("wb") as out:
            pages = warc.write(facts, out, masked)
        with (folder / "pages.jsonl").open("w", encoding="ascii") as listed:
            listed.writelines(_listed(pages))
        _indexed(folder)
        _settled(folder / "indexed.wacz", folder / NAME, facts)
        data = (folder / NAME).read_bytes()
    yield Part(NAME, data)


def _listed(pages: Iterable[Any]) -> Iterator[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}) + "\n"
    for page in pages:
        told = {"id": page.id, "url": page.url, "ts": page.at, "title": page.title, "text": page.text}
        # Page texts may hold half characters, which not every reader takes.
        whole = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in told.items()}
        yield json.dumps(whole) + "\n"


def _indexed(folder: Path) -> None:
    command = [sys.executable, "-P", "-m", "wacz", "create", "-o", "indexed.wacz"]
    command += ["-p", "pages.jsonl", "-c", "--hash-type", "sha256", "data.warc.gz"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
    )
    if done.returncode != 0 or not (folder / "indexed.wacz").is_file():
        raise ArchiveFailed(f"wacz create ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-500:]}")


def _settled(made: Path, to: Path, facts: Facts) -> None:
    """The same container with fixed dates, and with the moment the pack is made as the one it was created at."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(to, "w") as new:
        for entry in old.infolist():
            if entry.filename not in ("datapackage.json", "datapackage-digest.json"):
                with old.open(entry) as source, new.open(_entry(entry.filename, entry.compress_type), "w") as target:
                    while piece := source.read(1 << 20):
                        target.write(piece)
        package = json.loads(old.read("datapackage.json"))
        package["created"] = facts.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        package["title"] = f"Xuncha {facts.audit.id}"
        described = json.dumps(package, indent=2).encode("ascii")
        digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(described).hexdigest()}
        new.writestr(_entry("datapackage.json", zipfile.ZIP_DEFLATED), described)
        new.writestr(_entry("datapackage-digest.json", zipfile.ZIP_DEFLATED), json.dumps(digest, indent=2))


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = compression
    entry.create_system = 3  # the same bytes whatever system writes them
    entry.external_attr = 0o644 << 16
    return entry
