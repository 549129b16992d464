"""What was ever written is read for ever, and written again to the letter, whatever its classes are called by now."""

from __future__ import annotations

import ast
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.db import codec
from storage.db.codec import NAMES, decode_record, encode_record, stored_name
from storage.errors import RecordDamaged
from tests.storage.db.stored import RECORDS

ROOT = Path(__file__).resolve().parents[3]
# Records as they were written when version 1 of the format was all there was. Lines may be added, none changed.
WRITTEN: list[list[Any]] = json.loads(Path(__file__).with_name("records.json").read_text("ascii"))
BY_NAME = {stored_name(kind): kind for kind in RECORDS}
kinds = pytest.mark.parametrize("kind", RECORDS, ids=stored_name)


def document(record: bytes) -> Any:
    return json.loads(zlib.decompress(record, 31).decode("utf-8", "surrogatepass"))


def packed(document: object) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), wbits=31)


@pytest.mark.parametrize("written", WRITTEN, ids=[f"{group[1]}-{index}" for index, group in enumerate(WRITTEN)])
def test_what_was_written_is_read_and_written_again_to_the_letter(written: list[Any]) -> None:
    record = packed(written)
    again = encode_record(decode_record(BY_NAME[written[1]], record))
    assert zlib.decompress(again, 31) == zlib.decompress(record, 31)


def test_every_stored_class_stands_among_what_was_written() -> None:
    assert {group[1] for group in WRITTEN} == set(BY_NAME)


@kinds
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_record_of_any_class_comes_back_to_the_letter(kind: type[Any], data: st.DataObject) -> None:
    thing = data.draw(RECORDS[kind])
    record = encode_record(thing)
    back = decode_record(kind, record)
    assert back == thing
    assert document(encode_record(back)) == document(record)


def test_no_two_stored_classes_share_a_name_in_records() -> None:
    assert len(BY_NAME) == len(RECORDS)


def test_a_line_for_a_class_that_is_not_stored_is_refused() -> None:
    assert NAMES.keys() <= {kind.__name__ for kind in RECORDS}


def test_every_class_that_is_read_from_records_is_known_here() -> None:
    """``decode_record(Kind, …)`` anywhere in the product."""
    found = set()
    for room in ("crawler", "probes", "scoring", "storage", "xuncha"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "decode_record":
                    found |= {node.args[0].id} if isinstance(node.args[0], ast.Name) else set()
    assert found == {kind.__name__ for kind in RECORDS}


@dataclass(frozen=True, slots=True)
class Opened:
    """A class as it was called when records of it were written."""

    url: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitBegun:
    """The same, renamed since."""

    url: str
    pages: tuple[int, ...] = ()


def test_a_class_that_was_renamed_reads_and_writes_its_old_name(monkeypatch: pytest.MonkeyPatch) -> None:
    old = encode_record(Opened("https://shop.example/", (1, 2)))
    with pytest.raises(RecordDamaged, match="'Opened' where a VisitBegun was expected"):
        decode_record(VisitBegun, old)
    monkeypatch.setattr(codec, "NAMES", {"VisitBegun": "Opened"})
    assert decode_record(VisitBegun, old) == VisitBegun("https://shop.example/", (1, 2))
    assert encode_record(VisitBegun("https://shop.example/", (1, 2))) == old
    new = packed([1, "VisitBegun", {"url": "https://shop.example/"}])
    with pytest.raises(RecordDamaged, match="'VisitBegun' where a Opened was expected"):  # nobody ever wrote that
        decode_record(VisitBegun, new)
