"""Forms behind a choice of ways, a tab or 注册账号 are opened by a press and judged; what may send a form is never pressed."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.crawl import crawl_site
from crawler.site import Platform, Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Outcome
from probes.pages.service.sign_in_ways import FORM_OPENED
from probes.run import judge_site, plan_checks
from tests.crawler.crawl_helpers import Memory, Shop, page, served
from tests.rules import real_checks

pytestmark = pytest.mark.browser

HEAD = "<style>div, span { display: block } .way, .link { cursor: pointer } .link { width: 60px } input, .way { width: 300px }</style>"
FIELDS = '<input placeholder="手机号"><input type="password" placeholder="密码">'
CONSENT = '<label><input type="checkbox">我已阅读并同意<a href="/rules">《用户协议》</a>和<a href="/privacy">《隐私政策》</a></label>'
SEND = "fetch('/in', {method: 'POST'})"
WAYS = f"""<div id="at"><div class="way">微信登录</div><div class="way" onclick="form()">账号登录</div></div><script>
const at = document.getElementById('at');
const registering = `<h2>注册</h2>{FIELDS}<div class="way" onclick="{SEND}">立即注册</div>CONSENT_HERE`;
function form() {{
  at.innerHTML = `{FIELDS}<div class="btn way" onclick="{SEND}">账号登录</div>
    <span class="link" onclick="at.innerHTML = registering">注册账号</span>`;
}}
</script>"""
TABS = f"""<div><div><div class="link" onclick="two.hidden = !(one.hidden = false)">短信登录</div></div>
<div><div class="link" onclick="two.hidden = !(one.hidden = true)">密码登录</div></div></div>
<div id="one"><input placeholder="手机号"><input placeholder="验证码"></div>
<div id="two" hidden>{FIELDS}CONSENT_HERE</div><button onclick="{SEND}">登录</button>"""
SENDS = f'{FIELDS}<div class="way" onclick="{SEND}">账号登录</div><button>立即注册</button>'


async def visit_login(login: str, device: Device) -> tuple[Site, Answer, Shop]:
    checks = tuple(check for check in real_checks() if check.id == "privacy.consent_box")
    shop = Shop(
        {"/": page('<a href="/login">登录</a>'), "/login": page(f"<h1>登录</h1>{login}", "登录", head=HEAD, fill="")}
    )
    async with served(shop):
        plan = dataclasses.replace(plan_checks(checks, (device,)), pace=0, allow_private=True, ocr=False)
        site = await crawl_site(Platform(shop.url), plan, Memory())
    found = judge_site(checks, site, strict=True)
    return site, next(one.answer for one in found if one.device is device), shop


@pytest.mark.parametrize("device", Device)
@pytest.mark.parametrize(
    ("login", "opened"), [(WAYS, {Role.LOGIN: "账号登录", Role.REGISTER: "注册账号"}), (TABS, {Role.LOGIN: "密码登录"})]
)
async def test_a_form_behind_a_way_or_a_tab_is_opened_and_judged(
    login: str, opened: dict[Role, str], device: Device
) -> None:
    for consent, outcome in ((CONSENT, Outcome.YES), ("", Outcome.NO)):
        site, said, shop = await visit_login(login.replace("CONSENT_HERE", consent), device)
        seen = {role: view.path[-1] for role in Role if (view := site.view(role, FORM_OPENED)) is not None}
        assert seen == opened
        assert said.outcome is outcome, said.because
        assert shop.count("/in", "POST") == 0


@pytest.mark.parametrize("device", Device)
async def test_what_may_send_a_form_is_not_pressed(device: Device) -> None:
    site, _, shop = await visit_login(SENDS, device)
    assert not any(view.state == FORM_OPENED for view in site.views)
    assert shop.count("/in", "POST") == 0
