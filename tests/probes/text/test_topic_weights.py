"""A second reader of sentences: the same number everywhere, small, explained, and right about plain cases."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.registry import load
from probes.text.topic_weights import explain, score, topics, total

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
    own = score(topic, STATED[topic])
    others = [score(topic, said) for name, said in STATED.items() if name != topic]
    assert own > max(others)
    assert own > score(topic, NOTHING)


@given(text=st.text(max_size=80), heading=st.text(max_size=20))
def test_the_score_is_a_whole_number_made_of_what_explains_it(text: str, heading: str) -> None:
    for topic in topics():
        said = score(topic, text, heading)
        assert isinstance(said, int)
        assert said == score(topic, text, heading)
        heaviest = explain(topic, text, heading)
        assert len(heaviest) <= 10
        if not heaviest:
            assert said == topics()[topic].bias


def test_long_sentences_are_not_louder_than_short_ones() -> None:
    weights = {"甲乙": 40}
    assert total(0, weights, frozenset({"甲乙"})) > total(0, weights, frozenset({"甲乙", "乙丙", "丙丁", "丁戊"}))
    assert total(-3, {}, frozenset()) == -3


def test_what_was_learnt_is_small_and_named_as_the_checks_name_it() -> None:
    assert len(files("probes.text").joinpath("topic_weights.json").read_bytes()) <= 300_000
    learnt = {name for check in load() for name in check.params.words.get("learnt", ())}
    assert learnt
    assert learnt <= set(topics())
