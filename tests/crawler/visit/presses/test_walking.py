"""A page that only presses from home bring up as it is: its address opens the same app, whose data then do not come."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, served

APP = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>栗子集市</title><body></body><script>
  const began = location.pathname;
  const say = (words, to) => `<p><span onclick="go('${to}')">${words}</span></p>`;
  const draw = () => {
    const at = location.pathname;
    document.body.innerHTML = at === '/'
      ? say('我的', '/mine') + '<p>FILL</p>'
      : at === '/mine' ? say('点击登录', '/login') + '<p>栗子集市的会员请先登录，登录后查看订单与收藏。</p>'
      : at === '/login'
      ? '<form><input placeholder="手机号"><input type="password" placeholder="密码"><button>登录</button></form>'
        + say('《用户协议》', '/paper')
      : at === '/paper' && began === '/' ? '<h1>用户协议</h1><p>' + '用户下单即与本店成立合同，双方应当守约。'.repeat(9) + '</p>' : '';
  };
  const go = (to) => { history.pushState({}, '', to); draw(); };
  addEventListener('popstate', draw);
  draw();
</script></html>""".replace("FILL", FILL)


@pytest.mark.browser
async def test_what_an_address_does_not_bring_is_walked_to_from_home() -> None:
    async with served(Shop(dict.fromkeys(("/", "/mine", "/login", "/paper"), APP))) as shop:
        site = await crawled(shop, Role.LOGIN, Role.AGREEMENT, devices=(Device.MOBILE,))
    paper = site.view(Role.AGREEMENT)
    assert paper is not None
    assert paper.url.endswith("/paper")
    assert "成立合同" in paper.text
    assert paper.path[-1] == "《用户协议》"
