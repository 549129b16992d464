"""Sentences with the words of a topic that state something else, and their neighbours that do state it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.hollow import CLASSES, is_hollow
from probes.text.normalise import fold_text
from tests.rules import real_checks

OTHERWISE = {
    "title": ("2.1 信息存储的方式和期限", "订单信息保存三年"),
    "named": ("与服务商和合作伙伴的共享。", "我们与承运的快递公司共享收货地址。"),
    "defining": ("公开披露是指向社会或不特定人群发布信息的行为。", "敏感信息是指身份证号等，我们会单独征得同意。"),
    "technique": ("Cookie是包含字符串的小文件。", "本网站的Cookie是为了记住您的购物车。"),
    "marking": ("敏感个人信息已用粗体标出。", "处理敏感个人信息前，会单独征得您的同意。"),
    "contract": ("用户应赔偿平台因此遭受的全部损失。", "因本店发错货造成损失的，由本店赔偿。"),
    "later": ("如有新的用途，将另行向您说明。", "我们用您的电话通知取货。"),
    "undeletable": ("技术上难以删除的，只进行存储和采取必要的安全措施。", "我们对存储的密码加密。"),
    "case": ("(3)个人信息保存期限已届满;", "保存期限届满后，我们删除您的信息。"),
    "gone": ("账号一旦注销，将无法恢复。", "注销后，您可以通过客服重新申请。"),
    "vow": ("我们将尽力保护您的个人信息安全。", "我们承诺以加密保护您的个人信息。"),
    "excuse": ("尽管采取了上述措施，互联网并非绝对安全。", "我们采取加密措施。"),
    "permission": ("拍照需要开启相机权限。", "我们收集您的手机号。"),
    "closing": ("如停止运营，我们将删除您的信息。", "我们停止服务时，您可以要求删除您的信息。"),
    "logs": ("网络日志的保存不少于六个月。", "您的订单和访问日志保存三年。"),
    "dead": ("近亲属可以查阅死者的信息。", "您可以查阅您的信息。"),
    "until": ("账户资料保存至您注销账户为止。", "在设置中点击注销账户。"),
    "by_others": ("我们要求受托方采取安全措施。", "我们采用加密技术，并要求受托方同样做。"),
    "denied": ("我们未采取加密措施。", "我们不使用明文保存，密码均已加密。"),
    "for_safety": ("我们收集您的登录日志，用于安全保障和风险控制。", "我们使用加密技术来防止信息泄露。"),
    "advice": ("建议您妥善保管密码。", "我们对密码加密存储。"),
    "charging": ("请勿将您的账号与他人共享。", "请勿担心，我们不与他人共享您的资料。"),
    "opinions": ("收集您的建议是为了更好地服务您。", "收集您的建议和联系电话是为了回访。"),
    "shopping": ("家长请看管好自己的孩子，避免误购。", "未满十四周岁的儿童购物，须经监护人同意。"),
    "promoting": ("个性化推荐让购物更轻松。", "个性化推荐让购物更轻松，您可以在设置里关闭。"),
    "made_to_order": ("支持个性化刻字，可在下单时关闭礼盒包装。", "个性化推荐的定制选项可以关闭。"),
    "others_do": ("第三方支付机构会将您的银行卡信息用于完成扣款。", "骑手及用户信息均由我们保存在境内。"),
    "expired": ("超出保存期限后，我们会删除您的信息。", "期限届满后，您可以要求我们删除您的信息。"),
    "protecting": ("我们采取措施，防止信息遭到未经授权的访问和修改。", "您可以修改您的信息，避免泄露。"),
    "not_undone": ("您撤回同意的决定，不会影响此前的处理。", "您可以撤回同意，撤回后不影响此前的处理。"),
    "collecting": ("您下载资料时，我们将收集您的邮箱。", "您有权查阅我们收集的信息。"),
    "striving": ("我们致力于为您提供更贴心的个性化服务。", "我们努力为您提供服务，会根据浏览记录推荐商品。"),
    "dear": ("我们非常重视对儿童的保护。", "我们重视对儿童的保护，未满十四周岁须经监护人同意。"),
    "asking": ("如您对本政策有疑问，请联系客服。", "请联系客服办理注销。"),
    "the_policy": ("您可以查看本隐私政策的全文。", "您可以查看收货地址。"),
    "special": ("监护人可以要求删除儿童的信息。", "您可以要求删除您的信息。"),
    "pointing": (
        "个性化广告的管理，请参阅我们的广告说明。",
        "您可以在设置中关闭个性化推荐，路径见首页，关闭后不再推送。",
    ),
    "outsiders": ("第三方产品或服务可能包括在推荐中显示的网站。", "我们用算法为您推荐商品。"),
    "numbered": ("6、为您提供更个性化的服务", "6、您可以在设置里关闭个性化推荐"),
    "leading": ("我们与第三方共享信息的场景如下：", "我们将信息用于发货，方式如下："),
    "if_gone": ("一旦您注销账号，将不能使用全部服务，请您谨慎操作。", "如需注销账号，请致电客服。"),
    "erased_after": (
        "账户注销以后十五天内，我们删掉您的全部资料。",
        "您点击「注销账户」，注销后十五天内删掉全部资料。",
    ),
    "if_changed": (
        "本说明的改动在首页公告七天后生效，您不同意的可以注销账户。",
        "本说明的改动在首页公告七天后生效，不同意的，在「设置」里点「注销」。",
    ),
    "encouraging": ("我们鼓励监护人指导未成年人使用服务。", "我们鼓励监护人指导，未满十四周岁须经监护人同意。"),
    "may_change": ("我们可能适时修订本政策。", "修订本政策时，我们会在首页公告。"),
    "how": ("本政策将说明我们如何收集、使用您的信息。", "我们收集您的手机号码用于登录。"),
    "in_general": ("身份证件号码、行踪轨迹等属于敏感个人信息。", "身份证号属于敏感个人信息，我们收集它只为清关。"),
    "extra": ("您可以选择单独同意我们为附加功能使用信息。", "附加功能要用敏感信息的，须经您单独同意。"),
    "bare_right": ("7.5 您有权注销您的账户。", "您有权注销您的账户，请在设置中点击注销。"),
    "to_come": ("您可以通过以下方式申请注销您的账号：", "您可以通过以下方式注销，即拨打客服电话："),
    "applies": ("本政策中的保护措施均适用于关联公司。", "本政策适用于本店，我们收集手机号用于送货。"),
    "changed": ("我们根据新版本的发布更新了本政策。", "更新了本政策的，我们会在首页公告。"),
    "announcing": ("本章介绍我们怎样共享信息。", "本章说明您可以在设置中关闭推荐。"),
    "coming": ("关闭推荐的开关正在开发中。", "您可以在设置中关闭推荐。"),
    "blank": ("保存期限：（请在此填写）", "保存期限：三年（自收货起）"),
    "left_open": ("保密事项另行约定。", "我们对您的信息保密。"),
    "by_law": ("《个人信息保护法》规定应当告知保存期限。", "我们按《个人信息保护法》的规定，保存三年后删除。"),
    "no_such_data": ("本店不会收集任何敏感个人信息。", "本店收集身份证号前单独征得同意。"),
    "listing": ("敏感个人信息包括人脸、指纹、行踪。", "敏感个人信息包括身份证号，我们收集它只为清关。"),
    "told_sellers": ("商家应对买家信息保密。", "我们对买家信息保密。"),
    "principle": ("自动化决策力求公平、公正。", "自动化决策公平公正，您可以在设置中关闭推荐。"),
}


def test_every_class_is_shown_in_both_directions() -> None:
    assert set(OTHERWISE) == CLASSES


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_of_the_class_is_told_from_its_neighbour(name: str) -> None:
    of_it, neighbour = OTHERWISE[name]
    assert is_hollow(fold_text(of_it), "", (name,))
    assert not is_hollow(fold_text(neighbour), "", (name,))


def test_below_a_heading_of_definitions_all_is_defined() -> None:
    said = fold_text("日志信息：我们会自动收集您的浏览记录。")
    assert is_hollow(said, "附录:相关定义", ("defining",))
    assert not is_hollow(said, "一、我们收集的信息", ("defining",))


def test_the_checks_name_classes_that_there_are() -> None:
    named = {name for check in real_checks() for name in check.params.words.get("hollow", ())}
    assert named
    assert named <= CLASSES


@given(text=st.text(max_size=200), heading=st.text(max_size=40))
def test_any_text_is_told_without_a_fault(text: str, heading: str) -> None:
    assert is_hollow(text, heading, tuple(sorted(CLASSES))) in (True, False)


@pytest.mark.parametrize(("said", "hollow"), [
    ("如果您不同意本协议的约定，您应立即停止注册程序或停止使用本站服务。", True),
    ("该批次茶杯有开裂风险，请立即停止使用，我们全额退款。", False),
    ("您在本站通知后三个工作日内仍未更改邮箱的，本站可停止服务。", True),
    ("我们在收到通知后三个工作日内答复您。", False),
    ("如您未在限期内执行处理决定，本站可使用您支付宝账户内的款项。", True),
    ("未在限期内发货的，我们赔您运费。", False),
    ("点下一步，即表示您已阅读并接受本协议的全部内容。", True),
    ("您已确认收货的，可以在七天内评价。", False),
])  # fmt: skip
def test_what_a_party_owes_or_signs_is_of_the_contract(said: str, hollow: bool) -> None:
    assert is_hollow(fold_text(said), "", ("contract",)) is hollow
