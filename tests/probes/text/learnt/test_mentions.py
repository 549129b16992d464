"""What sounds like a thing is heard in other words than the product knows; what is said of other things, and labels, is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.text.learnt.mentions import (
    explain_mention,
    find_mention,
    is_of_another_matter,
    load_mentions,
    split_stretches,
)

LIMIT = "complaints.result_limit"
# (check, said of it in words of no passage, and for the first of none that its reader knows)
HEARD = [
    (LIMIT, "您投诉的事情，我们争取七天给您一个交代。"),
    ("service.service_hours", "人工坐席在岗时段：早九点至晚九点，全年无休。"),
    ("ordering.cancel_ways", "不想要了怎么办？没出库前自己点一下撤单就行，也可以找客服帮您撤。"),
]
OTHER = "新鲜上市的秋茶，产自海拔八百米的茶园，茶汤清亮，回甘持久，适合送礼。"


@pytest.mark.parametrize(("check", "said"), HEARD)
def test_what_speaks_of_the_thing_is_heard_and_shown_as_it_stands(check: str, said: str) -> None:
    found = find_mention(check, f"帮助中心\n{said}\n感谢您的支持。")
    assert found is not None
    assert found[1] in said


# Sentences of other matters that share pairs of letters with the thing, and one of the thing itself in words of its matter.
SCOPED = [
  ("inclusion.packaging_policy", "自提点装机要自带什么：系统盘和驱动盘，请提前备好再来。", "供货合同要求礼盒层数不超三层。"),
  ("inclusion.packaging_policy", "礼物选项: 礼物盒50元 亲笔签名卡75元 外包装 ( +83.33元 )", "外包装用的纸箱薄了一层，每单省下半斤纸。"),
  ("inclusion.packaging_return", "本店受理建议与投诉的邮箱见页脚，我们会在工作日查收。", "冷链用的冰袋可以寄回，凑满五个换一杯冷饮。"),
  ("inclusion.packaging_policy", "请留好商品和包装，把检验的单子寄来。", "外包装用的纸箱薄了一层，每单省下半斤纸。"),
  ("inclusion.packaging_return", "请当面验货：外箱破了、湿了，可以拒收。", "冷链用的冰袋可以寄回，凑满五个换一杯冷饮。"),
  ("inclusion.small_seller_policy", "入驻要交保证金2000元，成交后收百分之五的佣金。", "新开的小店头三个月佣金减半。"),
  ("inclusion.rural_measures", "我们的产品愿景和团队理念是开放、分享、共赢。", "主播团队驻村十天，帮乡亲把金柚卖出去。"),
  ("standing.standards_drafted", "我们致力于帮助在线企业平滑实现规模化。", "我们深度参与了国家有关部门组织的标准研制，提供试点场景。"),
  ("inclusion.elder_services", "普通快递送货上门，加急快递当天送到，均由专人打电话联系。", "高龄用户打电话来，直接转到真人接听。"),
  ("trust.rating_appeal", "作为新用户，建议您删除本页面，然后发布您自己的内容。", "对扣分有异议的，可以在七天内提出复核。"),
  ("ordering.cancel_ways", "凭保证书和发票，可以享受全国联保服务（钟表除外；钟表由厂家联系）。", "没发货之前，在订单里点一下撤单就行。"),
  ("ordering.payment_failure", "示范内容，请尽快把用户注册协议补写完整。", "钱扣了订单却没动静，等十分钟，还没有就找我们退。"),
  ("ordering.risk_warning", "本店可以用余额和微信付款，以结算页所示为准。", "有人冒充客服要您报验证码，一个字也别说。"),
  ("ordering.saved_choices", "本店可以用余额和微信付款，以结算页所示为准。", "上次填过的地址还在，下回不用再填。"),
  ("ordering.receipt_howto", "在登录页点“忘记密码”，用注册的邮箱重设。", "结算时勾一下要发票，抬头写公司全名。"),
  ("service.compensation_path", "钟表由厂家联系，与您亲临门店选购的享有相同的保证。", "收到坏果，拍张照片发来，坏几个赔几个。"),
  ("service.after_sales_progress", "您购买的商品享受法定的三包售后服务，与亲临门店选购的享受相同的质量保证。", "服务单点开就看得见修到哪一步了。"),
  ("service.courier_contact", "普通快递可以送到全国，目前全国范围免邮。", "送货师傅的电话在订单里，点一下就能打过去。"),
  ("service.delivery_notices", "厂家可能在没有任何提前通知的情况下更改包装，收到的货物与图片不一定一致。", "快到的时候，我们会给您发条短信。"),
  ("service.home_delivery", "普通快递配送范围为全国，目前全国范围免邮。", "大件我们抬上楼，放到您指的屋里。"),
  ("service.personal_service", "等级不同的会员，可以享受不同的优惠。", "每位贵宾有一位专属顾问，按您的喜好挑货。"),
  ("trust.governance_report", "平台将持续加强治理，欢迎广大用户监督举报。", "九月治理账本：查出刷评三百单，撤掉店铺六家。"),
  ("trust.ranking_explained", "排骨先焯水，后炖煮两小时，汤色更清亮。", "卖得多、评得好的，搜出来自然在前头。"),
  ("service.community", "热线服务时间 9:00-21:00，我们会在当天答复。", "老友们每晚在群里晒锅，昨晚又聊到十点。"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "other", "own"), SCOPED)
def test_letters_alone_make_no_mention_of_a_matter_none_of_whose_words_is_there(
    check: str, other: str, own: str
) -> None:
    assert find_mention(check, other) is None
    assert find_mention(check, f"{other}\n{own}") is not None


@pytest.mark.parametrize("check", sorted({check for check, _ in HEARD}))
def test_what_is_said_of_goods_is_not_heard(check: str) -> None:
    assert find_mention(check, OTHER) is None


def test_a_mere_label_is_no_mention() -> None:
    assert find_mention(LIMIT, "投诉处理") is None
    listed = "投诉办结\n投诉处理\n时限说明\n办结答复"
    assert find_mention(LIMIT, listed) is None
    assert find_mention(LIMIT, listed, labels=True) is not None  # where a label may be the thing


def test_every_check_with_weights_can_say_no_and_yes() -> None:
    for id, known in load_mentions().items():
        assert known.bias < known.bar or max(known.weights.values()) > 0, id
        assert known.anchors.pattern != r"(?!)", id


@given(st.text(alphabet="一二三投诉处理，。！\n 0aA", max_size=300))
@settings(deadline=None)
def test_stretches_are_made_of_words_of_the_text_and_are_bounded(text: str) -> None:
    found = split_stretches(text)
    assert len(found) <= len(text) + 1
    assert all(piece in text for _, pieces in found for piece in pieces)


@pytest.mark.parametrize("run", ["投诉处理时限为一周。", "一", "1", "、", "投诉处理时限一", "a b"])
def test_two_hundred_thousand_characters_are_read_in_linear_time(run: str) -> None:
    text = "投诉处理时限" + run * (200_000 // len(run))
    began = time.process_time()
    find_mention(LIMIT, text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("check", "said", "another"),
    [
        ("complaints.feedback_promised", "自动扣款由您另行签约,下次扣款前五天本店发短信提醒。", True),
        ("complaints.feedback_promised", "您提的事办完了,我们打电话告诉您是怎么处理的。", False),
        ("service.member_benefits", "严禁好评返红包、返券、送菜。", True),
        ("service.member_benefits", "生日当天送一张券。", False),
        ("ordering.ordering_ways", "立即购买", False),  # a label answers it
        ("privacy.policy_purposes", "严禁好评返红包、返券、送菜。", False),  # lawyers' labels taught its weights
        ("disclosure.credit_code", "严禁好评返红包、返券、送菜。", False),  # has no weights
    ],
)
def test_what_sounds_like_nothing_ever_said_of_it_is_of_another_matter(check: str, said: str, another: bool) -> None:
    assert is_of_another_matter(check, said) is another


def test_what_a_sentence_is_heard_by_is_shown_heaviest_first() -> None:
    heaviest = explain_mention("complaints.feedback_promised", "处理结果会以短信告知您。")
    assert 0 < len(heaviest) <= 10
    assert [abs(weight) for _, weight in heaviest] == sorted((abs(weight) for _, weight in heaviest), reverse=True)
