"""Evidence of a hand-made site, held against its pages as the verifier of a pack would hold it."""

from __future__ import annotations

import dataclasses
import functools
import json

from crawler.site import Site
from probes.finding import Finding
from probes.probe import Check
from scoring.record_proof import PackViews, ProofLine, prove_evidence
from scoring.record_proof import load_rule as load_rule
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.documents import views
from xuncha.pack.parts import PackPart
from xuncha.pack.verification.manifest import hash_sha256
from xuncha.reports import judged_record, seen

rule = functools.cache(load_rule)


def held_lines(check: Check, site: Site, findings: tuple[Finding, ...]) -> tuple[ProofLine, ...]:
    """What is said of each piece of evidence: whether it holds, where it belongs, and a sentence."""
    files: dict[str, bytes] = {}
    for bare in site.views:
        classes = " ".join(element.classes for element in bare.elements)  # which a real page's source holds
        view = dataclasses.replace(bare, html=f"{bare.html}<p class='{classes}'>")
        source = PackPart(f"views/{view.id}.html.txt", view.html.encode("utf-8", "replace"))
        files[f"views/{view.id}.json"] = encode_canonical(views._told(view, source, None))
        files[source.name] = source.data
    audit = {
        "findings": judged_record.serialize_findings((check,), findings),
        "views": [seen.serialize_view(view) for view in site.views],
        "fetches": [seen.serialize_fetch(fetch) for fetch in site.fetches],
        "gaps": [seen.serialize_gap(gap) for gap in site.gaps],
    }
    listed = [{"name": name, "sha256": hash_sha256(data), "original": None} for name, data in files.items()]
    pages = PackViews(files.__getitem__, files, {"files": listed}, rule().quotes)
    return tuple(prove_evidence(json.loads(encode_canonical(audit)), pages, rule()))
