"""A reason is read one claim a line, and what several claims quote alike once."""

from __future__ import annotations

import pytest

from xuncha.web.views.decision_view import list_claims
from xuncha.web.views.reason_claims import split_claims


@pytest.mark.parametrize(
    ("because", "claims"),
    [
        ("", ()),
        ("帮助可搜索", ("帮助可搜索",)),
        ("写明了途径：「先退货；再退款。」；未见阻碍", ("写明了途径：「先退货；再退款。」", "未见阻碍")),
        ("占 100.0%（要求 95%；无法判定 0.0%）；失效 0.0%", ("占 100.0%（要求 95%；无法判定 0.0%）", "失效 0.0%")),
        ("写明了甲：「同一句。」；写明了乙：「另一句。」；写明了丙：「同一句。」", ("写明了甲；写明了丙：「同一句。」", "写明了乙：「另一句。」")),
        ("权益 8 类，如「同一句。」；写明了乙：「同一句。」", ("权益 8 类；写明了乙，如「同一句。」",)),
        ("states a: “One; two.”; finds b", ("states a: “One; two.”", "finds b")),
        ("states a: “One.”; states b: “One.”", ("states a; states b: “One.”",)),
        ("未闭合「一；二", ("未闭合「一；二",)),
    ],
)  # fmt: skip
def test_claims_are_told_apart_outside_of_quotes(because: str, claims: tuple[str, ...]) -> None:
    assert split_claims(because) == claims


@pytest.mark.parametrize(
    ("lang", "because", "question", "claims"),
    [
        ("zh", "写明了甲；写明了乙：「一句。」；写明了丙", "", ("写明了甲", "乙：「一句。」", "写明了丙")),
        ("zh", "写明了甲：「同一句。」；写明了乙：「同一句。」", "", ("甲；乙：「同一句。」",)),
        ("zh", "3 个中有疑问的：「A1」、「B2」；无阻碍", "编号「A1」、「B2」不符：截图如此吗？", ("3 个中有疑问的（如上）", "无阻碍")),
        ("zh", "3 个中有疑问的：「A1」、「C3」", "编号「A1」不符：截图如此吗？", ("3 个中有疑问的：「A1」、「C3」",)),
        ("en", "the page states a: “One.”; of 3 these: “A1”", "“A1” is odd. Is it so?", ("a: “One.”", "of 3 these (as above)")),
        # A value that stands in the sentence beside it; not one that is a part of another number, nor a whole sentence.
        ("zh", "退款时限：「48小时」，「在 48 小时内退款；」", "", ("退款时限：「在 48 小时内退款；」",)),
        ("zh", "时限：「8小时」，「在48小时内退款」", "", ("时限：「8小时」，「在48小时内退款」",)),
        ("zh", "响应承诺「30 秒」：「客服 30 秒内响应。」", "", ("响应承诺：「客服 30 秒内响应。」",)),
        ("zh", "数据：「8 吨」、「9 吨」，「采购 8 吨。」", "", ("数据：「9 吨」，「采购 8 吨。」",)),
        ("en", "a limit: “48 hours”, “within 48 hours”", "", ("a limit: “within 48 hours”",)),
        # Examples that an earlier claim has; what is said of quotes one by one stays.
        ("zh", "均已公示：「A1」、「B2」；3 个正确，如「A1」、「B2」、「C3」", "", ("均已公示：「A1」、「B2」", "3 个正确，如「C3」")),
        ("zh", "均已公示：「A1」、「B2」；2 个正确，如「B2」", "", ("均已公示：「A1」、「B2」", "2 个正确（如上）")),
        ("zh", "甲：「A1」、「B2」；乙：「A1」", "", ("甲：「A1」、「B2」", "乙：「A1」")),
        # What tells nothing.
        ("zh", "占 100.0%（要求 95%；无法判定 0.0%）；占 9.5%（要求 95%；无法判定 0.4%）", "",
         ("占 100%", "占 9.5%（要求 95%；无法判定 0.4%）")),
        ("zh", "12 个商品页中 0 个缺货（可比 12 个）；12 个商品页中 0 个重名（可比 9 个）；12 个商品页中 3 个有误", "",
         ("12 个商品页中 0 个缺货；重名（可比 9 个）", "12 个商品页中 3 个有误")),
        ("en", "0 of 12 product pages lack a (12 could be compared); 0 of 12 product pages lack b", "",
         ("0 of 12 product pages lack a; lack b",)),
        ("zh", "占 99.0%（要求 95%；无法判定 0.0%）；中位数 0.000（要求不超过 0.25）；中位数 0.1（要求不超过 0.25）", "",
         ("占 99%（要求 95%）", "中位数 0.000", "中位数 0.1（要求不超过 0.25）")),
        ("zh", "新手指南「新手指南」1 次点击可达；帮助「新手指南」可达", "", ("「新手指南」1 次点击可达", "帮助「新手指南」可达")),
        ("zh", "至少部分符合（其余未能找到，须人工核对）：仅写明：「一句。」", "", ("至少部分符合：仅写明：「一句。」",)),
        # The shop's own address, but not another that begins alike, nor one inside of a quote.
        ("zh", "明文：http://a.example/login；明文：http://a.example/", "", ("明文：/login", "明文：首页")),
        ("zh", "明文：http://a.example.cn/x；外链：https://a.example/x", "", ("明文：http://a.example.cn/x", "外链：https://a.example/x")),
        ("zh", "写明了甲：「见 http://a.example/x 一页」", "", ("甲：「见 http://a.example/x 一页」",)),
        ("zh", "写明了：「一句。」", "", ("写明了：「一句。」",)),
    ],
)  # fmt: skip
def test_what_the_quote_or_the_question_tells_is_not_read_twice(
    lang: str, because: str, question: str, claims: tuple[str, ...]
) -> None:
    found = list_claims(lang, because, question, "http://a.example/")
    assert tuple(claim.words for claim in found) == claims
    assert all("".join(piece for piece, _ in claim.pieces) == claim.words for claim in found)


def test_a_value_left_out_is_marked_where_it_stands() -> None:
    (claim,) = list_claims("zh", "数据「7 次」：「8 吨」、「9 吨」，「收 8 吨、1.8 吨，共 7 次。」", "")
    assert claim.words == "数据：「9 吨」，「收 8 吨、1.8 吨，共 7 次。」"
    assert [piece for piece, found in claim.pieces if found] == ["8 吨", "7 次"]
