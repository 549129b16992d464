"""A small pack that is true in every part: a real record of a made-up visit, its views and pictures, a stand-in for the rules."""

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
from xuncha.pack import container, verifier
from xuncha.pack.keys import Signer, signer
from xuncha.pack.manifest import (
    MANIFEST,
    SEAL,
    SEAL_SIGNATURE,
    SIGNATURE,
    Head,
    Listed,
    Previous,
    Stamp,
    canonical,
    manifest,
    seal,
    sha256,
)  # fmt: skip

DERIVE = """
import json, pathlib, sys
audit = json.load(open(sys.argv[1], encoding="utf-8"))
json.load(open(sys.argv[2], encoding="utf-8"))
expected = json.loads(pathlib.Path(__file__).with_name("scoring").joinpath("expected.json").read_text("utf-8"))
found = {each["item"]: [each["verdict"], each["value"]] for each in audit["items"]}
differ = [name for name in expected["items"] if found.get(name) != expected["items"][name]]
differ += [stage for stage in expected["scores"] if audit["scores"].get(stage) != expected["scores"][stage]]
print(json.dumps({"items": len(found), "differences": differ, "fault": ""}))
sys.exit(1 if differ else 0)
"""
Entries = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Made:
    """What a pack is made from; ``parts`` are all files that the manifest lists."""

    parts: Mapping[str, bytes]
    head: Head
    signer: Signer
    stamps: tuple[Stamp, ...] = ()

    def entries(self) -> Entries:
        """All files in the order of the container, hashed, signed and sealed."""
        listed = [Listed(name, len(data), sha256(data)) for name, data in self.parts.items()]
        body = manifest(self.head, self.signer.public.public, listed)
        signature = self.signer.sign(body)
        sealing, stamped = seal(body, signature, self.stamps)
        first = {
            MANIFEST: body,
            SIGNATURE: signature,
            SEAL: sealing,
            SEAL_SIGNATURE: self.signer.sign(sealing),
            **stamped,
        }
        return [*first.items(), *sorted(self.parts.items())]

    def stamped(self, *stamps: Stamp) -> Made:
        return replace(self, stamps=stamps)

    def signed_by(self, other: Signer) -> Made:
        return replace(self, signer=other)

    def following(self, before: Entries) -> Made:
        previous = Previous("a0", "p0", sha256(dict(before)[MANIFEST]))
        return replace(self, head=replace(self.head, previous=previous))

    def with_audit(self, audit: Mapping[str, Any]) -> Made:
        return replace(self, parts={**self.parts, "audit.json": spelled(audit)})

    def deriving(self, program: bytes) -> Made:
        """With another ruleset/derive.py, which sources.json tells of."""
        told = json.loads(self.parts["ruleset/sources.json"])
        told["beside"] = [each for each in told["beside"] if each["name"] != "derive.py"]
        told["beside"].append({"name": "derive.py", "sha256": sha256(program)})
        return replace(
            self, parts={**self.parts, "ruleset/derive.py": program, "ruleset/sources.json": canonical(told)}
        )

    def without(self, name: str) -> Made:
        return replace(self, parts={each: data for each, data in self.parts.items() if each != name})

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
    container.write(out, entries)
    return out.getvalue()


def made(sample: Sample, keys: Path) -> Made:
    """The pack of the sample audit."""
    rules = ruled(sample.record)
    audit = {**sample.record, "ruleset": ruleset_of(rules)}
    parts = {
        "audit.json": spelled(audit),
        "README.txt": b"What this is.\r\n",
        "decisions/decisions.json": canonical({"decisions": []}),
        **{f"ruleset/{name}": data for name, data in rules.items()},
        "ruleset/sources.json": sources(rules),
        "ruleset/derive.py": DERIVE.encode(),
        **{each.name: each.data for each in verifier.programs()},
    }
    for view in sample.site.views:
        picture = sample.blobs[view.screenshot]
        parts[f"screenshots/{view.id}.jpg"] = picture
        parts[f"views/{view.id}.html.txt"] = view.html.encode()
        parts[f"views/{view.id}.json"] = canonical(plain_view(view, picture))
    of = audit["audit"]
    head = Head(
        "pack-one", of["id"], of["visit"], audit["target"]["url"], audit["target"]["name"],
        datetime(2026, 11, 24, 4, 0, tzinfo=UTC), audit["ruleset"], False, 0, audit["engine"], None,
    )  # fmt: skip
    return Made(parts, head, signer(keys))


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
                "selector": each.selector, "tag": each.tag, "box": [each.box.x, each.box.y, each.box.w, each.box.h],
                "text": each.text or each.own, "name": each.name, "pseudo": each.pseudo, "ocr": each.ocr, "seen": each.seen,
                "href": each.href, "image": each.image,
            }
            for each in view.elements
        ],
    }  # fmt: skip


def ruled(audit: Mapping[str, Any]) -> dict[str, bytes]:
    """A stand-in for the rules: they hold what they come to."""
    items = {each["item"]: [each["verdict"], each["value"]] for each in audit["items"]}
    return {
        "probes.toml": b"# no probe\n",
        "scoring/expected.json": canonical({"items": items, "scores": audit["scores"]}),
    }


def sources(rules: Mapping[str, bytes]) -> bytes:
    files = [{"name": name, "sha256": sha256(data)} for name, data in sorted(rules.items())]
    return canonical({"files": files, "beside": [{"name": "derive.py", "sha256": sha256(DERIVE.encode())}]})


def ruleset_of(rules: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted(rules.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def alone(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run verify.py by itself, where nothing of the project can be imported."""
    command = [sys.executable, "-I", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=program.parent)
