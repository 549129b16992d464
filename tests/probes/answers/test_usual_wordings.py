"""Usual wordings that one page of ours showed to be unknown, each with others of the same kind, and what only looks like them."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.eval.recall.wordings import ask, frame

SAID = {
    ("service.delivery_compensation", Role.DELIVERY): (
        "商家须在付款后48小时内发出，迟了的赔您订单金额的5%。",
        "超了半小时退一半花钱，超了一小时全退。",
        "送晚了的，每单补偿5元券。",
        "误了两个小时，这单的配送费全免。",
    ),
    ("service.exchange_repair", Role.AFTER_SALES): (
        "缺页倒装的直接给您寄一本好的，坏书不用寄回。",
        "收到时坏了的，当天发您一个新的。",
        "鞋底开胶的，再寄一双新的给您。",
        "有毛病的，当天补寄您一件全新的。",
    ),
    ("service.platform_steps_in", Role.AFTER_SALES): (
        "供货商接到退货要在24小时内回话；48小时不答复，平台直接退款。",
        "商家三天未答复的，系统自动退款。",
        "店家24小时没答复，您点一下，客服来处理退款。",
        "卖家两天没有答复，由平台判定退款。",
    ),
    ("trust.ranking_explained", Role.RULES): (
        "搜索结果综合文字相关程度、近三十日销量、店铺信用分三项排出先后。",
        "检索商品时按相关程度、成交量、好评率决定先后。",
        "搜出的商品按销量和距离定名次。",
        "您输入词语后，系统按成交量、好评率打分，分高的靠前。",
    ),
    ("trust.level_changes_told", Role.CREDIT): (
        "店铺分数下调的，三日前以站内信写明下调几分、因为哪一项。",
        "信用等级降低时，会发消息告诉您为什么。",
        "星级下降前三天，站内信列出是哪一条规则。",
        "评分被扣减的，短信告知哪一项没有达标。",
    ),
    ("trust.change_notices", Role.RULES): (
        "约定有改动，首页挂七天再照新的来。",
        "规则要改，先在首页贴三天，没人反对才用新的。",
        "本约定修改的，公示满十天后再施行。",
        "条款有变动，站内贴出五日后才作数。",
    ),
    ("inclusion.packaging_return", Role.DELIVERY): (
        "你收到的木盒还能再用，寄回来我们清洗消毒后继续装货。",
        "玻璃罐洗净送回，我们消毒后再用。",
        "空木箱可以带回门店，洗净后下次再用。",
        "铁盒寄回仓库，消毒后再装新货。",
    ),
    ("trust.review_channel", Role.CREDIT): (
        "交易成功后，系统邀请您对商品评分并留下使用感受。",
        "签收后，小程序会提醒您去评价。",
        "用餐完成，请给菜品打分。",
        "确认收货时弹出评价窗口。",
        "写评价请到订单详情。",
        "退款成功的订单也可以评价商品。",
        "收到货后，您也能写几句感受。",
    ),
    ("service.home_delivery", Role.DELIVERY): (
        "我们的骑手一小时达，限三环内。",
        "骑手三十分钟送到，配送范围为主城区。",
        "跑腿两小时内送达，限五公里以内。",
        "店员半小时送到，送货范围是本小区。",
    ),
    ("service.courier_contact", Role.DELIVERY): (
        "派送当天，您可在订单页看到快递员姓名和电话，直接拨打联系。",
        "骑手到楼下会打电话给您，错过了可在订单里回拨他的虚拟号码。",
        "送货前师傅会联系您，您也可以点师傅头像拨过去。",
    ),
    ("service.member_price", Role.MEMBER): ("非会员按原价，会员九折。",),
    ("inclusion.small_seller_policy", Role.SELLER): (
        "个体摊主头一年免摊位费。",
        "新店入驻费减半，为期一年。",
        "小微商家的开店费全免。",
        "新摊主前三个月不收租金。",
    ),
}
# What may be it is shown to a person, not denied.
SHOWN = {
    ("service.tracking", Role.DELIVERY): (
        "骑手接单、取花、送到，各发一条短信。",
        "包裹出库、到站、派送、签收都在App里推送。",
        "发货和派件时您会收到微信消息。",
        "揽收、送达各有一条通知。",
    ),
}
UNSAID = {
    ("trust.review_channel", Role.CREDIT): (
        "商家之间可以互相评价。",
        "收到货后请勿以好评索要红包。",
        "专家点评：这款锅导热均匀。",
    ),
    ("service.home_delivery", Role.DELIVERY): (
        "骑手一小时内上门取件，限三环内。",
        "骑手每天工作八小时，限三环内招聘。",
    ),
    ("service.delivery_compensation", Role.DELIVERY): (
        "付款超过两小时可以取消订单。",
        "晚了的话请先联系快递员。",
    ),
    ("service.exchange_repair", Role.AFTER_SALES): ("寄一件样品请付10元。", "请寄一张购物小票的照片给我们。"),
    ("service.platform_steps_in", Role.AFTER_SALES): (
        "客服三天不答复，请再打一次电话。",
        "买家两天没答复，视为同意退款方案。",
    ),
    ("trust.ranking_explained", Role.RULES): ("评价默认有图的靠前。", "比赛得分高的排在前，可领奖品。"),
    ("trust.level_changes_told", Role.CREDIT): ("评分高的店铺排在前。", "积分变动请看明细。"),
    ("trust.change_notices", Role.RULES): ("订单要改，请在发货前联系客服。", "地址有变动，三天后才能再改。"),
    ("inclusion.packaging_return", Role.DELIVERY): ("退货请把箱子寄回，质检后再退款。", "盒子可重复使用，送礼体面。"),
    ("service.courier_contact", Role.DELIVERY): (
        "配送员送货前会拨打您预留的号码，请保持手机畅通。",
        "派件前快递员会电话联系您，请注意接听。",
        "司机到达前半小时致电收货人。",
    ),
    ("service.member_price", Role.MEMBER): ("促销期间所有顾客均享八折，不分会员。", "会员与非会员同价，一律九折。"),
    ("inclusion.small_seller_policy", Role.SELLER): ("摊位费每月三百元，按季交。", "租金按合同收。"),
}


@pytest.mark.parametrize(("check", "role", "said"), [(*place, said) for place, every in SAID.items() for said in every])
def test_a_usual_wording_is_a_statement(check: str, role: Role, said: str) -> None:
    assert ask(check, frame(Role.HOME), frame(role, said)).outcome is Outcome.YES


@pytest.mark.parametrize(
    ("check", "role", "said"), [(*place, said) for place, every in UNSAID.items() for said in every]
)
def test_what_looks_like_it_is_none(check: str, role: Role, said: str) -> None:
    assert ask(check, frame(Role.HOME), frame(role, said)).outcome is not Outcome.YES
