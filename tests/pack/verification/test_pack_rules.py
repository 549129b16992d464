"""The rules of a pack judge its record again with nothing but Python: no package, no file of ours from elsewhere."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.xuncha.judging.deriving import VISIT, all_decided, through
from tests.xuncha.keeping import made
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.pack.documents import views
from xuncha.pack.parts import PackFacts
from xuncha.pack.verification import rules_source
from xuncha.settings.target import InvalidInput

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
# What imports anything, reads and sends: all that is imported must be of Python itself or lie in the folder of the rules.
WATCH = """
import os, runpy, sys
folder = os.path.realpath(os.path.dirname(sys.argv[1]))
homes = tuple(os.path.realpath(each) for each in sys.path if each)
del sys.argv[0]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    files = [getattr(each, "__file__", None) for each in sys.modules.values()]
    strange = [each for each in files if each and not os.path.realpath(each).startswith((*homes, folder))]
    strange += [each for each in files if each and "site-packages" in each]
    ours = [each for each in files if each and os.path.realpath(each).startswith(folder)]
    print(len(ours), strange, file=sys.stderr)
"""


def facts(audit: Any, site: Any, record: Any) -> PackFacts:
    return PackFacts(audit, site, load_rules(), record, (), lambda sha: None, MADE)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parts of a pack that the rules need, as they lie after unpacking."""
    audit, site, papers = all_decided()
    record, decisions = through(audit, site, papers)
    root = tmp_path_factory.mktemp("pack")
    given = facts(audit, site, record)
    files = {
        part.name: part.data for make in (rules_source.make_rule_files, views.make_view_files) for part in make(given)
    }
    listed = [{"name": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()]
    files["manifest.json"] = json.dumps({"files": listed}).encode()
    files |= {"audit.json": json.dumps(record).encode(), "decisions/decisions.json": json.dumps(decisions).encode()}
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert files == files | {
        part.name: part.data for part in rules_source.make_rule_files(given)
    }  # equal facts, equal bytes
    return root


def run(root: Path, *words: str, options: tuple[str, ...] = ("-I", "-S", "-B")) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, *words], cwd=root, env={}, capture_output=True, text=True, check=False
    )


def said(done: subprocess.CompletedProcess[str]) -> list[list[Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.commands
def test_the_pack_judges_itself_with_python_alone(unpacked: Path) -> None:
    before = sorted(path.relative_to(unpacked) for path in unpacked.rglob("*"))
    done = run(unpacked, "-c", WATCH, str(unpacked / "ruleset" / "derive.py"))
    assert any("58 verdicts" in en and ok for ok, _, en in said(done)), done.stderr
    assert done.returncode == 0
    ours, _, strange = done.stderr.strip().partition(" ")
    assert strange == "[]"
    assert int(ours) > 20
    assert sorted(path.relative_to(unpacked) for path in unpacked.rglob("*")) == before


@pytest.mark.commands
def test_packed_it_says_what_it_says_unpacked(unpacked: Path, tmp_path: Path) -> None:
    program = str(unpacked / "ruleset" / "derive.py")
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        for path in unpacked.rglob("*"):
            pack.write(path, path.relative_to(unpacked))
    alone, packed = run(unpacked.parent, program), run(tmp_path, program, "pack.zip")
    assert (alone.stdout, alone.returncode) == (packed.stdout, packed.returncode)
    assert (packed.stdout, packed.returncode) != ("", 1)
    with (tmp_path / "pack.zip").open("rb") as pack:
        handed = subprocess.run([sys.executable, program, "-"], stdin=pack, capture_output=True, text=True, check=False)
    assert handed.stdout == alone.stdout


@pytest.mark.commands
def test_what_was_altered_is_told(unpacked: Path, tmp_path: Path) -> None:
    record = json.loads((unpacked / "audit.json").read_bytes())
    item = next(item for item in record["items"] if item["verdict"] == "fail")
    item |= {"verdict": "pass", "value": 1.0}
    decisions = (unpacked / "decisions" / "decisions.json").read_bytes()
    program = str(unpacked / "ruleset" / "derive.py")

    def proven(data: bytes | None, filed: bytes | None = decisions) -> str:
        with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
            pack.writestr("manifest.json", "{}")
            for name, content in (("audit.json", data), ("decisions/decisions.json", filed)):
                if content is not None:
                    pack.writestr(name, content)
        done = run(tmp_path, program, "pack.zip")
        assert done.returncode == 1
        return "\n".join(en for ok, _, en in said(done) if ok is False)

    assert f"verdicts or scores do not follow: items.{item['item']}.verdict" in proven(json.dumps(record).encode())
    for data, filed in ((b"{", decisions), (None, decisions), (b"{}", None), (b"[" * 99_999, decisions)):
        assert "nothing can be derived" in proven(data, filed)
    assert run(tmp_path, program, "none.zip").returncode == 1


def test_the_ruleset_can_be_computed_from_what_lies_there(unpacked: Path) -> None:
    folder = unpacked / "ruleset"
    told = json.loads((folder / "sources.json").read_bytes())
    digest = hashlib.sha256()
    for file in sorted(told["files"], key=lambda file: file["name"]):
        digest.update(file["name"].encode() + b"\0" + bytes.fromhex(file["sha256"]))
    assert digest.hexdigest() == told["ruleset"] == compute_ruleset()
    listed = {file["name"]: file["sha256"] for file in (*told["files"], *told["beside"])}
    assert len(listed) == len(told["files"]) + len(told["beside"])
    lying = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del lying["sources.json"]
    assert {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in lying.items()
    }.items() <= listed.items()
    assert {row["name"] for row in told["beside"]} <= set(lying)
    assert {"probes.toml", "scoring/standard.toml", "scoring/judging.py", "probes/profile.toml"} <= set(lying)


def test_only_what_judging_imports_is_brought(unpacked: Path) -> None:
    names = rules_source.list_included_files()
    rooms = {
        room: [name for name in names if name.startswith(room) and name.endswith(".py")]
        for room in ("crawler", "probes")
    }
    assert rooms["crawler"] == [
        f"crawler/{name}.py"
        for name in (
            "__init__",
            "discovery/__init__",
            "discovery/products/__init__",
            "discovery/products/buying_words",
            "links/__init__",
            "links/entry_words",
            "plan",
            "record/__init__",
            "record/network_record",
            "record/thoroughness",
            "settings_file",
            "site",
            "table_builder",
            "vocabulary",
        )
    ]
    assert len(rooms["probes"]) < 12
    assert all(name.isascii() and len(f"ruleset/{name}") <= 120 for name in names)


def test_rules_that_changed_meanwhile_are_not_packed() -> None:
    audit = dataclasses.replace(make_audit(load_rules(), made(), VISIT), ruleset="0" * 64)
    with pytest.raises(InvalidInput) as fault:
        next(rules_source.make_rule_files(facts(audit, made(), {})))
    assert "rejudge" in fault.value.text.zh


def test_what_a_package_or_a_module_brings_is_followed() -> None:
    found = rules_source.find_import_closure(["scoring/question.py"])
    assert found >= {
        "scoring/__init__.py",
        "scoring/question.py",
        "scoring/merge.py",
        "probes/finding.py",
        "crawler/site.py",
    }
    assert not any(name.startswith(("probes/answers", "probes/pages", "probes/text")) for name in found)
