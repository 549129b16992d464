"""A customer may call himself as our own words are called: the pack still holds together, and its machine fields say what they said."""

from __future__ import annotations

import dataclasses
import io
import json
import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.network import exchange_log
from crawler.site import Site
from crawler.vocabulary import Device, FoundBy, GapReason, Role, Unseen
from probes.finding import Outcome
from scoring.standard_tables import Verdict
from tests.cases.build import SHOP, site, view
from tests.pack.mask.masked_shop import Blobs, facts, leaking
from xuncha.pack.archive import warc
from xuncha.pack.documents import views
from xuncha.pack.mask import mask_files
from xuncha.pack.mask.mask import MaskedFacts, mask_facts
from xuncha.pack.mask.mask_known import KnownValues
from xuncha.pack.mask.mask_ledger import is_specific_name
from xuncha.pack.mask.mask_numbers import ValueKind, mask_value
from xuncha.pack.mask.mask_site import RECORD, TOLD, SiteMasker
from xuncha.pack.parts import PackFacts
from xuncha.reports import record, seen
from xuncha.reports.judged_record import serialize_findings

ENUMS = (Role, Device, FoundBy, GapReason, Unseen, Outcome, Verdict)
FIELDS = (
    "exchanges",
    "headers",
    "views",
    "sha256",
    "screenshot",
    "response",
    "request",
    "landed",
    "base64",
    "http",
    "document",
)
WORDS = sorted({*(str(word) for enum in ENUMS for word in enum), *FIELDS, "v1", "v2", "x1", "f1", "g1", "ab" * 32, "GET"})  # fmt: skip
BODY = '{"receiverName":"张小明","receiverMobile":"13812345678"}'
PNG = b"\x89PNG\r\n\x1a\n"


@cache
def shop() -> tuple[PackFacts, Blobs]:
    looked, blobs = leaking()
    made = facts(looked, blobs)
    parts = {
        "ruleset": made.audit.ruleset,
        "environment": {"xuncha": "v1"},
        "asked": ["v1", "mobile"],
        "gaps": [seen.serialize_gap(gap) for gap in looked.gaps],
        "fetches": [seen.serialize_fetch(fetch) for fetch in looked.fetches],
    }
    return dataclasses.replace(made, record={**made.record, **parts}), blobs


def machine(value: Any, told: tuple[str, ...] | None, name: str = "") -> Iterator[tuple[str, object]]:
    """All of a record that is not of pages."""
    if told is not None and name in told:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            below = tuple(RECORD.get(key, ())) if told is None else told
            yield key, None
            yield from machine(inner, below, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from machine(inner, told, "")
    else:
        yield name, value


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WORDS))
def test_no_word_of_ours_is_masked_in_what_is_ours(word: str) -> None:
    before, _ = shop()
    known = KnownValues({ValueKind.NICK: {word}, ValueKind.TOKEN: {word}, ValueKind.NAME: {word}}, (), (word,))
    veil = SiteMasker(known)
    after = dataclasses.replace(before, site=veil.site(before.site), record=veil.record(before.record))
    assert list(machine(after.record, None)) == list(machine(before.record, None))
    told = [json.loads(file.data) for file in views.make_view_files(after) if file.name.endswith(".json")]
    was = [json.loads(file.data) for file in views.make_view_files(before) if file.name.endswith(".json")]
    assert told
    for new, old in zip(told, was, strict=True):
        for name in ("schema", "id", "role", "state", "device", "look", "status", "at", "screenshot"):
            assert new[name] == old[name]
        assert new["html"]["file"] == old["html"]["file"]
        assert [element["tag"] for element in new["elements"]] == [element["tag"] for element in old["elements"]]
    judged = veil.audit(before.audit).findings
    for now, then in zip(judged, before.audit.findings, strict=True):
        assert (now.id, now.probe, now.device, now.answer.outcome, now.answer.reason) == (
            then.id, then.probe, then.device, then.answer.outcome, then.answer.reason,
        )  # fmt: skip
        assert [(piece.view, piece.sha256) for piece in now.answer.evidence] == [
            (piece.view, piece.sha256) for piece in then.answer.evidence
        ]


@pytest.mark.parametrize("word", ["v1", "exchanges", "headers", "mobile", "partial"])
def test_a_nickname_in_a_page_breaks_no_pack(word: str) -> None:
    before, _ = shop()
    first = before.site.views[0]
    leak = f'{{"nickname":"{word}"}} <a href="/x?token={before.audit.ruleset}1">'
    again = dataclasses.replace(first, html=first.html + leak)
    named = dataclasses.replace(before.site, views=(again, *before.site.views[1:]))
    after = mask_facts(dataclasses.replace(before, site=named))
    assert f'"nickname":"{mask_value(word, ValueKind.NICK)}"' in after.facts.site.views[0].html
    assert list(machine(after.facts.record, None)) == list(machine(before.record, None))
    assert [page.id for page in after.facts.site.views] == [page.id for page in before.site.views]
    for page in after.facts.site.views:
        data = after.facts.blob(page.exchanges_record) if page.exchanges_record else None
        assert data is None or exchange_log.unpack_record(data)["exchanges"]
    assert list(views.make_view_files(after.facts))


