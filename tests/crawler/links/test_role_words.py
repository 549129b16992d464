"""Links of each role are known by their usual names, in either script and in English, and from what only looks like them."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.links import role_links
from crawler.spelling import holds_word, plain_words, spelled_out
from crawler.vocabulary import Role
from tests.crawler.discovery.test_search import view_with

NAMED = {
    Role.LICENCE: ["证照中心", "资质证书", "证照", "经营者信息", "《许可证》", "Permits", "經營證件", "网店证照", "食品经营备案", "工商登记"],
    Role.AGREEMENT: ["商城用户协议", "会员条款", "网站声明", "用户须知", "法律申明", "T&Cs", "使用者條款", "Conditions of Use", "购物约定"],
    Role.RULES: ["交易规范", "平台公约", "公示中心", "政策", "管理办法", "Policies", "違規公示"],
    Role.PRIVACY: [
        "個人資料保護", "第三方信息共享清单", "私隱聲明", "Cookie Policy", "个人信息处理", "个人信息怎么用", "我们如何保护您的信息",
        "您的信息我们怎么用", "个人资料本店如何保管",
    ],
    Role.HELP: ["订购流程", "如何下单", "购物说明", "新手必读", "常见疑问", "客戶支援", "Support", "How to order"],
    Role.SERVICE: ["在线咨询", "全国服务热线", "联系方式", "顧客服務", "联系", "Live Chat", "Get in touch"],
    Role.COMPLAINT: [
        "给我们挑刺", "欢迎找茬", "有话直说",
        "纠纷调解", "平台介入", "客訴", "举报", "总经理信箱", "Resolution Centre", "Disputes", "有意见找谁", "心里不满跟谁说",
        "有意见找我们", "不满意请告诉我们", "有牢骚就找掌柜",
    ],
    Role.AFTER_SALES: ["退换须知", "退款", "服务承诺", "价保", "鑑賞期", "维修", "箱子破了怎么办", "修东西", "Warranty", "Returns & Exchanges"],
    Role.PAYMENT: [
        "付款流程", "结算方式", "对公转账", "支付", "怎样付款", "订单支付", "微信支付说明", "用什么付", "可以用什么付钱", "繳款方式",
        "Payment Methods", "支付类问题", "付款常见问题", "企业转账付款", "合并支付", "收款方式", "信用卡支付", "花呗分期", "怎么打款",
    ],
    Role.DELIVERY: ["发货说明", "快递费用", "验货与签收", "物流", "货到哪了", "自己来取", "運送政策", "宅配說明", "Shipping Policy"],
    Role.CREDIT: [
        "评论规范", "信誉等级", "店铺评分", "信用", "點評規則", "Review Guidelines", "评分体系", "差评申诉规则", "怎么评价商品", "评论说明",
        "店铺信誉",
    ],
    Role.MEMBER: ["VIP特权", "权益中心", "成长体系", "省钱卡", "紅利點數", "Rewards", "Membership"],
    Role.SELLER: ["商户平台", "供应商登录", "成为供应商", "賣家學院", "Become a Seller", "带着货来一起卖", "手艺人报名"],
    Role.ABOUT: [
        "集团概况", "品牌故事", "我们是谁", "大事记", "走进企业", "青禾简介", "我们的理念", "荣誉墙", "聯繫我們", "Who we are", "Newsroom",
        "公司情况",
        "实体店介绍", "老字号的故事", "运营主体介绍", "商城是什么", "品牌传承",
    ],
    Role.SOCIAL: ["企业公民", "定点帮扶", "履责行动", "碳中和", "爱心捐赠", "环保", "慈善", "Social Impact"],
    Role.LOGIN: ["Sign-in", "會員登入"],
    Role.REGISTER: ["创建账号", "加入會員", "入会", "Sign-up", "Create an account"],
    Role.CART: ["进货车", "采购篮", "购物清单", "Bag", "Checkout", "加购清单", "购物筐", "前往结算", "点餐车", "我的菜篮子(0)"],
}  # fmt: skip
OTHERS = {
    Role.LICENCE: ["代办营业执照", "店铺资质", "商家资质审核", "驾驶执照翻译", "证照相框定制", "供应商证照", "Licensed Toys", "License Plate Frames"],
    Role.AGREEMENT: ["商家入驻协议", "保密协议", "隐私协议", "联合声明发布", "Tostadas", "春日约定礼盒", "浪漫约定"],
    Role.RULES: ["中奖规则", "政策解读专栏", "Rulers"],
    Role.PRIVACY: [
        "手机防窥隐私膜", "隐私包装", "Cookies & Biscuits", "Privacy Screen 14", "怎么修改个人信息", "个人信息在哪里改", "您的信息我们收到了",
    ],
    Role.HELP: ["帮助您选好茶", "Helpful Gifts", "Support Bras", "儿童问题书"],
    Role.SERVICE: ["用户服务协议", "心理咨询", "Contact Lenses", "彩色隐形眼镜", "客服系统", "家政服务"],
    Role.COMPLAINT: [
        "商家申诉", "有奖知识产权举报", "网上有害不良信息举报", "意见领袖好物", "有合作意向找谁", "有生意找我们",
        "鱼骨挑刺夹", "不满99元找我们拼单",
    ],
    Role.AFTER_SALES: ["满99退款", "退休礼物", "手机维修", "家电安装", "密码忘了怎么办", "修身长裤"],
    Role.PAYMENT: [
        "支付宝", "微信登录", "支付宝提现", "话费充值", "2000人付款", "父亲节送什么", "怎么付出更多", "待付款", "立即支付", "信用卡包",
        "付款码贴纸",
    ],
    Role.DELIVERY: ["配送至: [切换]", "送至：北京", "快递袋", "配送员招聘", "运输包装箱", "提货券", "年货到了", "自己做蛋糕"],
    Role.CREDIT: ["信用卡", "信用贷款", "评价有礼", "好评榜", "好评率98%", "写评价", "商品评价(12)", "差评"],
    Role.MEMBER: ["会员协议", "Clubs & Rackets", "年卡套餐"],
    Role.SELLER: ["Best Sellers", "开放平台", "合作款", "手艺人的碗", "和我们一起骑车"],
    Role.ABOUT: [
        "关于修订平台规则的公告", "关于发票", "商品简介", "走进厨房", "荣誉证书封皮", "品牌女装", "Press Studs", "了解更多", "认识普洱茶",
        "老板办公桌", "作坊辣酱",
    ],
    Role.SOCIAL: ["环保购物袋", "爱心项链", "免责声明", "有限责任公司", "责任编辑", "产品责任险", "Foundation", "Environmental Sensors"],
    Role.LOGIN: ["商家登录", "供应商登录", "退出登录", "无法登录"],
    Role.REGISTER: ["商标注册", "注册协议", "商家注册", "Join us"],
    Role.CART: ["加入购物车", "Cartoon Cups", "Handbags", "Add to bag", "环保购物袋", "玩具推车", "鲜花花篮", "样品架", "商品清单"],
}  # fmt: skip


def _leads(words: str, role: Role) -> tuple[role_links.Lead, ...]:
    return role_links.find_leads(view_with([("a", words, "https://shop.example/x")]), [role])[role]


@pytest.mark.parametrize(("role", "words"), [(role, words) for role, group in NAMED.items() for words in group])
def test_usual_names_lead_to_their_role(role: Role, words: str) -> None:
    assert _leads(words, role) != ()


@pytest.mark.parametrize(("role", "words"), [(role, words) for role, other in OTHERS.items() for words in other])
def test_what_only_looks_like_a_name_leads_nowhere(role: Role, words: str) -> None:
    assert _leads(words, role) == ()


@pytest.mark.parametrize(
    ("role", "wide", "name"),
    [
        (Role.AGREEMENT, "免责声明", "用户协议"),
        (Role.RULES, "公告", "平台规则"),
        (Role.ABOUT, "联系我们", "关于我们"),
        (Role.PAYMENT, "支付", "付款及配送说明"),
    ],
)
def test_a_wide_word_comes_after_any_true_name(role: Role, wide: str, name: str) -> None:
    view = view_with([("a", wide, "https://shop.example/wide"), ("a", name, "https://shop.example/name")])
    assert [lead.url.rpartition("/")[2] for lead in role_links.find_leads(view, [role])[role]] == ["name", "wide"]


def test_groups_in_a_word_list_are_all_their_combinations() -> None:
    assert spelled_out(["(甲|乙)丙", "(甲|乙)(丁|戊)", "甲丙"]) == ("甲丙", "乙丙", "甲丁", "甲戊", "乙丁", "乙戊")


@pytest.mark.parametrize(
    ("said", "word", "held"),
    [
        ("my cart (2)", "cart", True),
        ("购物车cart", "cart", True),
        ("cartoons", "cart", False),
        ("cartoon cart", "cart", True),
        ("faqs", "faq", True),
        ("我的购物车", "购物车", True),
        ("t&c", "t&c", True),
        ("", "cart", False),
    ],
)
def test_latin_words_are_held_as_words_of_their_own(said: str, word: str, held: bool) -> None:
    assert holds_word(plain_words(said), word) is held


def test_what_is_written_on_a_picture_of_goods_leads_to_no_page_of_a_role() -> None:
    for href, led in (("https://shop.example/goods_details/8", False), ("https://shop.example/care", True)):
        page = view_with([("a", "", href), ("img", "", "")])
        link, picture = page.elements
        written = dataclasses.replace(picture, ocr="公益", parent=link.id, image="https://shop.example/8.png")
        page = dataclasses.replace(page, elements=(link, written))
        assert bool(role_links.find_leads(page, [Role.SOCIAL])[Role.SOCIAL]) is led
