"""A small pack that is true in every part: a real record of a made-up visit, its views and pictures, and the rules."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.site import View
from tests.xuncha.reports.conftest import Sample
from xuncha.pack import container
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.verification import rules_source, verifier
from xuncha.pack.verification.keys import Signer, open_signer
from xuncha.pack.verification.manifest import (
    MANIFEST,
    SEAL,
    SEAL_SIGNATURE,
    SIGNATURE,
    AuthorityStamp,
    ManifestEntry,
    PackHead,
    PreviousPack,
    build_manifest,
    build_seal,
    hash_sha256,
)
from xuncha.reports.record import build_record

DECIDED: dict[str, list[str]] = {"decisions": [], "line_decisions": [], "flag_decisions": [], "documents": []}
Entries = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Made:
    """What a pack is made from; ``parts`` are all files that the manifest lists."""

    parts: Mapping[str, bytes]
    head: PackHead
    signer: Signer
    stamps: tuple[AuthorityStamp, ...] = ()

    def entries(self) -> Entries:
        """All files in the order of the container, hashed, signed and sealed."""
        listed = [ManifestEntry(name, len(data), hash_sha256(data)) for name, data in self.parts.items()]
        body = build_manifest(self.head, self.signer.public.public, listed)
        signature = self.signer.sign(body)
        sealing, stamped = build_seal(body, signature, self.stamps)
        first = {
            MANIFEST: body,
            SIGNATURE: signature,
            SEAL: sealing,
            SEAL_SIGNATURE: self.signer.sign(sealing),
            **stamped,
        }
        return [*first.items(), *sorted(self.parts.items())]

    def stamped(self, *stamps: AuthorityStamp) -> Made:
        return replace(self, stamps=stamps)

    def signed_by(self, other: Signer) -> Made:
        return replace(self, signer=other)

    def following(self, before: Entries) -> Made:
        previous = PreviousPack("a0", "p0", hash_sha256(dict(before)[MANIFEST]))
        return replace(self, head=replace(self.head, previous=previous))

    def with_audit(self, audit: Mapping[str, Any]) -> Made:
        return replace(self, parts={**self.parts, "audit.json": spelled(audit)})

    def without(self, name: str) -> Made:
        return replace(self, parts={key: data for key, data in self.parts.items() if key != name})

    @property
    def audit(self) -> dict[str, Any]:
        """A copy of the record."""
        found: dict[str, Any] = json.loads(self.parts["audit.json"])
        return found

    @property
    def signature(self) -> bytes:
        return dict(self.entries())[SIGNATURE]


def spelled(audit: Mapping[str, Any]) -> bytes:
    """As audit.json is written."""
    return (json.dumps(audit, indent=1, allow_nan=False) + "\n").encode("ascii")


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    container.write_container(out, entries)
    return out.getvalue()


def made(sample: Sample, keys: Path) -> Made:
    """The pack of the sample audit."""
    record, rules = ruled(sample)
    audit = json.loads(spelled(record))
    parts = {
        "audit.json": spelled(audit),
        "README.txt": b"What this is.\r\n",
        "decisions/decisions.json": encode_canonical(DECIDED),
        **rules,
        "verify.py": verifier.fill_in_rules(verifier.hash_installed_rules()),
    }
    for view in sample.site.views:
        picture = sample.blobs[view.screenshot]
        parts[f"screenshots/{view.id}.jpg"] = picture
        parts[f"views/{view.id}.html.txt"] = view.html.encode()
        parts[f"views/{view.id}.json"] = encode_canonical(plain_view(view, picture))
    of = audit["audit"]
    head = PackHead(
        "pack-one", of["id"], of["visit"], audit["target"]["url"], audit["target"]["name"],
        datetime(2026, 11, 24, 4, 0, tzinfo=UTC), audit["ruleset"], False, 0, audit["engine"], None,
    )  # fmt: skip
    return Made(parts, head, open_signer(keys))


def plain_view(view: View, picture: bytes = b"") -> dict[str, Any]:
    """A view as it lies in a pack."""
    html = view.html.encode("utf-8", "replace")
    shot = {
        "file": f"screenshots/{view.id}.jpg", "sha256": hashlib.sha256(picture).hexdigest(),
        "width": view.width, "height": view.height, "scale": 1.0,
    }  # fmt: skip
    return {
        "schema": "xuncha-view/1", "id": view.id, "role": str(view.role), "state": view.state, "device": str(view.device),
        "look": view.look, "asked": view.asked, "url": view.url, "status": view.status, "at": view.at.isoformat(),
        "title": view.title, "width": view.width, "height": view.height, "viewport_height": view.viewport_height,
        "text": view.text, "html": {"file": f"views/{view.id}.html.txt", "sha256": hashlib.sha256(html).hexdigest()},
        "screenshot": shot if picture else None,
        "elements": [
            {
                "selector": element.selector, "tag": element.tag, "box": [element.box.x, element.box.y, element.box.w, element.box.h],
                "text": element.text or element.own, "name": element.name, "pseudo": element.pseudo, "ocr": element.ocr, "seen": element.seen,
                "href": element.href, "image": element.image,
            }
            for element in view.elements
        ],
    }  # fmt: skip


def ruled(sample: Sample) -> tuple[Mapping[str, Any], dict[str, bytes]]:
    """The record of the sample audit, as judged by the rules that are installed, and these rules."""
    ruleset, files = rules_source.collect_rules()
    audit = replace(sample.audit, ruleset=ruleset)
    return build_record(audit, sample.site, sample.standard, sample.checks), {file.name: file.data for file in files}


def alone(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run verify.py by itself, where nothing of the project can be imported."""
    command = [sys.executable, "-I", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=program.parent)