@pytest.mark.parametrize("word", ["v1", "ab1", "mobile", "Headers", "好评"])
def test_a_short_or_common_nickname_is_masked_in_its_own_field_alone(word: str) -> None:
    assert not is_specific_name(word)
    known = KnownValues({}, (), (word,))
    said = f'{{"nick_name":"{word}","type":"{word}"}} {word}'
    assert known.masked(said) == (said.replace(word, mask_value(word, ValueKind.NICK), 1), 1)
    inner = json.dumps(json.dumps({"userNick": word}))
    assert json.loads(json.loads(known.masked(inner)[0]))["userNick"] != word


@pytest.mark.parametrize("word", ["月光宝盒", "小鱼", "abc12", "吃瓜群众88"])
def test_a_nickname_of_somebody_is_masked_everywhere(word: str) -> None:
    assert is_specific_name(word)


def held(kind: Any) -> Iterator[type]:
    for arg in get_args(kind) if get_origin(kind) in (tuple, Union, types.UnionType) else (kind,):
        if dataclasses.is_dataclass(arg) and isinstance(arg, type):
            yield arg


def test_of_every_thing_that_is_masked_somebody_has_said_what_it_holds() -> None:
    """Names of fields that are no more would be looked for in vain, a new class would be met by a KeyError in a pack."""
    for kind, names in TOLD.items():
        hints = get_type_hints(kind)
        assert set(names) <= hints.keys(), kind
        for name in names:
            assert all(sort in TOLD for sort in held(hints[name])), (kind, name)
    properties = record.load_record_schema()["properties"]
    for part, names in RECORD.items():
        assert part in properties, part
        assert all(f'"{name}"' in json.dumps(record.load_record_schema()) for name in names)


@cache
def judged() -> PackFacts:
    """A page whose exchanges nobody looked into: what they carry changes no answer, so that one judgement serves all of them."""
    return facts(site(view("product", "商品")), Blobs())


def one(data: bytes, media: str) -> tuple[MaskedFacts, str]:
    blobs = Blobs()
    sha = blobs.put(data)
    exchange = {
        "url": f"{SHOP}a", "method": "GET", "kind": "xhr", "status": 200, "size": 1, "third_party": False, "initiator": "", "at_ms": 1.0,
        "body": sha, "media": media,
    }  # fmt: skip
    looked: Site = site(view("product", "商品", exchanges=[exchange]))
    return mask_facts(PackFacts(judged().audit, looked, judged().rules, {}, (), blobs.get, judged().made_at)), sha


@pytest.mark.parametrize("media", ["application/json", "image/gif", "video/mp4", "font/woff2", "application/pdf"])
@pytest.mark.parametrize(
    "front", [b"", b"\0", b"\0\0\0\0", b"GIF89a", b"%PDF-1.7\n", b"\0\0\0\x20ftyp", b"RIFF", b"\xff\xd8\xff"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_body_is_what_it_holds_not_what_it_is_called(media: str, front: bytes, encoding: str) -> None:
    if front[:1] == b"\xff" and encoding != "utf-8":
        return  # bytes of no encoding, of which what is ASCII is read
    after, sha = one(front + BODY.encode(encoding), media)
    said = after.facts.blob(sha) or b""
    assert said == front + '{"receiverName":"张**","receiverMobile":"138******78"}'.encode(encoding)
    assert after.count(sha) == 2
    assert after.facts.unread == front.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3 13812345678", 1),
        (b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe 13812345678", 1),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\xff 13812345678", 1),
        (PNG + b" 13812345678", 0),
        (b"\0\0\0\x20ftypisom\0\0\xfe\xff 13812345678", 0),
    ],
)
def test_files_of_words_that_cannot_be_read_are_counted(data: bytes, unread: int) -> None:
    after, sha = one(data, "text/html")
    assert after.facts.blob(sha) == data
    assert after.facts.unread == unread


def test_a_title_and_our_sentences_that_cut_a_number_show_nothing_of_it() -> None:
    veil = SiteMasker(KnownValues({ValueKind.MOBILE: {"13812345678"}}))
    cut = "好" * 290 + " 138123456"
    before, _ = shop()
    title = dataclasses.replace(before.site.views[0], title=cut + "78")
    assert seen.serialize_view(title)["title"].endswith("138123456")
    told = {
        "views": [seen.serialize_view(title)],
        "findings": [
            {
                **serialize_findings((), before.audit.findings[:1])[0],
                "because": {"zh": "首页有「收货人 138123456」", "en": cut},
            }
        ],
        "gaps": [
            {"detail": "waited for 收货人 13812345", "because": {"zh": "等 13812345", "en": "says “加我 1381234”."}}
        ],
    }
    after = json.dumps(veil.record(told), ensure_ascii=False)
    assert "13812" not in after
    assert "首页有「收货人 138******」" in after
    assert "says “加我 138****”." in after
    assert veil.view(title).title.endswith("138******78")


def test_the_archive_of_the_web_is_made_of_a_record_whose_fields_are_whole() -> None:
    before, _ = shop()
    data = next(before.blob(page.exchanges_record) for page in before.site.views if page.exchanges_record) or b""
    known = KnownValues({ValueKind.NICK: {"exchanges", "headers", "response", "network", "document"}})
    new, _count = mask_files.mask_exchange_record(data, known)
    assert exchange_log.unpack_record(new).keys() == exchange_log.unpack_record(data).keys()
    blob = {page.exchanges_record: new for page in before.site.views}
    shown = dataclasses.replace(before, blob=lambda sha: blob.get(sha) or before.blob(sha))
    assert warc.write_warc(shown, io.BytesIO(), lambda sha: 0)
