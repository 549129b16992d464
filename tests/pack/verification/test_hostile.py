"""Bytes of anybody: whatever a zip, a stamp, a manifest holds, the verifier has an answer and no traceback."""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pack.making import zipped
from tests.pack.tsa import Authority
from xuncha.pack.verification import verify
from xuncha.pack.verification.verify import Damaged, Zip, check, plain, stamped


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_zip_or_damaged(data: bytes) -> None:
    with suppress(Damaged):
        assert all(entry.size >= 0 for entry, _, _ in Zip(io.BytesIO(data)).rebuilt())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 400))
def test_any_change_of_a_zip_is_a_zip_or_damaged(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(zipped([("a.txt", b"one"), ("b/c.txt", b"two" * 40), ("d.txt", b"")]))
    for at, value in changes:
        data[at % len(data)] = value
    with suppress(Damaged):
        assert all(entry.size >= 0 for entry, _, _ in Zip(io.BytesIO(bytes(data[cut % 7 :]))).rebuilt())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_stamp_or_damaged(data: bytes) -> None:
    with suppress(Damaged):
        assert stamped(data).status > 1


@pytest.mark.commands
def test_any_flip_and_any_cut_of_a_stamp_is_a_stamp_or_damaged(tsa: Authority) -> None:
    data = tsa.stamp(b"words")
    assert stamped(data).imprint == hashlib.sha256(b"words").digest()
    unreadable = 0
    for at in range(len(data)):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 0x81]) + data[at + 1 :]):
            try:
                stamped(changed)
            except Damaged:
                unreadable += 1
    assert unreadable >= len(data)  # every cut at least


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(
        ["files", "name", "size", "sha256", "stamps", "file", "tsa", "key", "public", "previous", "manifest", "target", "url"]
    ), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None)
@given(JSON, JSON)
def test_whatever_manifest_and_seal_say_is_an_answer(
    tmp_path_factory: pytest.TempPathFactory, one: Any, two: Any
) -> None:
    entries = [
        ("manifest.json", json.dumps(one).encode()),
        ("manifest.sig", b"x"),
        ("seal.json", json.dumps(two).encode()),
    ]
    path = tmp_path_factory.getbasetemp() / "any.zip"
    path.write_bytes(zipped([*entries, ("seal.sig", b"y")]))
    report = check(path)
    assert report.end == "unproven"
    assert verify.printed(report, "en")
    assert verify.as_json(report)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"NaN", b'{"a": Infinity}', b'{"a":1,"a":2}', b"[" * 200_000, b"\xff", b'{"a":' + b"9" * 5000 + b"}"],
)
def test_json_that_is_none_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        plain(data, "x.json")
