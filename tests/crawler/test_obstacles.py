"""Walls are told from content, each by its own name, and content with a wall's word beside it is none (criteria 0.4)."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.obstacles import LoadedPage, classify_obstacle, denied_words, look_at
from crawler.vocabulary import GapReason, Role
from tests.cases.build import view

SHOP = "数码家电 服装鞋包 食品生鲜 母婴玩具 图书文具 运动户外 家居厨具 美妆个护 " * 10
BASE = LoadedPage("https://shop.example/help", "https://shop.example/help", 200, "", "", 4000, (), False, 0)


def look(text: str = "", **known: object) -> LoadedPage:
    return dataclasses.replace(BASE, text=text, **known)  # type: ignore[arg-type]  # names are checked by replace


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (
            look("请按住滑块，拖动到最右边", url="https://shop.example/_____tmd_____/punish?x5secdata=a"),
            GapReason.BLOCKED,
        ),
        (look("验证一下，购物无忧 快速验证 京东验证"), GapReason.BLOCKED),
        (look("", url="https://cfe.m.jd.example/privatedomain/risk_handler/03101900/"), GapReason.BLOCKED),
        (look("正文" * 300, url="https://shop.example/captcha?back=1"), GapReason.BLOCKED),
        (look("Checking", title="Just a moment...", status=403), GapReason.BLOCKED),
        (look("", requests=("https://static.geetest.com/v4/gt4.js",)), GapReason.BLOCKED),
        (look("", requests=("https://ssl.captcha.qq.com/TCaptcha.js",)), GapReason.BLOCKED),
        (look("访问过于频繁，请稍后再试"), GapReason.BLOCKED),
        (look("拖动滑块，完成安全验证", role=Role.REGISTER), GapReason.BLOCKED),
        (look("密码 点击完成安全验证", has_password=True, role=Role.REGISTER, status=403), GapReason.BLOCKED),
        (look("密码 点击完成安全验证", has_password=True), GapReason.BLOCKED),
        *((look("", status=status), GapReason.BLOCKED) for status in (401, 403, 405, 412, 418, 429, 444, 521)),
        (look("请登录后查看更多内容"), GapReason.LOGIN),
        (look("账号 密码 忘记密码", has_password=True), GapReason.LOGIN),
        (look(SHOP * 3, url="https://shop.example/login?back=help", has_password=True), GapReason.LOGIN),
        (look("扫码", url="https://passport.other.example/a"), GapReason.LOGIN),
        (look("请在微信客户端打开链接"), GapReason.APP_ONLY),
        (look("扫码下载APP，在手机上打开"), GapReason.APP_ONLY),
        (look("系统维护中，预计两小时后恢复"), GapReason.MAINTENANCE),
        (look("网站维护", status=503), GapReason.MAINTENANCE),
        (look("Service Unavailable", status=503), GapReason.ERROR_PAGE),
        (look("没有", status=404), GapReason.ERROR_PAGE),
        (look("请登录 没有这一页", status=404), GapReason.ERROR_PAGE),
        (look("抱歉，您访问的页面不存在"), GapReason.ERROR_PAGE),
        (look(SHOP, main="页面走丢了，返回首页"), GapReason.ERROR_PAGE),
        (look(SHOP, title="404 Not Found"), GapReason.ERROR_PAGE),
        (look("服务器开小差了"), GapReason.ERROR_PAGE),
        (look(":(\n单号有误！\n页面自动 跳转 等待时间： 3", title="跳转提示"), GapReason.ERROR_PAGE),
        (look(":(\n请先登录！\n页面自动 跳转 等待时间： 3", title="跳转提示"), GapReason.LOGIN),
        (look("", title="某某商城"), GapReason.BLANK),
        (look("您所在的地区暂不支持访问"), GapReason.REGION),
        (look("", status=451), GapReason.REGION),
    ],
)
def test_walls_are_named(seen: LoadedPage, reason: GapReason) -> None:
    found = classify_obstacle(seen)
    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize(
    "seen",
    [
        look("请登录 免费注册 验证码 下载APP " + SHOP, links=60),
        look("请登录 " + "数码 服装 " * 8, main="数码 服装 " * 8, links=8),
        look(SHOP, requests=("https://static.geetest.com/v4/gt4.js",), links=30),
        look("用户名 设置密码 验证码 立即注册", requests=("https://shop.example/simple/getCaptcha",), links=3),
        look(SHOP + "滑块", links=30),
        look(SHOP, url="https://shop.example/help/risk-notice", asked="https://shop.example/help/risk-notice"),
        look("账号 密码", has_password=True, role=Role.LOGIN),
        look("手机号 密码 点击完成安全验证 注册", has_password=True, role=Role.REGISTER),
        look("账号 密码", has_password=True, role=Role.LOGIN, requests=("https://static.geetest.com/v4/gt4.js",)),
        look(
            "账号 密码",
            has_password=True,
            role=Role.REGISTER,
            asked="https://shop.example/reg",
            url="https://shop.example/login",
        ),
        look("没有这一页", status=404, role=Role.ERROR),
        look("付款成功后页面自动跳转，无需等待。" + SHOP, links=30),
        look("联系电话 400-000-0000 工作时间 9:00-18:00", links=3),
    ],
)
def test_content_is_no_wall(seen: LoadedPage) -> None:
    assert classify_obstacle(seen) is None


@given(st.text(max_size=80), st.sampled_from([None, 200, 302, 403, 404, 500, 503]), st.booleans(), st.integers(0, 40))
def test_any_page_gets_an_answer_and_a_wall_is_never_about_the_shop(
    text: str, status: int | None, password: bool, links: int
) -> None:
    found = classify_obstacle(look(text, status=status, has_password=password, links=links))
    assert found is None or not found.reason.about_them
    if status in (403, 404, 500, 503):
        assert found is not None


POLICY = (
    "本政策说明我们收集哪些信息、为何收集、保存多久、怎样查询更正与删除，以及如何联系我们的个人信息保护负责人，请仔细阅读。"
    * 2
)


def test_a_login_dialog_over_a_page_walls_off_what_is_ones_own_and_nothing_else() -> None:
    over: dict[str, Any] = {
        "has_password": True,
        "asks_beneath": False,
        "main": f"{POLICY}账号 密码 立即登录",
        "beneath": POLICY,
    }
    page = look(f"{POLICY}账号 密码 立即登录")
    for role, wall in (
        (Role.PRIVACY, None),
        (Role.HELP, None),
        (Role.CART, GapReason.LOGIN),
        (Role.MEMBER, GapReason.LOGIN),
    ):
        found = classify_obstacle(dataclasses.replace(page, **over, role=role))
        assert (found.reason if found else None) is wall, role
    alone = classify_obstacle(
        dataclasses.replace(page, **{**over, "beneath": "", "main": "账号 密码 立即登录"}, role=Role.HELP)
    )
    assert alone is not None
    assert alone.reason is GapReason.LOGIN
    beneath = classify_obstacle(dataclasses.replace(page, **{**over, "asks_beneath": True}, role=Role.HELP))
    assert beneath is not None


def test_a_short_notice_within_a_shops_frame_may_speak_of_services_that_are_paused() -> None:
    notice = "违反本规则的，平台视情节给予警示、下架商品或者暂停服务，并公示处理结果。"
    assert classify_obstacle(look(SHOP + notice, main=notice)) is None
    assert classify_obstacle(look(notice)) is not None  # a page of nothing else
    assert classify_obstacle(look(SHOP + notice, main=notice, title="系统维护")) is not None


def _form(*fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"tag": "form", "region": "main"}, *({**field, "parent": 0} for field in fields)]


NAME, PASSWORD = {"input_type": "text"}, {"input_type": "password"}
JOIN = "商户名称 密码 确认密码 真实名称 固定电话 手机号码 申请加盟"


@pytest.mark.parametrize(
    ("fields", "asked", "wall"),
    [
        ((NAME, PASSWORD, PASSWORD, NAME, NAME), "https://shop.example/join", None),  # to sign up with: the page itself
        ((NAME, PASSWORD), "https://shop.example/join", GapReason.LOGIN),
        ((NAME, PASSWORD, PASSWORD), "https://shop.example/help", GapReason.LOGIN),  # sent there instead of the page
    ],
)
def test_a_form_that_asks_for_a_password_twice_is_no_log_in(
    fields: tuple[dict[str, Any], ...], asked: str, wall: GapReason | None
) -> None:
    page = view("seller", JOIN, _form(*fields), url="https://shop.example/join")
    if asked != page.url:
        page = dataclasses.replace(page, asked=asked, url="https://shop.example/login/join")
    found = classify_obstacle(look_at(page, Role.SELLER))
    assert (found.reason if found else None) is wall


def test_a_log_in_beside_a_form_to_sign_up_with_stays_one() -> None:
    both = [*_form(NAME, PASSWORD), {"tag": "form", "region": "main"}, *({**PASSWORD, "parent": 3} for _ in range(2))]
    found = classify_obstacle(look_at(view("seller", JOIN, both, url="https://shop.example/join"), Role.SELLER))
    assert found is not None
    assert found.reason is GapReason.LOGIN


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([{"tag": "a", "text": "商城系统升级通知", "href": "/news/1"}], None),  # a headline of its news
        ([{"tag": "a", "text": "", "href": "/news/1"}, {"text": "系统升级", "parent": 0}], None),
        ([{"text": "系统升级，请稍后再来"}], GapReason.MAINTENANCE),
        ([{"text": "系统升级，请稍后再来"}, {"tag": "a", "text": "首页", "href": "/"}], GapReason.MAINTENANCE),
    ],
)
def test_a_headline_that_leads_on_closes_no_shop(parts: list[dict[str, Any]], reason: GapReason | None) -> None:
    words = " ".join(part["text"] for part in parts)
    found = classify_obstacle(look_at(view(Role.OTHER, words, parts), Role.OTHER))
    assert (found.reason if found else None) is reason


@pytest.mark.parametrize(
    ("words", "denied"),
    [
        ("文章不存在或已删除", "文章不存在"),
        ("抱歉，您访问的頁面不存在", "页面不存在"),
        ("文章不存在，请检查网络连接", None),  # the shop could not be asked
        ("加载失败，内容不存在", None),
        ("加载中 内容不存在", None),
        ("页面走丢了，刷新试试", None),
        ("链接已失效，请重新登录", None),
        ("商品不存在", None),  # goods are no document
        ("服务器开小差了", None),
    ],
)
def test_only_a_page_that_says_so_itself_denies_that_there_is_one(words: str, denied: str | None) -> None:
    found = classify_obstacle(look(words))
    assert found is not None
    assert found.reason is GapReason.ERROR_PAGE
    assert denied_words(found.detail) == denied


def test_a_status_denies_a_page_and_a_fault_does_not() -> None:
    details = ("HTTP 404", "HTTP 410", "HTTP 503", "redirected to <error>", "the link brings up the home page again")
    assert [detail for detail in details if denied_words(detail)] == ["HTTP 404", "HTTP 410"]


def _app_page(role: Role, controls: int) -> LoadedPage:
    """A page whose controls have no addresses, with an invitation to log in among them."""
    parts: list[dict[str, Any]] = [{"text": "Hi，欢迎光临"}, {"text": "请登录", "clickable": True}]
    parts += [{"text": f"第{number}类", "clickable": True} for number in range(controls - 1)]
    parts += [{"text": "第0类", "clickable": True}] * 20
    return look_at(view(role, "\n".join(part["text"] for part in parts), parts), role)


@pytest.mark.parametrize(
    ("role", "controls", "reason"),
    [
        (Role.HOME, 14, None),
        (Role.LIST, 14, None),
        (Role.HOME, 6, GapReason.LOGIN),
        (Role.MEMBER, 14, GapReason.LOGIN),
        (Role.AFTER_SALES, 14, GapReason.LOGIN),
        (Role.OTHER, 6, None),  # an account's page: it greets, and leads on
        (Role.OTHER, 5, GapReason.LOGIN),
    ],
)
def test_a_shop_whose_goods_have_no_addresses_may_invite_to_log_in(
    role: Role, controls: int, reason: GapReason | None
) -> None:
    found = classify_obstacle(_app_page(role, controls))
    assert (found.reason if found else None) is reason


def test_a_page_of_no_role_that_asks_for_a_number_is_a_login() -> None:
    parts: list[dict[str, Any]] = [{"text": "请先登录"}, {"tag": "input", "input_type": "tel", "name": "手机号"}]
    parts += [{"text": f"第{number}项", "clickable": True} for number in range(9)]
    found = classify_obstacle(look_at(view(Role.OTHER, "请先登录", parts), Role.OTHER))
    assert found is not None
    assert found.reason is GapReason.LOGIN
