"""What is known is met in every spelling and masked in its shape; nothing else is touched."""

import json
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.network import exchange_log
from probes.text.numbers.masking import mask_number as probes_mask
from xuncha.pack.mask import mask_files
from xuncha.pack.mask.mask_known import KnownValues
from xuncha.pack.mask.mask_numbers import ValueKind, mask_value, normalize_number

MOBILE, IDENTITY, CARD = "13812345678", "11010519491231002X", "6222021234567890128"
KNOWN = KnownValues(
    {
        ValueKind.MOBILE: {MOBILE, "15900001111"},
        ValueKind.IDENTITY: {IDENTITY},
        ValueKind.CARD: {CARD},
        ValueKind.NAME: {"张三", "欧阳明月"},
        ValueKind.NICK: {"吃瓜群众88"},
        ValueKind.MAIL: {"zhang.san@qq.com"},
        ValueKind.ADDRESS: {"北京市朝阳区建国路88号2栋301室"},
    },
    ("token", "phone"),
)
PIECES = (
    MOBILE, "138 1234 5678", "１３８12345678", "86", "+", "-", "<b>", "%20", "%3D", "\\u00a0", "\\", '"', ":", IDENTITY, CARD, "张三", "欧阳明月",
    "吃瓜群众88", "\\u5f20\\u4e09", "%E5%BC%A0", "&#24352;", "&amp;", "token=", "?", "abcdef123", "88号", "zhang.san@qq.com", "\n", " ", "好", "1",
)  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@given(texts)
@example('":')
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    once, count = KNOWN.masked(text)
    assert (count == 0) == (once == text)
    assert KNOWN.masked(once) == (once, 0)
    # A bare number after a JSON key becomes a quoted one.
    assert KNOWN.masked(f"{text} {MOBILE}")[0].endswith((" 138******78", ' "138******78"'))


@given(texts)
def test_a_piece_is_masked_once_and_for_all(text: str) -> None:
    once, _ = KNOWN.piece(text)
    assert KNOWN.piece(once)[0] == once
    assert len(once) == len(KNOWN.masked(text)[0])


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200),
    st.sampled_from(("utf-8", "gb18030", "utf-16")),
)
def test_bytes_in_which_nothing_is_known_stay_as_they_are(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    if KNOWN.contains_known(text):
        return
    assert mask_files.mask_body(data, KNOWN) == (data, 0)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_masked(data: bytes) -> None:
    new, count = mask_files.mask_body(data, KNOWN)
    assert (count > 0) == (new != data)
    whole = data + b" " + MOBILE.encode()
    masked = mask_files.mask_body(whole, KNOWN)[0]
    bare, quoted = b" 138******78", b' "138******78"'  # a number of JSON becomes a text
    assert masked.endswith((bare, quoted)) or mask_files.decode_text(whole) is None


def test_a_number_of_json_is_masked_as_a_text() -> None:
    assert mask_files.mask_body(f'": {MOBILE}'.encode(), KNOWN)[0] == b'": "138******78"'


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (MOBILE, "138******78"),
        ("138 1234 5678", "138 **** **78"),
        ("138-1234-5678", "138-****-**78"),
        ("１３８１２３４５６７８", "１３８******７８"),
        ("+8613812345678", "+86138******78"),
        ("138<em>1234</em>5678", "138<em>****</em>**78"),
        ("138%201234%205678", "138%20****%20**78"),
        ("q%3D13812345678", "q%3D138******78"),
        ("Tel.13812345678", "Tel.138******78"),
        ('{"a":13812345678}', '{"a":"138******78"}'),
        ('"{\\"a\\":13812345678}"', '"{\\"a\\":\\"138******78\\"}"'),
        (json.dumps("１３８１２３４５６７８"), '"\\uff11\\uff13\\uff18******\\uff17\\uff18"'),
        ("".join(f"&#{ord(text)};" for text in MOBILE), "&#49;&#51;&#56;******&#55;&#56;"),
        (IDENTITY, "110*************2X"),
        ("110105 19491231 002x", "110*** ******** **2x"),
        ("6222 0212 3456 7890 128", "622* **** **** **** *28"),
        ("收货人：欧阳明月", "收货人：欧***"),
        ("收货人：张三", "收货人：张*"),
        ("张三先生，您好", "张*先生，您好"),
        (quote("欧阳明月"), "%E6%AC%A7***"),
        (quote("欧阳明月", encoding="gb18030"), "%C5%B7***"),
        (json.dumps("欧阳明月"), '"\\u6b27***"'),
        (json.dumps(json.dumps("欧阳明月")), '"\\"\\\\u6b27***\\""'),
        ("&#27431;&#38451;&#26126;&#26376;", "&#27431;***"),
        ("zhang.san%40qq.com", "zha***********om"),
        ("北京市朝阳区建国路88号2栋301室", "北京市*************1室"),
        (">吃瓜群众88<", ">吃瓜群*88<"),
        ("?token=abcdef123&b=1", "?token=abc****23&b=1"),
        ("a?x=1&amp;phone=abcdef&b", "a?x=1&amp;phone=abc*ef&b"),
        ("go%3Ftoken%3Dabcdef123%26b", "go%3Ftoken%3Dabc****23%26b"),
    ],
)  # fmt: skip
def test_how_it_is_masked(said: str, shown: str) -> None:
    assert KNOWN.masked(said)[0] == shown


