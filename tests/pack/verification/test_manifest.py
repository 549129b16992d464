"""The manifest and the seal: canonical, complete, and the same for the same facts."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.verification.manifest import (
    AuthorityStamp,
    ManifestEntry,
    PackHead,
    PreviousPack,
    build_manifest,
    build_seal,
    hash_sha256,
)

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HEAD = PackHead(
    "p1", "a1", "w1", "https://shop.example/", "某店\ud800", AT, "ab" * 32, False, 3, {"xuncha": "0.1"}, None
)
FILES = (ManifestEntry("b.txt", 2, "22" * 32), ManifestEntry("a.txt", 1, "11" * 32, "33" * 32))


def test_the_manifest_says_all_in_one_spelling() -> None:
    data = build_manifest(HEAD, "cd" * 32, FILES)
    said = json.loads(data)
    assert data == encode_canonical(said) == build_manifest(HEAD, "cd" * 32, reversed(FILES))
    assert [file["name"] for file in said["files"]] == ["a.txt", "b.txt"]
    assert said["files"][0]["original"] == "33" * 32
    assert said["previous"] is None
    assert said["key"] == {"algorithm": "Ed25519", "public": "cd" * 32}


def test_a_moment_is_written_in_utc_and_needs_a_zone() -> None:
    beijing = AT.astimezone(timezone(timedelta(hours=8)))
    assert build_manifest(dataclasses.replace(HEAD, made_at=beijing), "", ()) == build_manifest(HEAD, "", ())
    with pytest.raises(ValueError, match="zone"):
        build_manifest(dataclasses.replace(HEAD, made_at=datetime(2026, 11, 20)), "", ())


def test_the_pack_before_is_named_by_its_manifest() -> None:
    said = json.loads(build_manifest(dataclasses.replace(HEAD, previous=PreviousPack("a0", "p0", "44" * 32)), "", ()))
    assert said["previous"] == {"audit": "a0", "pack": "p0", "manifest": "44" * 32}


def test_the_seal_lists_stamps_and_why_there_is_none() -> None:
    stamps = (
        AuthorityStamp("http://a/", b"der"),
        AuthorityStamp("http://b/", None, "unreachable", "refused"),
        AuthorityStamp("http://c/", b"x"),
    )
    data, files = build_seal(b"m", b"s", stamps)
    said = json.loads(data)
    assert data == encode_canonical(said)
    assert files == {"timestamps/001.tsr": b"der", "timestamps/003.tsr": b"x"}
    assert (said["manifest"], said["signature"]) == (hash_sha256(b"m"), hash_sha256(b"s"))
    assert [stamp["sha256"] for stamp in said["stamps"]] == [hash_sha256(b"der"), None, hash_sha256(b"x")]
    assert said["stamps"][1]["error"] == "unreachable"


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_canonical({"value": float("nan")})
