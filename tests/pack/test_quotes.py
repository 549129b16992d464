"""Evidence of every golden case of every probe holds against its page: no honest audit is called a lie."""

from __future__ import annotations

import dataclasses
import functools
import json
from pathlib import Path

import pytest

from probes.run import judge
from scoring.proof import Said, Views, held
from scoring.proof import load as load_rule
from tests.cases.build import read
from tests.probes.test_cases import FOLDERS, load
from xuncha.pack import views
from xuncha.pack.manifest import canonical, sha256
from xuncha.pack.parts import Part
from xuncha.reports import judged, seen


@functools.cache
def evidence(folder: Path) -> tuple[str, tuple[Said, ...]]:
    """The probe, and what is said of the evidence of all its findings."""
    subject, name = folder.parts[-3:-1]
    check = next(each for each in load() if each.id == f"{subject}.{name}")
    site = read(folder)
    findings = judge((check,), site, strict=True)
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
    audit = json.loads(canonical(audit))
    listed = [{"name": each, "sha256": sha256(data), "original": None} for each, data in files.items()]
    rule = load_rule()
    pages = Views(files.__getitem__, files, {"files": listed}, rule.quotes)
    return check.id, tuple(held(audit, pages, rule))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "/".join(folder.parts[-3:]))
def test_what_a_probe_shows_is_there(folder: Path) -> None:
    _, said = evidence(folder)
    assert [line[2] for line in said if line[0] is False] == []


def test_only_probes_that_state_are_let_off() -> None:
    stating = {
        probe for probe, said in map(evidence, FOLDERS) if any("state what was measured" in line[2] for line in said)
    }
    named = set(load_rule().quotes.stating)
    assert stating <= named
    assert named - {check.id for check in load()} == set()
