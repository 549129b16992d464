"""Evidence of a hand-made site, held against its pages as the verifier of a pack would hold it."""

from __future__ import annotations

import dataclasses
import functools
import json

from crawler.site import Site
from probes.finding import Finding
from probes.probe import Check
from scoring.proof import Said, Views, held
from scoring.proof import load as load_rule
from xuncha.pack import views
from xuncha.pack.manifest import canonical, sha256
from xuncha.pack.parts import Part
from xuncha.reports import judged, seen

rule = functools.cache(load_rule)


def held_lines(check: Check, site: Site, findings: tuple[Finding, ...]) -> tuple[Said, ...]:
    """What is said of each piece of evidence: whether it holds, where it belongs, and a sentence."""
    files: dict[str, bytes] = {}
    for bare in site.views:
        classes = " ".join(each.classes for each in bare.elements)  # which a real page's source holds
        view = dataclasses.replace(bare, html=f"{bare.html}<p class='{classes}'>")
        source = Part(f"views/{view.id}.html.txt", view.html.encode("utf-8", "replace"))
        files[f"views/{view.id}.json"] = canonical(views._told(view, source, None))
        files[source.name] = source.data
    audit = {
        "findings": [judged.finding((check,), each) for each in findings],
        "views": [seen.view(each) for each in site.views],
        "fetches": [seen.fetch(each) for each in site.fetches],
        "gaps": [seen.gap(each) for each in site.gaps],
    }
    listed = [{"name": name, "sha256": sha256(data), "original": None} for name, data in files.items()]
    pages = Views(files.__getitem__, files, {"files": listed}, rule().quotes)
    return tuple(held(json.loads(canonical(audit)), pages, rule()))
