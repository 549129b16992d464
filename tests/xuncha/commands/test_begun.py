"""A visit that goes on is looked at as it was begun: its request is read from what the store remembers of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from crawler.site import Platform
from crawler.table_builder import Misbuilt
from crawler.vocabulary import Device
from storage.db.codec import decode_record, encode_record
from storage.visits.visit_recorder import Opening
from xuncha.audit.pipeline import AuditRequest, make_request_facts
from xuncha.commands.run_audit import StoredRequest, read_begun

REQUEST = AuditRequest(
    Platform("https://shop.example/"), (Device.MOBILE,), ("4.2-2",), 600, 150, 0.5, True, ("10.0.0.1:80",), ocr=False,
    by={"person": None}, timed=False,
)  # fmt: skip


def test_all_of_a_request_is_read_back_and_what_others_noted_beside_it_is_left() -> None:
    plan = {
        **make_request_facts(REQUEST),
        "continues": "ab12",
        "at": datetime(2026, 11, 27, tzinfo=UTC),
        "kind": ("x", 1),
    }
    stored = decode_record(Opening, encode_record(Opening(REQUEST.platform, plan))).plan
    begun = read_begun(stored)
    assert dataclasses.asdict(begun) == {
        field.name: getattr(REQUEST, field.name) for field in dataclasses.fields(StoredRequest)
    }


def test_a_visit_that_remembers_nothing_was_begun_as_all_are() -> None:
    assert read_begun({}) == StoredRequest()


def test_a_request_that_was_never_written_so_is_refused() -> None:
    with pytest.raises(Misbuilt, match=r"devices\.0"):
        read_begun({"devices": ["watch"]})
