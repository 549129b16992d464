"""Agreement and rules are linked only where one registers or complains; what they say of changes and reviews is unlawful."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market

INSERT = "<p>收货后五星好评并晒图，联系客服返现5元。</p>"


def make() -> Shop:
    shop = small_market(LIZILI, rule_links=False, claims=INSERT)
    notice = html(render_small("rules_hidden/notice.html", LIZILI, title="平台公告", rule_links=False))
    credit = html(render_small("rules_hidden/credit.html", LIZILI, title="信用评价规则", rule_links=False))
    return shop.but({"/notice": notice, "/credit": credit})
