"""Half an answer claims that the other half is nowhere: what a page may say of it in unknown words is shown to a person."""

import pytest

from crawler.vocabulary import Role
from probes.finding import Answer, Outcome
from tests.eval.table import checks
from tests.eval.topics.words import ask

PAYING = "service.delivery_compensation"
FREIGHT = "service.freight_standard"
CHANNELS = "complaints.complaint_channels"


def ask_check(id: str, role: Role, said: str) -> Answer:
    return ask((checks()[id],), role, said)[id][0]


@pytest.mark.parametrize(
    ("id", "role", "half", "rest"),
    [
        (FREIGHT, Role.DELIVERY, "每单运费 9 元。", "一张单子过了 120 元那一档，邮费就归我们了。"),
        (
            "service.exchange_repair",
            Role.AFTER_SALES,
            "收到七天内可以换货。",
            "表带松了拿来，师傅现场修整，不要钱。",
        ),
    ],
)
def test_what_may_be_the_other_half_is_asked_about(id: str, role: Role, half: str, rest: str) -> None:
    part = ask_check(id, role, half)
    assert part.outcome is Outcome.YES
    assert part.fraction is not None
    assert part.fraction < 1.0
    asked = ask_check(id, role, f"{half}\n{rest}")
    assert asked.outcome is Outcome.UNSURE or asked.fraction == 1.0
    if asked.outcome is Outcome.UNSURE:
        assert asked.fraction == part.fraction
        assert rest[:6] in asked.because.zh


@pytest.mark.parametrize(
    "other",
    ["我们每天上午九点开门。", "请核对收货地址与电话。", "本店不提供礼品包装。", "破损、少件的，本店不予赔付。"],
)
def test_what_is_of_another_matter_or_denied_leaves_the_half(other: str) -> None:
    found = ask_check(PAYING, Role.DELIVERY, f"晚到半小时以上的，配送费全额退还。\n{other}")
    assert (found.outcome, found.by_absence) == (Outcome.YES, True)


def test_a_further_way_to_complain_in_unknown_words_is_asked_about() -> None:
    two = "投诉电话：0571-5550-1234\n投诉邮箱：ts@shangu.example"
    assert ask_check(CHANNELS, Role.COMPLAINT, two).outcome is Outcome.YES
    assert ask_check(CHANNELS, Role.COMPLAINT, f"{two}\n投诉也可以到店里当面说。").outcome is Outcome.UNSURE


def test_a_further_clause_of_the_quoted_sentence_may_be_the_rest() -> None:
    """The rest is not said to be missing where the sentence that is quoted goes on about it in unknown words."""
    half = "营业执照、身份证都要交，三天审完"
    asked = ask_check("trust.seller_checks", Role.SELLER, f"商家入驻\n{half}，年检那会儿重新来一遍。")
    assert asked.outcome is Outcome.UNSURE
    assert "年检那会儿重新来一遍" in asked.because.zh
    part = ask_check("trust.seller_checks", Role.SELLER, f"商家入驻\n{half}，通过后短信告知。")
    assert (part.outcome, part.by_absence) == (Outcome.YES, True)


LIMITS = "complaints.complaint_limits"


def test_a_time_of_no_known_stage_may_be_how_soon_a_complaint_is_settled() -> None:
    begun = "投诉处理\n收到投诉后 2 小时内登记。"
    asked = ask_check(LIMITS, Role.COMPLAINT, f"{begun}\n一般的事三天到头，要送检的七天。")
    assert asked.outcome is Outcome.UNSURE
    assert "三天到头" in asked.because.zh


@pytest.mark.parametrize("other", ["客服在 24 小时内与您联系。", "退款 3 个工作日到账。", "请您在 7 天内补充材料。"])
def test_a_time_of_another_stage_or_matter_is_not(other: str) -> None:
    found = ask_check(LIMITS, Role.COMPLAINT, f"投诉处理\n收到投诉后 2 小时内登记。\n{other}")
    assert (found.outcome, found.fraction, found.by_absence) == (Outcome.YES, 0.5, True)
