"""The way to complain is an icon: named for those who cannot see it, drawn for those who can."""

from tests.shops.answers import Shop, text
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

ICON = """<svg xmlns="http://www.w3.org/2000/svg" width="96" height="36" viewBox="0 0 96 36"><rect width="96" height="36" rx="8" fill="#b4501e"/>
<text x="48" y="25" font-size="18" font-family="Noto Sans CJK SC,sans-serif" fill="#fff" text-anchor="middle">我要投诉</text></svg>"""
QUICK = (
    '<a href="/complaint"><img src="/complain.svg" alt="我要投诉" width="96" height="36"></a>'
    '<a href="/service" aria-label="在线客服" title="在线客服">☎</a>'
)


def make() -> Shop:
    return small_market(LIZILI, complaint_links=False, quick=QUICK).but({"/complain.svg": text(ICON, "image/svg+xml")})
