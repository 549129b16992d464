"""Policies read sentence by sentence: what is a sentence, a document, a notice, and whose it is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Fetch, Platform
from crawler.vocabulary import Role
from probes.pages.absence.unopened_document import unopened_document
from probes.pages.rules import brands, policy
from probes.text.companies import find_companies
from probes.text.normalise import fold_text
from tests.cases.build import AT, SHOP, site, view

NOTICE = "我们依法收集和使用您的个人信息，并尊重您的选择。"
FILLER = "如果您对某一段文字不理解，可以对照帮助内容再读一遍，也可以随时联络我们的工作人员。"
LONG = "\n".join([NOTICE, *[f"{FILLER}这是第{n}段说明。" for n in range(5)]])


@pytest.mark.parametrize(
    "line",
    [
        "五、个人信息的保存期限",
        "隐私政策",
        "收集 使用 目的 方式 范围 共享 保存 期限",
        "如何注销您的账号？",
        "第三方共享、转让、公开披露",
    ],
)
def test_headings_heaps_and_questions_are_no_sentences(line: str) -> None:
    assert policy.split_sentences(line) == ()


def test_sentences_know_their_heading_and_keep_the_raw_text() -> None:
    (found,) = policy.split_sentences("二、信息的保存\n我們會在三年後刪除您的個人資訊。")
    assert found.heading == "二、信息的保存"
    assert found.text == "我们会在三年后删除您的个人信息。"
    assert found.raw == "我們會在三年後刪除您的個人資訊。"


def test_a_heading_holds_only_for_the_lines_below_it() -> None:
    lines = ["二、信息的保存", *["我们为您提供丰富的商品和周到的服务。"] * 20]
    found = policy.split_sentences("\n".join(lines))
    assert found[0].heading
    assert not found[-1].heading


@pytest.mark.parametrize(
    ("word", "text", "hit"),
    [
        ("保存…期限", "保存您的个人信息的期限", True),
        ("保存…期限", "保存。期限", False),
        ("保存#年", "保存三年", True),
        ("保存#年", "保存3年", True),
        ("(注销|关闭)账号", "关闭账号", True),
        ("可以(随时)?撤回", "可以撤回", True),
        ("opt out", "you may OPT  out of it", True),
        ("a.b", "axb", False),
    ],
)
def test_patterns_mean_what_they_say(word: str, text: str, hit: bool) -> None:
    assert bool(policy.pattern((word,)).search(text)) is hit


def test_denied_rights_do_not_count() -> None:
    said = policy.split_sentences("用户无权要求我们注销账号，我们对此不予办理。")
    assert policy.find_statement(said, ("注销…账号",), never=("无权",)) is None
    assert policy.find_statement(said, ("注销…账号",)) is not None


def test_stubs_indexes_and_rules_for_others_are_no_documents() -> None:
    stub = view("privacy", "隐私政策\n内容整理中，请您稍后再来。")
    others = view("privacy", "商家应当遵守平台规则，不得收集用户的个人信息，也不得将资料提供给他人使用。\n" * 8)
    index = view("privacy", LONG, [{"text": LONG[:400], "href": f"/p{n}"} for n in range(3)])
    assert not policy.is_document(stub)
    assert not policy.is_document(others)
    assert not policy.is_document(index)
    assert policy.is_document(view("privacy", LONG))


TOLD_PLAINLY = """这里说说怎样对待您的信息。
寄书要把姓名、电话、地址给快递公司，付款要把金额给支付宝。
用来记住购物车和登录，不要的话在浏览器里关掉。
密码加密存放，店里只有两个人能看地址，看一次记一次。
要删除、要注销、要收回同意的，写信给我们的店员，十五天以内给您办好。
您不想填的，照样可以在店里随便逛，也照样可以下单，不会为这个多问一句，价钱也是一样的。"""


@pytest.mark.parametrize(("called", "known"), [("信息保护", True), ("个人资料", True), ("买书须知", False)])
def test_a_text_that_its_link_calls_a_notice_is_one_if_it_speaks_of_enough_subjects(called: str, known: bool) -> None:
    page = view("privacy", f"{called}\n{TOLD_PLAINLY}", title="栗子书屋", path=(called,))
    assert policy.is_document(page) is known


TOLD_AT_HOME = """来店里订饼，我们只问您的称呼和手机号，送上门的再记一下门牌。
记这些就是为了送饼的时候找得到您。
地址给送饼的师傅看一眼，别人问起一概不给，也不卖给别人。
网站用 cookie 记着篮子里放了几盒饼，关掉就不记得了。
哪天不想留着了，打个电话，账号和地址我们替您删掉。
过年那几天没人接电话，初六再打，删得慢一点请见谅，我们一家三口都在灶上，忙完了就回您。"""


@pytest.mark.parametrize(
    ("called", "told", "known"),
    [
        ("隐私政策", TOLD_AT_HOME, True),
        ("隐私政策", TOLD_AT_HOME.split("\n", 1)[1].replace("cookie", "小本子"), False),  # two subjects of it alone
        ("订饼须知", TOLD_AT_HOME, False),
        ("隐私政策", "\n".join(["这一页还没有写，先说说我们的饼怎么做的，面要醒一夜，馅要炒三遍。"] * 6), False),
    ],
)
def test_a_notice_in_the_words_of_a_kitchen_is_one(called: str, told: str, known: bool) -> None:
    page = view("privacy", f"{called}\n{told}", title="灶上饼铺", path=(called,))
    assert policy.is_document(page) is known


def test_links_to_unopened_documents_are_named_and_opened_ones_are_not() -> None:
    index = view(
        "privacy", "隐私中心", [{"text": "用户隐私政策", "href": "/a"}, {"text": "儿童隐私保护", "href": "/b"}]
    )
    opened = view("privacy", LONG, url=f"{SHOP}a")
    assert unopened_document(site(index)) == "用户隐私政策"
    assert unopened_document(site(index, opened)) == "儿童隐私保护"
    assert unopened_document(site(index, opened), ("儿童",)) == "儿童隐私保护"
    assert unopened_document(site(index, opened), ("注销",)) == ""


def test_a_link_to_a_document_that_leads_home_and_was_opened_by_its_name_elsewhere_is_none_unopened() -> None:
    page = view("privacy", LONG, [{"text": "隐私说明", "href": "/a"}], url=f"{SHOP}b", path=("隐私说明",))
    again = "error_page: the link brings up the home page again"
    home = Fetch(
        "x1", "entry", 1, f"{SHOP}a", f"{SHOP}a", 200, AT, 0.0, text="隐私说明", error=again, device=page.device
    )
    assert unopened_document(site(page)) == "隐私说明"
    assert unopened_document(site(page, home)) == ""
    other = dataclasses.replace(page, path=("关于",))
    assert unopened_document(site(other, home)) == "隐私说明"


def test_a_copied_policy_is_told_by_the_brand_it_opens_with() -> None:
    copied = view("privacy", "京东隐私政策\n京东会收集您的个人信息。京东会保护您的个人信息。\n" + LONG)
    partner = view("privacy", LONG + "\n我们与京东物流合作，京东只在送货时使用您的地址，京东不会另作他用。" * 3)
    assert brands.foreign_brand(copied, Platform(SHOP, "示例商城")) == "京东"
    assert brands.foreign_brand(copied, Platform("https://www.jd.com/", "京东")) == ""
    assert brands.foreign_brand(partner, Platform(SHOP, "示例商城")) == ""


def test_own_documents_come_before_copied_ones() -> None:
    copied = view("privacy", "京东隐私政策\n京东会收集您的个人信息。京东会保护您的个人信息。\n" + LONG, id="copied")
    own = view("privacy", LONG, id="own")
    assert [document.id for document in policy.policy_documents(site(copied, own))] == ["own", "copied"]


def test_mistaken_encodings_are_noticed() -> None:
    assert policy.is_garbled(view("privacy", "隐私政策：我们重视您的个人信息".encode().decode("latin-1") * 5))
    assert not policy.is_garbled(view("privacy", "Política de privacidad: protegemos sus datos y su información."))


def test_companies_are_named_without_the_words_before_them() -> None:
    assert find_companies("本商城由北京示例电子商务有限公司运营") == ("北京示例电子商务有限公司",)
    assert find_companies("本政策适用于公司网站") == ()


@given(st.text())
def test_reading_never_fails_and_quotes_what_is_there(text: str) -> None:
    page = view(Role.PRIVACY, text)
    squeezed = " ".join(text.split())
    assert all(sentence.raw in squeezed for sentence in policy.split_sentences(text))
    policy.is_document(page)
    find_companies(text)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("由华为终端有限公司运营", "华为终端有限公司"),
        ("本商城的经营者为华为终端有限公司", "华为终端有限公司"),
        ("我们是指小米科技有限责任公司", "小米科技有限责任公司"),
        ("公司名称：北京栗子商贸有限公司", "北京栗子商贸有限公司"),
        ("与上海同和堂医药股份有限公司共享", "上海同和堂医药股份有限公司"),
        ("杭州与你同行网络有限公司", "杭州与你同行网络有限公司"),
        ("本网站归广州及时雨贸易有限公司所有", "广州及时雨贸易有限公司"),
        ("个人信息处理者：华为终端有限公司（以下简称“我们”）", "华为终端有限公司"),
        ("本平台由北京人人车科技有限公司和天津百货有限公司共同运营", "北京人人车科技有限公司"),
    ],
)
def test_a_company_is_named_whole(said: str, name: str) -> None:
    assert find_companies(fold_text(said))[0] == name


def test_what_the_program_tells_the_shopkeeper_to_write_is_no_sentence_of_the_shop() -> None:
    told = (
        "隐私声明模板样本 ...",
        "请在后台修改本段文字。",
        "在管理中心里编辑此处的内容。",
        "如需删除这段文字，请联系管理员。",
    )
    for said in told:
        assert not policy.split_sentences(said), said
    stated = ("您可以在个人中心修改收货地址。", "我们会在后台保存您的订单信息。", "您可以申请删除个人信息。")
    for said in stated:
        assert policy.split_sentences(said), said


PLAIN = """一、要留下什么
注册时要用户名和密码，手机号可填可不填，下单时要收件人姓名、手机号、收货地址，不然东西送不到。
二、小饼干（Cookie）
用它记住您登录过、购物车里放了什么，您可以在浏览器里清掉，清掉以后下次来要再登录一遍。
三、给谁看
快递公司会看到收件人、电话和地址，除了法律要我们交出来的，不卖给别人，也不送给别人。
四、怎么看管
密码加密之后才存，能看到客人资料的员工只有客服和仓库主管，每看一次都要登记，万一漏了当天打电话告诉您。"""
OTHER = """一、要留下什么
山里的茶一年采两回，春茶清，秋茶香，采下来当天就炒，炒好的茶放在坛子里，用石灰吸潮气，放一个月再卖。
二、给谁看
茶园春天开门，谁来都可以看，看的人多了就请大家排队，老人和小孩先看，下雨天路滑，就不开门，请改天再来，门口有伞可以借。"""


def test_a_policy_in_plain_words_is_known_by_what_it_and_its_headings_tell() -> None:
    named = dataclasses.replace(view("privacy", PLAIN), title="隐私条款", path=("隐私条款",))
    assert policy.is_document(named)
    assert not policy.is_document(dataclasses.replace(named, text=PLAIN.partition("三、")[0] + FILLER * 3))
    assert not policy.is_document(dataclasses.replace(named, text=OTHER))
