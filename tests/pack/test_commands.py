"""`xuncha verify` and `xuncha key` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pack.making import Made, alone, zipped
from tests.xuncha.command import CHINESE, Ended
from tests.xuncha.command import xuncha as run

pytestmark = pytest.mark.commands


@pytest.fixture
def pack(true_pack: Made, tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(true_pack.entries()))
    return path


def test_it_says_the_same_as_the_program_in_the_pack(true_pack: Made, pack: Path, tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(true_pack.parts["verify.py"])
    key = true_pack.signer.public.public
    words = ("--key", "0" * 64, "--lang", "en")
    done, other = run("verify", str(pack), *words), alone(program, pack, *words)
    assert (done.code, done.out, done.err) == (other.returncode, other.stdout, "") == (1, other.stdout, "")
    # But for the documents, which nothing but the whole can make again.
    here, there = (json.loads(word) for word in (
        run("verify", str(pack), "--key", key, "--json").out, alone(program, pack, "--key", key, "--json").stdout
    ))  # fmt: skip
    lines = [[line for line in said["lines"] if line["word"][:9] != "documents"] for said in (here, there)]
    assert lines[0] == lines[1]
    assert here["files"] == there["files"]
    assert (there["end"], here["end"]) == ("proven", "proven")
    assert any("report.pdf" in line["en"] and "missing" in line["en"] for line in here["lines"])  # this pack has none


def test_rules_of_another_version_are_not_run(pack: Path, true_pack: Made) -> None:
    parts = {**true_pack.parts, "ruleset/scoring/more.py": b""}
    pack.write_bytes(zipped(Made(parts, true_pack.head, true_pack.signer).entries()))
    for words in ((), ("--key", true_pack.signer.public.public)):
        done = run("verify", str(pack), *words, "--lang", "en")
        assert done.code == 1
        assert "rules of another version, not run" in done.out


def test_what_is_no_use_is_one_line(pack: Path, tmp_path: Path) -> None:
    for words in ((str(tmp_path / "none.zip"),), (str(pack), "--key", "zz"), (str(tmp_path),)):
        zh, en = run("verify", *words), run("verify", *words, "--lang", "en")
        assert (zh.code, en.code, zh.out) == (2, 2, "")
        assert CHINESE.search(zh.line)
        assert not CHINESE.search(en.line.replace(str(tmp_path), ""))


def test_a_damaged_pack_is_an_answer(pack: Path) -> None:
    pack.write_bytes(pack.read_bytes()[:-1])
    done = run("verify", str(pack))
    assert (done.code, done.err) == (1, "")
    assert "未能证明" in done.out


def key(tmp_path: Path, *words: str) -> Ended:
    return run("key", *words, "--data", str(tmp_path / "data"), "--lang", "en")


def test_the_key_is_shown_and_replaced(tmp_path: Path) -> None:
    assert "no key yet" in key(tmp_path, "show").line
    first = key(tmp_path, "rotate")
    assert first.code == 0
    second = key(tmp_path, "rotate").out.splitlines()[0]
    shown = key(tmp_path, "show").out.splitlines()
    assert shown[0] == second
    assert f"{second}, made" in shown[1]
    assert f"vouched for by {first.out.splitlines()[0]}" in shown[1]
    assert len(shown) == 4  # the key, and three of which one is the first


def test_a_key_that_others_may_read_is_one_line(tmp_path: Path) -> None:
    key(tmp_path, "rotate")
    (tmp_path / "data" / "keys" / "signing.pem").chmod(0o644)
    assert "chmod 600" in key(tmp_path, "show").line
