"""The verifier, as a function and alone: a true pack is proven, and all that it says is said openly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pack.making import Made, alone, zipped
from tests.pack.tsa import Authority
from xuncha.pack.verification import keys, verifier, verify
from xuncha.pack.verification.manifest import AuthorityStamp
from xuncha.pack.verification.verify import Report, check

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.commands  # verifying runs programs of its own


def put(tmp_path: Path, data: bytes, name: str = "pack.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def words(report: Report) -> dict[str, bool | None]:
    return {line.word: line.ok for line in report.lines}


def said(report: Report) -> str:
    return verify.printed(report, "en")


def test_a_true_pack_is_proven(true_pack: Made, tmp_path: Path) -> None:
    path = put(tmp_path, zipped(true_pack.entries()))
    report = check(path, true_pack.signer.public.public)
    assert report.end == "proven", said(report)
    assert set(report.files.values()) == {"ok"}
    assert len(report.files) == len(true_pack.entries())
    assert words(report) == {
        "container.ok": True, "files.ok": True, "signatures.ok": True, "stamps.none": None, "chain.first": None,
        "derivation.said": True, "documents.alone": None, "documents.signed": None,
    }  # fmt: skip
    assert "58 verdicts" in said(report)
    quotes = re.search(r"quotes: (\d+) in the words .*, (\d+) in their records, .*; boxes: (\d+)", said(report))
    assert quotes is not None
    assert int(quotes[1]) > 20
    assert int(quotes[3]) > 10


@pytest.mark.commands
def test_alone_it_says_the_same(true_pack: Made, tmp_path: Path) -> None:
    path = put(tmp_path, zipped(true_pack.entries()))
    program = put(tmp_path, true_pack.parts["verify.py"], "verify.py")
    for lang in ("zh", "en"):
        done = alone(program, path, "--key", true_pack.signer.public.public, "--lang", lang)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == verify.printed(check(path, true_pack.signer.public.public), lang) + "\n"
    found = json.loads(alone(program, path, "--json").stdout)
    assert (found["proven"], found["end"]) == (False, "agreed")
    assert found["files"] == check(path).files


def test_without_a_key_it_says_that_the_key_is_unknown(true_pack: Made, tmp_path: Path) -> None:
    report = check(put(tmp_path, zipped(true_pack.entries())))
    assert report.end == "agreed"
    assert said(report).endswith("Result: consistent; signer unknown")
    assert verify.printed(report, "zh").endswith("结论：前后一致，签名者未知")
    assert "key unknown" in said(report)
    assert "公钥未知" in verify.printed(report, "zh")


def test_the_verifier_is_short_and_needs_one_package() -> None:
    source = verifier.PROGRAM.read_text("utf-8")
    assert len(source.splitlines()) < 580
    allowed = {"cryptography"}
    for module in re.findall(r"^ *(?:from|import) ([a-z_0-9]+)", source, re.M):
        assert module in allowed | set(sys.stdlib_module_names)


def test_rules_are_written_into_the_program_when_a_pack_is_built(true_pack: Made) -> None:
    source, built = verifier.PROGRAM.read_text("utf-8").splitlines(), true_pack.parts["verify.py"].decode().splitlines()
    rules = verify.known({name: data for name, data in true_pack.parts.items() if name.startswith("ruleset/")})
    assert [pair for pair in zip(source, built, strict=True) if pair[0] != pair[1]] == [
        ('RULES = ""', f'RULES = "{rules}"')
    ]


@pytest.mark.commands
def test_the_program_for_a_release_is_that_of_the_packs(true_pack: Made) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xuncha.pack.verification.verifier"], capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout == true_pack.parts["verify.py"]


@pytest.mark.commands
def test_the_source_knows_no_rules_and_proves_nothing(true_pack: Made, tmp_path: Path) -> None:
    path = put(tmp_path, zipped(true_pack.entries()))
    program = put(tmp_path, verifier.PROGRAM.read_bytes(), "verify.py")
    done = alone(program, path, "--key", true_pack.signer.public.public, "--lang", "en")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "Result: NOT proven")
    assert "rules of another version, not run" in done.stdout


FOUL = b"raise SystemExit('this was run')\n"


@pytest.mark.commands
@pytest.mark.parametrize("name", ["ruleset/derive.py", "ruleset/scoring/record_proof.py", "ruleset/zipfile.py"])
def test_other_rules_are_not_run_whoever_signed_them(true_pack: Made, tmp_path: Path, name: str) -> None:
    parts = {**true_pack.parts, name: FOUL}
    path = put(tmp_path, zipped(Made(parts, true_pack.head, true_pack.signer).entries()))
    program = put(tmp_path, true_pack.parts["verify.py"], "verify.py")
    for key in ([], ["--key", true_pack.signer.public.public]):
        done = alone(program, path, *key, "--lang", "en")
        assert done.returncode == 1
        assert "rules of another version, not run" in done.stdout
        assert "this was run" not in done.stdout + done.stderr


@pytest.mark.commands
def test_what_lies_beside_the_pack_is_not_run(true_pack: Made, tmp_path: Path) -> None:
    path = put(tmp_path, zipped(true_pack.entries()))
    program = put(tmp_path, true_pack.parts["verify.py"], "verify.py")
    for name in ("json.py", "scoring.py", "derive.py", "proof.py", "zipfile.py"):
        put(tmp_path, FOUL, name)
    done = alone(program, path, "--lang", "en")
    assert (done.returncode, done.stderr) == (4, "")
    assert "58 verdicts" in done.stdout


def test_rules_that_break_off_prove_nothing(true_pack: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for foul in (FOUL, b"", b"print('[')", b"print('[true, 1, 2]'); raise SystemExit(3)"):
        parts = {**true_pack.parts, "ruleset/derive.py": foul}
        rules = {name: data for name, data in parts.items() if name.startswith("ruleset/")}
        monkeypatch.setattr(verify, "RULES", verify.known(rules))
        report = check(put(tmp_path, zipped(Made(parts, true_pack.head, true_pack.signer).entries())))
        assert report.end == "unproven"
        assert "the rules cannot be run" in said(report)


@pytest.mark.commands
def test_stamps_are_held_against_the_signature_and_the_rest_is_left_to_openssl(
    true_pack: Made, tsa: Authority, tmp_path: Path
) -> None:
    stamps = (
        AuthorityStamp("http://tsa.example/", tsa.stamp(true_pack.signature)),
        AuthorityStamp("http://b/", None, "unreachable", "x"),
    )
    path = put(tmp_path, zipped(true_pack.stamped(*stamps).entries()), "a pack.zip")
    report = check(path)
    assert report.end == "agreed", said(report)
    assert "none from http://b/: unreachable x" in said(report)
    line = next(line for line in report.lines if line.word == "stamps.ok")
    command = line.said("en").partition("for its certificates run: ")[2].replace("ROOT.pem", str(tsa.root))
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Verification: OK\n"), done.stderr


def test_the_pack_before_is_held_against_its_manifest(true_pack: Made, tmp_path: Path) -> None:
    before = put(tmp_path, zipped(true_pack.entries()), "before.zip")
    path = put(tmp_path, zipped(true_pack.following(true_pack.entries()).entries()))
    assert words(check(path))["chain.named"] is None
    report = check(path, previous=before)
    assert report.end == "agreed", said(report)
    assert words(report)["chain.ok"] is True
    assert words(check(path, previous=path))["chain.other"] is False
    assert words(check(before, previous=path))["chain.other"] is False
    assert words(check(before, previous=put(tmp_path, b"", "empty.zip")))["chain.other"] is False
    damaged = bytearray(before.read_bytes())
    damaged[damaged.index(b"What this is")] ^= 1
    report = check(path, previous=put(tmp_path, bytes(damaged), "damaged.zip"))
    assert report.end == "unproven"
    assert "the pack before: 1 changed: README.txt" in said(report)


def test_the_pack_before_may_be_signed_by_an_earlier_key(true_pack: Made, tmp_path: Path) -> None:
    earlier = true_pack.signed_by(keys.open_signer(tmp_path / "earlier"))
    before = put(tmp_path, zipped(earlier.entries()), "before.zip")
    path = put(tmp_path, zipped(true_pack.following(earlier.entries()).entries()))
    assert check(path, true_pack.signer.public.public, before).end == "proven"


@pytest.mark.commands
def test_what_is_no_use_is_told_apart(true_pack: Made, tmp_path: Path) -> None:
    path = put(tmp_path, zipped(true_pack.entries()))
    program = put(tmp_path, true_pack.parts["verify.py"], "verify.py")
    for arguments, why in (
        ([tmp_path / "none.zip"], "cannot read"), ([tmp_path], "cannot read"), ([path, "--key", "abc"], "64 hex digits"),
        ([path, "--previous", tmp_path / "none.zip"], "cannot read"),
    ):  # fmt: skip
        done = alone(program, *arguments, "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 9, b"PK\5\6" + bytes(18)])
def test_what_is_no_pack_is_an_answer(tmp_path: Path, data: bytes) -> None:
    report = check(put(tmp_path, data))
    assert report.end == "unproven"
    assert said(report).endswith("Result: NOT proven")


@pytest.mark.parametrize("depth", [200, 900, 2_000, 9_000, 40_000, 200_000])
def test_tables_within_tables_are_an_answer(true_pack: Made, tmp_path: Path, depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    entries = [
        (name, data.replace(b'"target":{', b'"target":{"deep":' + deep + b",") if name == "manifest.json" else data)
        for name, data in true_pack.entries()
    ]
    audit = true_pack.parts["audit.json"].replace(b'"target": {', b'"target": {"deep":' + deep + b",")
    signer = true_pack.signer
    files = dict(entries) | {"audit.json": audit, "manifest.sig": signer.sign(dict(entries)["manifest.json"])}
    report = check(put(tmp_path, zipped(files.items())))
    assert report.end == "unproven"
    assert said(report)


def test_a_format_of_tomorrow_is_said(true_pack: Made, tmp_path: Path) -> None:
    entries = [(name, data.replace(b"xuncha-pack/1", b"xuncha-pack/2")) for name, data in true_pack.entries()]
    report = check(put(tmp_path, zipped(entries)))
    assert "a format that this program does not know: xuncha-pack/2" in said(report)


@pytest.mark.commands
def test_without_the_package_it_says_what_is_missing(true_pack: Made, tmp_path: Path) -> None:
    program = put(tmp_path, true_pack.parts["verify.py"], "verify.py")
    command = [sys.executable, "-I", "-S", str(program), "pack.zip"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install cryptography" in done.stderr
    assert "Traceback" not in done.stderr


def test_names_that_would_move_a_terminal_are_escaped(true_pack: Made, tmp_path: Path) -> None:
    data = zipped(true_pack.entries()).replace(b"README.txt", b"\x1b[2J\rx.txt")
    report = check(put(tmp_path, data))
    assert report.end == "unproven"
    assert "\x1b" not in said(report) + verify.printed(report, "zh") + verify.as_json(report)
    assert "\\u001b[2J" in said(report)
