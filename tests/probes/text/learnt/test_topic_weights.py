"""A second reader of sentences: the same number everywhere, small, explained, and right about plain cases."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.learnt.topic_weights import (
    collect_pairs,
    explain_score,
    find_topics,
    load_topics,
    score_topic,
    total_weight,
    unpack_weights,
)
from tests.rules import real_checks

STATED = {
    "shared": "我们会将您的收货地址和电话提供给承运的快递公司。",
    "stored": "订单信息自交易完成之日起保存三年，期满后删除。",
    "secured": "我们采用加密传输和访问权限控制保护您的个人信息。",
    "rights": "您可以在账户设置中查阅、更正或者删除您的个人信息。",
    "minors": "未满十四周岁的儿童使用本服务须取得监护人的同意。",
    "changes": "本政策变更时，我们会在首页公告并通过短信通知您。",
}
NOTHING = "感谢您一直以来对本店的信任与支持。"


@pytest.mark.parametrize("topic", STATED)
def test_a_statement_of_the_topic_scores_above_one_of_another_and_above_thanks(topic: str) -> None:
    own = score_topic(topic, STATED[topic])
    others = [score_topic(topic, said) for name, said in STATED.items() if name != topic]
    assert own > max(others)
    assert own > score_topic(topic, NOTHING)


@given(text=st.text(max_size=80), heading=st.text(max_size=20))
def test_the_score_is_a_whole_number_made_of_what_explains_it(text: str, heading: str) -> None:
    for topic in load_topics():
        said = score_topic(topic, text, heading)
        assert isinstance(said, int)
        assert said == score_topic(topic, text, heading)
        heaviest = explain_score(topic, text, heading)
        assert len(heaviest) <= 10
        if not heaviest:
            assert said == load_topics()[topic].bias


def test_long_sentences_are_not_louder_than_short_ones() -> None:
    weights = {"甲乙": 40}
    assert total_weight(0, weights, frozenset({"甲乙"})) > total_weight(
        0, weights, frozenset({"甲乙", "乙丙", "丙丁", "丁戊"})
    )
    assert total_weight(-3, {}, frozenset()) == -3


def test_all_that_are_told_at_once_are_those_whose_own_score_reaches_the_bar() -> None:
    said = "投诉受理后七个工作日内办结，结果以短信告知投诉人。"
    bars = {name: topic.told for name, topic in load_topics().items() if topic.told is not None and topic.fine}
    one_by_one = {name: number for name, bar in bars.items() if (number := score_topic(name, said)) >= bar}
    assert one_by_one
    assert dict(find_topics(said)) == one_by_one


def test_a_number_is_a_number_whichever_it_is() -> None:
    assert collect_pairs("三个工作日内退款", fine=True) == collect_pairs("15个工作日内退款", fine=True)
    assert collect_pairs("三个工作日内退款") != collect_pairs("15个工作日内退款")


def test_stored_weights_are_unpacked_by_the_length_of_their_pairs() -> None:
    assert unpack_weights({"-8": "退货  #快递", "12": " 投诉受理", "3": "元"}) == {
        "退": -8, "货": -8, "#快递": -8, "投诉": 12, "受理": 12, "元": 3,
    }  # fmt: skip


def test_what_was_learnt_is_small_and_named_as_the_checks_name_it() -> None:
    kept = [path for path in files("probes.text.learnt").iterdir() if path.name.endswith("_weights.json")]
    assert len(kept) == 4
    assert sum(len(file.read_bytes()) for file in kept) <= 300 * 1024
    learnt = {name for check in real_checks() for name in check.params.words.get("learnt", ())}
    assert learnt
    assert learnt <= set(load_topics())


@pytest.mark.parametrize("voice", ["我司", "我方", "本公司", "本店", "本平台", "小店", "咱们"])
def test_a_shop_is_heard_alike_by_whatever_word_it_calls_itself(voice: str) -> None:
    said = "我们会采用加密技术保护您的个人信息。"
    for topic in ("secured", "used", "minors"):
        heard = score_topic(topic, said.replace("我们", voice), "我们如何保护".replace("我们", voice))
        assert heard == score_topic(topic, said, "我们如何保护")
