"""A good shop whose privacy policy is a title with a line under it, and whose agreement is a title alone; both pages are finished."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market

PAGES = {"/privacy": ("privacy.html", "隐私政策"), "/agreement": ("agreement.html", "用户服务协议")}


def make() -> Shop:
    pages = {
        path: html(render_small(f"blank_policy/{template}", LIZILI, title=title, path=path))
        for path, (template, title) in PAGES.items()
    }
    return small_market(LIZILI).but(pages)
