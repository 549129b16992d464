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
    ],
)  # fmt: skip
def test_what_the_quote_or_the_question_tells_is_not_read_twice(
    lang: str, because: str, question: str, claims: tuple[str, ...]
) -> None:
    assert list_claims(lang, because, question) == claims