@pytest.mark.parametrize(
    "said",
    [
        "138******12", "13812345679", "1381234567", "913812345678", "138123456789", "0.13812345678", "张三丰传", "一张三人床", "订单13912345678",
        "看吃瓜群众88年", "kefu@shop.example", "?page=abcdef123", "token=abcdef", "`?token=${token}&b`", "北京市朝阳区建国路88号",
    ],
)  # fmt: skip
def test_what_is_not_masked(said: str) -> None:
    assert KNOWN.masked(said) == (said, 0)


def test_a_mask_is_that_of_the_probes() -> None:
    """So that what they quote is found where it was masked."""
    for number in (MOBILE, IDENTITY, CARD):
        assert KNOWN.masked(number)[0] == probes_mask(number)
    for word in ("abcd", "abcdef", "吃瓜群众88", "zhang.san@qq.com"):
        assert mask_value(word, ValueKind.NICK) == probes_mask(word)


def test_ends_of_cut_texts_are_masked_as_the_whole_is() -> None:
    assert KNOWN.piece("请联系 1381234")[0] == "请联系 138****"
    assert KNOWN.piece("12345678 是他")[0] == "******78 是他"
    assert KNOWN.piece("价格 12999")[0] == "价格 12999"
    assert KNOWN.piece("首页有「收货人 138123」，另有「5678」")[0] == "首页有「收货人 138***」，另有「5678」"
    assert KNOWN.piece("says “12345678 他” and “138 1234 5”")[0] == "says “******78 他” and “138 **** *”"
    assert KNOWN.piece("等待 1381234...")[0] == "等待 138****..."
    long = "好" * 100 + "收货地址：北京市朝阳区建国路8"
    assert KNOWN.piece(long)[0].endswith("收货地址：北京市*******")


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert {
        normalize_number(word)
        for word in ("138 1234 5678", "１３８１２３４５６７８", "138<b>1234</b>5678", "138%2012345678")
    } == {MOBILE}


def test_a_record_stays_json_whatever_its_strings_hold() -> None:
    posted = {"text": "\\\\u5f20\\u4e09 13812345678", "size": 13812345678, "cut": ""}
    request = {"headers": [["X-A", json.dumps({"x": "张三"})], ["X-B", "\\" + "张三"]], "body": posted}
    exchange = {"id": MOBILE, "url": f"http://a/?q={MOBILE}", "failed": "", "request": request}
    told = {"schema": exchange_log.SCHEMA, "page": {"url": "http://a/"}, "exchanges": [exchange], "left_out": 0}
    data, count = mask_files.mask_exchange_record(exchange_log.pack_record(told), KNOWN)
    new = exchange_log.unpack_record(data)["exchanges"][0]
    assert count >= 4
    assert new["url"] == "http://a/?q=138******78"
    assert new["request"]["body"]["size"] == 13812345678, "a size is no telephone"
    assert new["id"] == MOBILE, "nor is an id"
    assert json.loads(new["request"]["headers"][0][1]) == {"x": "张*"}
    assert "12345678" not in new["request"]["body"]["text"]
