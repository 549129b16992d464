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
