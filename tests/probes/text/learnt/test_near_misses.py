"""What speaks of a thing without stating it sounds so by its scope and by weights; a plain statement is never asked about."""

from __future__ import annotations

import pytest

from probes.text.learnt.near_misses import (
    SCOPES,
    NearMissWeights,
    collect_telling,
    explain_telling,
    list_scopes,
    load_near_misses,
    measure_excess,
    misses_narrowly,
)
from probes.text.normalise import fold_text
from tests.eval.table import checks

# By scope: a sentence that holds it, and one on the same matter that does not.
HELD = {
    "refused": ("我们恕不告知处理进度。", "处理进度会以短信告知您。"),
    "later": ("退货流程将另行公布。", "退货流程分为三步。"),
    "at_will": ("赔付金额视情况而定。", "赔付金额为订单金额的一倍。"),
    "pointing": ("退货说明详见公告。", "退货请在订单页点击申请。"),
    "others": ("商家收到投诉后应当及时回复。", "我们收到投诉后当天回复。"),
    "outsiders": ("银行会在核对之后入账。", "退款当天入账。"),
    "forbidding": ("请勿把密码告诉别人。", "密码加密保存。"),
    "told": ("本店曾开通到店自提。", "本店开通到店自提。"),
    "asked": ("退货运费是否由我承担?", "退货运费由本店承担。"),
    "advice": ("建议您保留购物小票。", "凭购物小票保修一年。"),
    "about": ("本栏目介绍评价的排序。", "评价按时间排序。"),
    "law": ("《电子商务法》对此有要求。", "本店对此有要求。"),
    "request": ("收货前请保持电话畅通。", "取件码在收货前短信告知。"),
    "sanction": ("多次违约的账号将被冻结。", "多次购买的账号会升级。"),
    "boast": ("我们的客服团队随时等您。", "客服九点上班。"),
    "case": ("若七日内没有回音,再打一次。", "七日内会有回音。"),
    "costs": ("检测的费用由买家承担。", "检测在三日内做完。"),
    "allowed": ("评价可追加一次。", "评价按时间排列。"),
    "sellers": ("供应商对其商品负责。", "我们对商品负责。"),
}


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_scope_is_told_where_it_stands_and_only_there(scope: str) -> None:
    held, free = HELD[scope]
    assert scope in list_scopes(fold_text(held))
    assert scope not in list_scopes(fold_text(free))


def test_a_sentence_without_scope_is_no_near_miss_whatever_its_weights() -> None:
    loud = NearMissWeights(1 << 10, {}, dict.fromkeys(SCOPES, 0), {})
    assert measure_excess(loud, "收到退货后7个工作日内退款。") < 0
    assert measure_excess(loud, "退款时间详见公告。") > 0


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("service.no_reason_return", "七天无理由退货的说明请阅读《退货规则》。"),
        ("complaints.acknowledgement_limit", "我们对受理时间不作承诺,视当日业务量而定。"),
        ("complaints.feedback_promised", "投诉较多,处理结果恕不逐一告知,请您谅解。"),
        ("trust.buyer_levels", "会员等级的评定办法恕不对外说明。"),
    ],
)
def test_what_only_speaks_of_it_sounds_like_a_near_miss(check: str, said: str) -> None:
    assert misses_narrowly(check, said)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("service.no_reason_return", "定制商品不适用七天无理由退货。"),
        ("service.return_steps", "请在订单页申请退货,商家须在48小时内审核。"),
        ("complaints.acknowledgement_limit", "我们在24小时内受理投诉,节假日顺延。"),
        ("complaints.feedback_promised", "投诉处理结果会以短信告知您。"),
        ("trust.buyer_levels", "会员等级由近一年的消费金额评定,不得转让。"),
        ("ordering.risk_warning", "谨防冒充客服的诈骗,请勿向陌生人转账。"),
    ],
)
def test_a_right_statement_with_the_words_of_a_scope_stays_one(check: str, said: str) -> None:
    assert not misses_narrowly(check, said)


def test_a_check_that_separates_nothing_is_never_doubted() -> None:
    assert not misses_narrowly("trust.topic_privacy", "退货流程将另行公布,恕不对外说明。")


@pytest.mark.parametrize(
    ("check", "said", "fraction", "doubted"),
    [
        ("complaints.compensation_terms", "赔付的事要看情况,不好一概而论。", 0.3, True),
        ("complaints.compensation_terms", "赔付金额为订单金额的一倍,三日内到账。", 0.3, False),
        (
            "trust.buyer_levels",
            "赔付的事要看情况,不好一概而论。",
            0.3,
            False,
        ),  # of its family hardly one is taken for a statement
    ],
)
def test_what_sounds_like_one_loudly_needs_no_scope_and_less_where_little_is_told(
    check: str, said: str, fraction: float, doubted: bool
) -> None:
    assert not list_scopes(said)
    assert misses_narrowly(check, said, fraction) is doubted
    heaviest = explain_telling(said)
    assert 0 < len(heaviest) <= 10
    assert all(pair in said or "0" in pair for pair, _ in heaviest)  # a number is a number, whichever it is


def test_an_answer_in_part_is_doubted_sooner_and_what_a_golden_case_shows_never() -> None:
    known = NearMissWeights(0, {}, {}, {}, {"whole": 9, "part": 3, "little": 1}, {"a.b": 5}, ("c.",))
    assert [known.doubts_alone("a.c", share) for share in (None, 1.0, 0.5, 0.2, 0.0)] == [9, 9, 3, 1, 1]
    assert [known.doubts_alone("a.b", share) for share in (1.0, 0.5)] == [9, 5]
    assert known.doubts_alone("c.d", 0.2) is None


def test_marks_of_setting_weigh_nothing() -> None:
    assert collect_telling("退货。") == collect_telling("退货!") == {"退货", "退", "货"}


def test_what_is_stored_names_scopes_and_checks() -> None:
    known = load_near_misses()
    assert set(known.bars) == set(SCOPES)
    assert known.margins
    assert set(known.margins) <= set(checks())
    assert all(checks()[id].stated for id in known.margins)
    assert set(known.raised) <= set(checks())
    assert known.alone["little"] <= known.alone["part"] < known.alone["whole"]


@pytest.mark.parametrize(
    ("said", "refuses"),
    [
        ("签收后3日内可以申请无理由退货，逾期不再受理。", False),
        ("七天内可退，拆封后不予退换。", False),
        ("本店不支持七天无理由退货。", True),
        ("不保证7天内答复。", True),
    ],
)
def test_who_may_do_a_thing_in_time_is_told_whatever_is_refused_after_it(said: str, refuses: bool) -> None:
    assert ("refused" in list_scopes(fold_text(said))) is refuses
