"""Pages that presses bring up and their addresses do not: where data then lack, and where a link leaves out the folder of its app."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import FILL, Reply, Shop, crawled, served

APP = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>栗子集市</title><body></body><script>
  const began = location.pathname;
  const say = (words, to) => `<p><span onclick="go('${to}')">${words}</span></p>`;
  const draw = () => {
    const at = location.pathname.replace('/m/', '/');
    document.body.innerHTML = at === '/'
      ? say('我的', '/mine') + `<p><a href="/help" onclick="event.preventDefault(); go('/help')">帮助中心</a></p><p>FILL</p>`
      : at === '/help' ? '<h1>帮助中心</h1><p>栗子集市的客服每天九点到六点在岗。</p><p>FILL</p>'
      : at === '/mine' ? say('点击登录', '/login') + '<p>栗子集市的会员请先登录，登录后查看订单与收藏。</p>'
      : at === '/login'
      ? '<form><input placeholder="手机号"><input type="password" placeholder="密码"><button>登录</button></form>'
        + say('《用户协议》', '/paper')
      : at === '/paper' && began === '/m/' ? '<h1>用户协议</h1><p>' + '用户下单即与本店成立合同，双方应当守约。'.repeat(9) + '</p>' : '';
  };
  const go = (to) => { history.pushState({}, '', '/m' + to); draw(); };
  addEventListener('popstate', draw);
  draw();
</script></html>""".replace("FILL", FILL)


@pytest.mark.browser
async def test_what_an_address_does_not_bring_is_walked_to_from_home() -> None:
    led_home = dict.fromkeys(("/", "/help"), Reply(status=302, headers={"Location": "/m/"}))
    pages = dict.fromkeys(("/m/", "/m/mine", "/m/login", "/m/paper", "/m/help"), APP)
    async with served(Shop({**led_home, **pages})) as shop:
        site = await crawled(shop, Role.LOGIN, Role.AGREEMENT, Role.HELP, devices=(Device.MOBILE,))
    paper, helping = site.view(Role.AGREEMENT), site.view(Role.HELP)
    assert paper is not None
    assert paper.url.endswith("/paper")
    assert "成立合同" in paper.text
    assert paper.path[-1] == "《用户协议》"
    assert helping is not None  # its link leads home again when it is opened, as it leaves out the app's folder
    assert helping.url.endswith("/m/help")
    assert "九点到六点" in helping.text
