"""What small shops say of data in words of their own is read, and what only sounds like it is not."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.eval.recall.wordings import ask, frame

SAID = {
    "policy_purposes": (
        "采集的指纹模板仅作开柜取件之验证。",
        "登记车架号，是因为机油和滤芯要按车型配，配错了装不上。",
        "我们留存通话录音的出发点是核查客服态度并还原争议经过。",
        "您的浏览轨迹会被系统拿去算首页该先摆哪些货。",
        "平台之所以索取定位，系为计算骑手与您之间的距离并预估送达时刻。",
        "宠物的品种和年龄让我们能挑对粮，也能提醒您打疫苗的日子。",
    ),
    "policy_kinds": (
        "开户时须交验护照首页、签证页及入境章。",
        "定制西服须量肩宽、胸围、腰围、袖长，数据存入您的客户卡。",
        "车险询价须上传行驶证、驾驶证，系统识别出车主、号牌、发动机号。",
        "蓝牙体重秤会把体重、体脂率、心率同步到您的账户。",
    ),
    "rights_steps": (
        "想知道我们存了您什么，把会员卡号报给收银台，店长当场打印一份给您。",
        "您可持本人身份证到县城总店柜台申请查阅档案，当天答复。",
        "上述各项请求均可通过站内工单提出，我们核对身份后处理，不收费用。",
    ),
    "policy_change_notice": (
        "条文若有增删，先在店铺公告栏挂七天，再生效。",
        "新条款上线前，我们会群发短信。",
        "改版后的文本会替换本页，并以红字标出改过的地方。",
    ),
    "policy_retention": (
        "退会以后，您的档案再放一百八十天就进碎纸机。",
        "两年没来买东西，资料就清了。",
        "人脸照片核验通过当场丢弃，库里不存。",
        "我们留着您的号码，直到您说不要为止。",
    ),
}
SOUNDS_SO = {
    "policy_purposes": (
        "商家不得将买家电话用于推销。",
        "如果以后需要把您的信息用于别的地方，会先问您。",
        "快递公司收集面单信息是为了派件，请查看快递公司的隐私说明。",
        "第三方支付机构会将您的银行卡信息用于完成扣款。",
        "照片仅供展示，颜色以实物为准。",
    ),
    "policy_kinds": (
        "客服电话：400-800-1234，地址：杭州市文三路1号。",
        "我们不要求您提供身份证、银行卡和密码。",
        "将来我们可能会收集您的指纹和面容。",
        "《个人信息保护法》所称个人信息，包括姓名、出生日期、身份证件号码等。",
    ),
    "policy_rights": (
        "查询、更正、删除功能将在下个版本提供。",
        "《个人信息保护法》赋予个人查阅、复制、更正、删除的权利。",
        "商家可以查看、导出、删除自己的订单数据。",
    ),
    "rights_steps": ("我们会在后台删除过期的日志。", "请通过客服查询快递单号。"),
    "policy_sharing": ("第三方会与其关联公司共享您的信息，请查看第三方的政策。",),
    "policy_sensitive": ("请勿在评价中发布身份证号等敏感信息。", "收集人脸信息应当取得单独同意，这是法律的要求。"),
    "policy_minors": ("家长可为孩子选购校服。", "请家长陪同儿童一起开箱。"),
    "policy_personalisation": (
        "自动化决策说明见《算法公示》。",
        "我们致力于为您提供更贴心的个性化服务。",
        "第三方广告平台可能会向您推送个性化广告。",
        "您可以关闭消息推送。",
    ),
    "policy_change_notice": (
        "您修改收货地址后，系统会短信通知您。",
        "第三方可能修改其隐私政策，请您留意对方公告。",
        "新版App已发布，请及时更新。",
        "商家修改商品信息后须通知平台。",
    ),
    "policy_retention": ("保存期限：待定。", "请您自行保存好订单截图至少三年。"),
    "policy_sdk_list": ("第三方网站可能使用Cookie，请查看其政策。", "商家接入SDK须遵守平台规范。"),
    "policy_security": ("包装加固，防止商品破损丢失。",),
}


def _rows(said: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(f"privacy.{name}", text) for name, texts in said.items() for text in texts]


@pytest.mark.parametrize(("check", "text"), _rows(SAID))
def test_a_small_shops_own_words_state_it(check: str, text: str) -> None:
    assert ask(check, frame(Role.HOME), frame(Role.PRIVACY, text)).outcome is Outcome.YES


@pytest.mark.parametrize(("check", "text"), _rows(SOUNDS_SO))
def test_what_only_sounds_like_it_states_nothing(check: str, text: str) -> None:
    assert ask(check, frame(Role.HOME), frame(Role.PRIVACY, text)).outcome is not Outcome.YES
