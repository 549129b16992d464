"""A pack with the real rules and views: proven by the command and alone, and a verdict that does not follow is found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pack.making import DECIDED, Made, alone, spelled, zipped
from tests.pack.verification import altering
from tests.xuncha.reports.conftest import Sample
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.documents import views
from xuncha.pack.parts import PackFacts
from xuncha.pack.verification import keys, verifier, verify
from xuncha.pack.verification.manifest import PackHead
from xuncha.pack.verification.verify import Report, check
from xuncha.reports import record

pytestmark = pytest.mark.commands  # verifying runs the rules of a pack as a program

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def real(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Made:
    audit = dataclasses.replace(sample.audit, ruleset=compute_ruleset())
    told = record.build_record(audit, sample.site, sample.standard, sample.checks)
    facts = PackFacts(audit, sample.site, load_rules(), told, (), sample.blobs.get, AT)
    parts = {"audit.json": spelled(told), "decisions/decisions.json": encode_canonical(DECIDED)}
    for make in (views.make_view_files, verifier.make_verifier):
        parts |= {part.name: part.data for part in make(facts)}
    parts |= {f"screenshots/{view.id}.jpg": sample.blobs[view.screenshot] for view in sample.site.views}
    head = PackHead(
        "p1", audit.id, audit.visit, told["target"]["url"], told["target"]["name"], AT, audit.ruleset, False, 0, told["engine"], None,
    )  # fmt: skip
    return Made(parts, head, keys.open_signer(tmp_path_factory.mktemp("keys")))


def wrong(report: Report) -> list[str]:
    return [line.said("en") for line in report.lines if line.ok is False]


def test_it_is_proven_by_the_command_and_alone(real: Made, tmp_path: Path) -> None:
    path, program = tmp_path / "pack.zip", tmp_path / "verify.py"
    path.write_bytes(zipped(real.entries()))
    program.write_bytes(real.parts["verify.py"])
    report = check(path)
    assert report.end == "agreed", verify.printed(report, "en")
    assert "58 verdicts and the scores of all stages follow by the rules" in verify.printed(report, "en")
    done = alone(program, path, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (4, verify.printed(report, "en") + "\n", "")


@pytest.mark.parametrize("change", [altering.verdict, altering.score], ids=lambda change: change.__name__)
def test_what_does_not_follow_is_found_whoever_signs_it(
    real: Made, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    audit = real.audit
    change(audit)
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(real.with_audit(audit).signed_by(keys.open_signer(tmp_path / "other")).entries()))
    found = wrong(check(path))
    assert len(found) == 1
    assert "verdicts or scores do not follow" in found[0]


def test_rules_made_milder_are_found_by_whoever_has_the_rules(real: Made, tmp_path: Path) -> None:
    name = "ruleset/scoring/standard.toml"
    parts = {**real.parts, name: real.parts[name] + b"\n# milder\n"}
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(Made(parts, real.head, real.signer).entries()))
    assert wrong(check(path)) == ["rules of another version, not run: get the verify.py of that"]
