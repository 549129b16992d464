"""The page called privacy policy is a list of policies."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def make() -> Shop:
    shop = small_market(LIZILI)
    index = html(render_small("policy_index.html", LIZILI, title="隐私政策"))
    children = html(render_small("policy_children.html", LIZILI, title="儿童个人信息保护规则"))
    return shop.but({"/privacy": index, "/privacy/site": shop.routes["/privacy"], "/privacy/children": children})
