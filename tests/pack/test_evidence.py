"""Evidence is held against hostile content: whatever record, view or picture holds, it is an answer."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from scoring.record.evidence_check import PackView, no_bytes, picture_size
from scoring.record_proof import PackViews, load_rule, parse_plain, prove_evidence
from tests.pack.making import Made
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.verification.manifest import hash_sha256

NAMES = [
    "id", "view", "quote", "box", "selector", "evidence", "findings", "traits", "views", "fetches", "probe", "width", "height", "text",
    "elements", "screenshot", "file", "sha256", "scale", "html", "audit", "gaps", "v1", "v2", "seen", "role",
]  # fmt: skip
LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
VALUES = st.recursive(
    LEAF | st.sampled_from(NAMES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=40,
)
TABLES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10)


@settings(max_examples=100, deadline=None)
@given(TABLES, TABLES, st.binary(max_size=40))
def test_whatever_a_record_and_its_views_say_is_an_answer(
    audit: dict[str, Any], view: dict[str, Any], picture: bytes
) -> None:
    files = {"views/v1.json": encode_canonical(view), "v2": picture, "views/.json": encode_canonical(view)}
    listed = [{"name": name, "sha256": hash_sha256(data)} for name, data in files.items()]
    rule = load_rule()
    views = PackViews(lambda name: files.get(name, b""), files, {"files": listed}, rule.quotes)
    for ok, zh, en in prove_evidence(parse_plain(encode_canonical(audit)), views, rule):
        assert ok in (True, False, None)
        assert zh
        assert en


def test_evidence_without_end_is_read_once(true_pack: Made) -> None:
    asked = []

    def source() -> bytes:
        asked.append(1)
        return b"<p class='kefu'>&amp;&#20320;"

    page = PackView({"text": "欢迎光临"}, None, (), source, load_rule().quotes)
    assert page.says("欢迎　光临") == "words"
    assert not asked
    assert page.says("kefu") == "record"
    assert page.says("你") == "record"
    assert page.says("没有") == ""
    assert len(asked) == 1


def test_what_is_put_together_holds_if_each_piece_does() -> None:
    page = PackView(
        {"text": "付款\n运费 8 元", "elements": [{"text": "库存", "name": "仅剩３件"}, {"text": "付款"}]},
        {"url": "https://x.example/a"},
        (),
        no_bytes,
        load_rule().quotes,
    )
    assert page.says("库存 仅剩3件") == "words"
    assert page.says("运费：8元") == ""  # of scraps anything could be put together
    assert page.says("付款 → https://x.example/a") == "pieces"
    assert page.says("付款 → https://x.example/b") == ""
    assert page.says("运费 9 元") == ""


def test_the_size_of_a_picture_is_read_from_it() -> None:
    for progressive in (False, True):
        out = io.BytesIO()
        Image.new("RGB", (390, 8440), "#fff").save(out, "JPEG", progressive=progressive, comment=b"x" * 3000)
        assert picture_size(out.getvalue()) == (390.0, 8440.0)
        assert picture_size(out.getvalue()[:100]) == ()
    out = io.BytesIO()
    Image.new("RGB", (3, 4)).save(out, "PNG")
    assert picture_size(out.getvalue()) == ()


@given(st.binary(max_size=60))
def test_any_bytes_have_a_size_or_none(data: bytes) -> None:
    assert len(picture_size(data)) in (0, 2)
    assert len(picture_size(b"\xff\xd8\xff" + data)) in (0, 2)


def element(**given: Any) -> dict[str, Any]:
    return {"selector": "#a", "box": [10, 20, 30, 40], "seen": True, **given}


def test_a_box_is_its_elements_and_in_the_picture() -> None:
    def shows(pointed: Any, size: tuple[float, ...] = (100.0, 200.0), **given: Any) -> bool | None:
        view = {"width": 100, "height": 900, "elements": [element(**given)]}
        return PackView(view, None, size, no_bytes, load_rule().quotes).shows({"selector": "#a", "box": pointed})

    assert shows([10, 20, 30, 40]) is True
    assert shows([10.0, 20.0, 30.0, 40.0]) is True
    assert shows([10, 20, 30, 41]) is False
    assert shows([10, 20, 30]) is False
    assert shows("10 20 30 40") is False
    assert shows([10, 20, 30, 40], selector="#b") is False
    assert shows([10, 20, 30, 40], size=()) is False
    assert shows([-50, 0, 400, 40], box=[-50, 0, 400, 40]) is True  # wider than the page, as carousels are
    assert shows([10, 800, 30, 40], box=[10, 800, 30, 40]) is None  # the picture of a tall page ends above
    assert shows([10, 990, 30, 40], box=[10, 990, 30, 40]) is False
    assert shows([-9999, 0, 30, 40], box=[-9999, 0, 30, 40], seen=False) is None  # words for screen readers alone
    assert shows([-9999, 0, 30, 40], box=[-9999, 0, 30, 40]) is False
