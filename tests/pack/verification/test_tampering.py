"""Whatever is done to a pack is found: to any byte, to any file, to what it concludes, by whoever holds another key."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pack.making import Entries, Made, alone, zipped
from tests.pack.tsa import Authority
from tests.pack.verification import altering
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.verification import keys, verify
from xuncha.pack.verification.manifest import MANIFEST, SEAL, SEAL_SIGNATURE, SIGNATURE, AuthorityStamp
from xuncha.pack.verification.verify import Report, check

pytestmark = pytest.mark.commands

FLIPS = 500


@pytest.fixture(scope="module")
def whole(true_pack: Made, tsa: Authority) -> Made:
    """The true pack with a stamp."""
    return true_pack.stamped(AuthorityStamp("http://tsa.example/", tsa.stamp(true_pack.signature)))


@pytest.fixture
def verified(tmp_path: Path, whole: Made) -> Callable[..., Report]:
    def run(entries: Entries | bytes, key: str | None = None, derive: bool = True) -> Report:
        path = tmp_path / "pack.zip"
        path.write_bytes(entries if isinstance(entries, bytes) else zipped(entries))
        return check(path, whole.signer.public.public if key is None else key, derive=derive)

    return run


def wrong(report: Report) -> set[str]:
    return {line.word for line in report.lines if line.ok is False}


def test_nothing_done_is_nothing_found(whole: Made, verified: Callable[..., Report]) -> None:
    report = verified(whole.entries())
    assert report.end == "proven", verify.printed(report, "en")


def test_every_flipped_bit_is_found(whole: Made, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # pytest shows it where this fails
    chance = random.Random(seed)
    data = zipped(whole.entries())
    path = tmp_path / "pack.zip"
    path.write_bytes(data)
    directory = data.index(b"PK\1\2")
    # Most of a pack is pictures: half of the flips go where names, signatures and structure are.
    places = [chance.randrange(len(data)) for _ in range(FLIPS // 2)]
    places += [chance.randrange(4000) for _ in range(FLIPS // 4)]
    places += [chance.randrange(directory, len(data)) for _ in range(FLIPS - len(places))]
    for place in places:
        bit = 1 << chance.randrange(8)
        with path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([data[place] ^ bit]))
            file.flush()
            report = check(path, whole.signer.public.public, derive=False)
            assert report.end == "unproven", f"seed {seed}, byte {place}, bit {bit}"
            file.seek(place)
            file.write(data[place : place + 1])


@pytest.mark.parametrize("at", ["front", "behind", "between"])
def test_bytes_that_belong_to_no_file_are_found(whole: Made, verified: Callable[..., Report], at: str) -> None:
    data = zipped(whole.entries())
    place = {"front": 0, "behind": len(data), "between": data.index(b"PK\1\2")}[at]
    for more in (b"\0", b"PK\3\4", b"x" * 100):
        assert verified(data[:place] + more + data[place:]).end == "unproven"
        assert verified(data[: max(0, place - 1)] + data[max(1, place) :]).end == "unproven"


def test_each_file_removed_is_found(whole: Made, verified: Callable[..., Report]) -> None:
    entries = whole.entries()
    for name, _ in entries:
        report = verified([entry for entry in entries if entry[0] != name])
        assert report.end == "unproven", name
        assert report.files.get(name) == "missing" or name in verify.printed(report, "en"), name


def test_each_file_added_is_found_wherever_it_stands(whole: Made, verified: Callable[..., Report]) -> None:
    entries = whole.entries()
    for name in ("notes.txt", "views/other.json", "timestamps/002.tsr", "ruleset/scoring/other.py", "zzz", "0"):
        for place in (0, 4, len(entries)):
            report = verified([*entries[:place], (name, b"more"), *entries[place:]])
            assert report.end == "unproven"
            assert report.files[name] == "extra"


def test_each_file_swapped_with_another_is_found(whole: Made, verified: Callable[..., Report]) -> None:
    entries = whole.entries()
    for number, (name, data) in enumerate(entries):
        other = (number + 1) % len(entries)
        if data == entries[other][1]:
            continue  # nothing would be changed
        swapped = list(entries)
        swapped[number], swapped[other] = (name, entries[other][1]), (entries[other][0], data)
        report = verified(swapped)
        assert report.end == "unproven", name
        body = {MANIFEST, SIGNATURE, SEAL, SEAL_SIGNATURE}
        assert "changed" in report.files.values() or {name, entries[other][0]} & body, name


def test_each_file_renamed_is_found(whole: Made, verified: Callable[..., Report]) -> None:
    entries = whole.entries()
    for number, (name, data) in enumerate(entries):
        renamed = [*entries[:number], (f"{name}x", data), *entries[number + 1 :]]
        report = verified(renamed)
        assert report.end == "unproven", name
        assert report.files.get(f"{name}x") == "extra" or name in (MANIFEST, SEAL), name


def test_another_order_is_found(whole: Made, verified: Callable[..., Report]) -> None:
    entries = whole.entries()
    for number in range(len(entries) - 1):
        moved = list(entries)
        moved[number : number + 2] = reversed(moved[number : number + 2])
        assert wrong(verified(moved)) == {"container.order"}


def test_a_name_twice_is_found(whole: Made, verified: Callable[..., Report]) -> None:
    data = zipped([*whole.entries(), ("README.tx_", b"other words")])
    report = verified(data.replace(b"README.tx_", b"README.txt"))
    assert report.end == "unproven"
    assert "container.names" in wrong(report)


def test_a_dropped_seal_or_another_packs_seal_is_found(
    whole: Made, true_pack: Made, verified: Callable[..., Report]
) -> None:
    entries = whole.entries()
    bare = [entry for entry in entries if entry[0] not in (SEAL, SEAL_SIGNATURE)]
    assert verified(bare).end == "unproven"
    assert verified([entry for entry in bare if not entry[0].startswith("timestamps/")]).end == "unproven"
    other = dict(true_pack.without("README.txt").entries())
    mixed = [(name, other[name] if name in (SEAL, SEAL_SIGNATURE) else data) for name, data in entries]
    assert "signatures.seal" in wrong(verified(mixed))


def test_a_swapped_or_dropped_stamp_is_found(
    whole: Made, true_pack: Made, tsa: Authority, verified: Callable[..., Report]
) -> None:
    name = "timestamps/001.tsr"
    other = tsa.stamp(b"another signature")
    entries = [(entry, other if entry == name else data) for entry, data in whole.entries()]
    assert verified(entries).files[name] == "changed"
    assert "stamps.other" in wrong(verified(entries))
    assert verified([entry for entry in whole.entries() if entry[0] != name]).files[name] == "missing"
    # Sealed with the right key, yet over something else: the imprint says so.
    assert wrong(verified(true_pack.stamped(AuthorityStamp("http://tsa.example/", other)).entries())) == {
        "stamps.other"
    }
    refused = true_pack.stamped(AuthorityStamp("http://tsa.example/", bytes.fromhex("30053003020102")))
    assert wrong(verified(refused.entries())) == {"stamps.other"}


def test_another_key_is_found_where_the_key_is_known(
    whole: Made, tmp_path: Path, verified: Callable[..., Report]
) -> None:
    other = whole.signed_by(keys.open_signer(tmp_path / "other"))
    assert "signatures.other" in wrong(verified(other.stamped().entries()))


def test_a_signature_of_another_key_or_written_otherwise_is_found(
    whole: Made, tmp_path: Path, verified: Callable[..., Report]
) -> None:
    other = keys.open_signer(tmp_path / "other")
    entries = dict(whole.entries())
    for body, signature in ((MANIFEST, SIGNATURE), (SEAL, SEAL_SIGNATURE)):
        good = entries[signature]
        for bad in (other.sign(entries[body]), good.upper(), good[:-1], good + b"\n", b" " + good[:-1]):
            changed = {**entries, signature: bad}
            assert "signatures.bad" in wrong(verified(list(changed.items()), ""))


# -- what an audit concludes, changed by somebody who repairs every hash and signs with a key of their own


@pytest.mark.parametrize("change", altering.CHANGES, ids=lambda change: change.__name__)
def test_what_it_concludes_cannot_be_changed_by_another_hand(
    true_pack: Made, tmp_path: Path, verified: Callable[..., Report], change: Callable[[dict[str, Any]], None]
) -> None:
    audit = true_pack.audit
    change(audit)
    entries = true_pack.with_audit(audit).signed_by(keys.open_signer(tmp_path / "other")).entries()
    assert wrong(verified(entries)) == {"signatures.other"}  # by the key
    # And without one by what follows from it; a name that it gives itself, by the manifest.
    assert wrong(verified(entries, "")) == {"derivation.audit" if change in altering.NAMES else "derivation.said"}


def test_another_name_for_the_rules_is_found(true_pack: Made, verified: Callable[..., Report], tmp_path: Path) -> None:
    audit = {**true_pack.audit, "ruleset": "0" * 64}
    other = true_pack.with_audit(audit).signed_by(keys.open_signer(tmp_path / "other"))
    entries = dataclasses.replace(other, head=dataclasses.replace(other.head, ruleset="0" * 64)).entries()
    assert wrong(verified(entries, "")) == {"derivation.foreign"}


def test_a_view_too_large_to_be_read_proves_nothing(true_pack: Made, verified: Callable[..., Report]) -> None:
    name = next(part for part in true_pack.parts if part.startswith("views/") and part.endswith(".json"))
    parts = {**true_pack.parts, name: true_pack.parts[name] + b" " * (64 << 20)}
    report = verified(Made(parts, true_pack.head, true_pack.signer).entries())
    assert wrong(report) == {"derivation.said"}
    assert f"{name} is too large" in verify.printed(report, "en")


def test_a_pack_put_in_its_place_meanwhile_proves_nothing(
    true_pack: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = true_pack.audit
    altering.verdict(audit)
    path, genuine, run = tmp_path / "pack.zip", tmp_path / "genuine.zip", subprocess.run
    path.write_bytes(zipped(true_pack.with_audit(audit).entries()))
    genuine.write_bytes(zipped(true_pack.entries()))

    def late(*words: Any, **how: Any) -> Any:
        genuine.replace(path)
        return run(*words, **how)

    monkeypatch.setattr(subprocess, "run", late)
    assert check(path).end == "unproven"
    assert check(path, derive=False).manifest == hashlib.sha256(dict(true_pack.entries())[MANIFEST]).hexdigest()


def test_alone_the_verifier_finds_it_too(true_pack: Made, tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(true_pack.parts["verify.py"])
    audit = true_pack.audit
    altering.verdict(audit)
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(true_pack.with_audit(audit).signed_by(keys.open_signer(tmp_path / "other")).entries()))
    done = alone(program, path, "--lang", "en")
    assert (done.returncode, done.stderr) == (1, "")
    assert "verdicts or scores do not follow" in done.stdout
    assert done.stdout == verify.printed(check(path), "en") + "\n"


def test_a_page_or_picture_changed_beside_its_view_is_found(
    true_pack: Made, tmp_path: Path, verified: Callable[..., Report]
) -> None:
    name = next(part for part in true_pack.parts if part.startswith("screenshots/"))
    other = next(
        part
        for part in true_pack.parts
        if part.startswith("screenshots/") and true_pack.parts[part] != true_pack.parts[name]
    )
    parts = {**true_pack.parts, name: true_pack.parts[other]}
    assert wrong(verified(Made(parts, true_pack.head, true_pack.signer).entries())) == {"derivation.said"}


def test_rules_changed_under_the_same_ruleset_are_found(true_pack: Made, verified: Callable[..., Report]) -> None:
    for parts in (
        {**true_pack.parts, "ruleset/probes.toml": b"# other\n"},
        {**true_pack.parts, "ruleset/scoring/more.py": b"pass\n"},
        {**true_pack.parts, "ruleset/sources.json": encode_canonical({"files": []})},
    ):
        report = verified(Made(parts, true_pack.head, true_pack.signer).entries())
        assert wrong(report) == {"derivation.foreign"}
