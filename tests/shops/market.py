"""Builds a whole shop of a brand from the templates, or one that differs from it in named ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest, html, text
from tests.shops.brand import Brand
from tests.shops.goods import CATEGORIES, GOODS, SELLERS, Good, drawing

HERE = Path(__file__).parent
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
# Texts of a plain page each: path, template, title.
DOCUMENTS = {
    "/privacy": ("privacy.html", "隐私政策"),
    "/agreement": ("agreement.html", "用户服务协议"),
    "/rules": ("rules.html", "平台规则"),
    "/license": ("license.html", "营业执照与经营资质"),
    "/help": ("help.html", "帮助中心"),
    "/help/order": ("help_order.html", "怎样下单"),
    "/help/cancel": ("help_cancel.html", "取消订单与退款"),
    "/help/safety": ("help_safety.html", "交易安全与防骗"),
    "/service": ("service.html", "联系客服"),
    "/complaint": ("complaint.html", "投诉举报中心"),
    "/guide": ("guide.html", "新手指南"),
    "/about": ("about.html", "关于我们"),
    "/login": ("login.html", "登录"),
    "/register": ("register.html", "免费注册"),
    "/cart": ("cart.html", "购物车"),
    "/order": ("order.html", "我的订单"),
    "/payment": ("payment.html", "支付方式与发票"),
    "/delivery": ("delivery.html", "配送方式与运费"),
    "/after-sales": ("after_sales.html", "售后服务"),
    "/credit": ("credit.html", "信用评价规则"),
    "/member": ("member.html", "会员中心"),
    "/seller": ("seller.html", "商家入驻"),
    "/notice": ("notice.html", "平台公告"),
    "/stores": ("stores.html", "线下门店"),
    "/community": ("community.html", "栗友社区"),
    "/elder-help": ("elder_help.html", "长辈使用指南"),
    "/rules/sellers": ("rules_sellers.html", "商家入驻与退出规则"),
    "/rules/history": ("rules_history.html", "历史版本"),
    "/rules/governance": ("rules_governance.html", "2026年上半年平台治理报告"),
    "/rules/penalties": ("rules_penalties.html", "违规处罚公示"),
    "/honours": ("honours.html", "荣誉资质"),
    "/news": ("news.html", "新闻动态"),
    "/tech": ("tech.html", "技术动态"),
    "/camera": ("camera.html", "拍照购"),
    "/social": ("social.html", "社会责任"),
}
# Pages that have little to do with what most shops are about; each has links in the templates, which go with it.
STANDING = ("/honours", "/news", "/tech", "/camera", "/social")
BESIDE = (
    "/payment", "/delivery", "/help/order", "/help/cancel", "/help/safety", "/stores", "/community", "/member", "/seller",
    "/rules/sellers", "/rules/governance", "/rules/penalties",
)  # fmt: skip
FEW = tuple(good for good in GOODS if good.id in (1001, 2002, 3002, 4001, 8001))  # by the shop itself and three sellers
DEFAULTS: Mapping[str, object] = {
    "header": "header.html",
    "footer": "footer.html",
    "goods": GOODS,
    "categories": CATEGORIES,
    "elder": True,  # the header offers the elder mode
    "elder_ads": False,
    "elder_entry": "elder_entry.html",
    "legal": "legal.html",
    "reviews": "reviews.html",
    "policy": "/privacy",  # where the footer's link to the privacy policy leads
    "rule_links": True,  # the home page leads to agreement and rules
    "complaint_links": True,  # header, home, help and footer lead to the complaint page
    "service_full": True,  # customer service says all of itself; else only merchants are given a telephone
    "renewal_fair": True,  # paid membership renews by choice, with a reminder and a way out
    "licence_links": True,  # product and about pages lead to the licence page
    "quick": "",  # markup at the end of the header's quick links
    "more_categories": "",
    "promotion": "",  # markup at the end of the home page
    "oversold": False,  # what is sold out can be bought all the same
    "structured": True,  # product pages carry JSON-LD
    "claims": "",  # markup at the end of a product's description
    "standing": True,  # tells of honours, standards, techniques and what it does for others
    "beside": True,  # has the pages of BESIDE, and leads to them and to other searches
    "year": date.today().year,  # what is reported stays as old as it is, whenever the shop is served
    "lang": "zh-CN",
    "cart_extra": "",  # markup in the cart
    "item_extra": "",  # markup above the buttons of a product page
    "extra": "",  # markup at the end of the body
    "ticked": False,
    "charset": "utf-8",
}


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader([HERE / "templates", HERE]), autoescape=True, undefined=StrictUndefined)


def render(template: str, brand: Brand, **options: object) -> str:
    """One page of a brand as HTML."""
    known = {**DEFAULTS, **options}
    return _templates().get_template(template).render(**{"brand": brand, "path": "", "query": "", "title": "", **known})


class _Pages:
    """The pages of one brand with its options."""

    def __init__(self, brand: Brand, options: Mapping[str, object]) -> None:
        self.brand = brand
        self.options = {**DEFAULTS, **options}
        self.charset = str(self.options["charset"])

    def page(self, template: str, title: str, path: str, status: int = 200, **more: object) -> ShopAnswer:
        known = {**self.options, "query": "", **more}
        words = _templates().get_template(template).render(brand=self.brand, title=title, path=path, **known)
        return html(words, status, self.charset)

    def home(self, request: ShopRequest) -> ShopAnswer:
        return self.page("home.html", f"{self.brand.name} · 把日子过得有滋味", "/")

    def list(self, request: ShopRequest) -> ShopAnswer:
        category = request.query.get("cat", "")
        chosen = [good for good in self._goods if category in ("", good.category)]
        title = CATEGORIES.get(category, "全部商品")
        return self.page("list.html", title, "/list", chosen=chosen, category=category)

    def search(self, request: ShopRequest) -> ShopAnswer:
        words = request.query.get("q", "").strip()
        chosen = [good for good in self._goods if words and words.lower() in f"{good.name}{good.note}".lower()]
        return self.page("search.html", f"搜索：{words}", "/search", chosen=chosen, query=words)

    def item(self, request: ShopRequest) -> ShopAnswer:
        number = request.path.removeprefix("/item/").removesuffix(".html")
        good = next((good for good in self._goods if str(good.id) == number), None)
        if good is None:
            return self.missing(request)
        return self.page("item.html", good.name, "/item", good=good)

    def merchant(self, request: ShopRequest) -> ShopAnswer:
        seller = SELLERS.get(request.path.removeprefix("/shop/"))
        if seller is None:
            return self.missing(request)
        chosen = [good for good in self._goods if good.seller is seller]
        return self.page("merchant.html", seller.name, "/shop", chosen=chosen, merchant=seller)

    def site_map(self, request: ShopRequest) -> ShopAnswer:
        """Lists and goods only: what a shop hides from its visitors it does not list either."""
        origin = f"http://{request.headers.get('Host', '127.0.0.1')}"
        paths = ["/", "/list", *(f"/list?cat={key}" for key in self._categories), *(good.url for good in self._goods)]
        places = "".join(f"<url><loc>{origin}{path}</loc></url>" for path in paths)
        return text(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>', "application/xml")

    def missing(self, request: ShopRequest) -> ShopAnswer:
        return self.page("missing.html", "页面不存在", "/404", 404)

    @property
    def _categories(self) -> dict[str, str]:
        categories = self.options["categories"]
        assert isinstance(categories, dict)
        return categories

    @property
    def _goods(self) -> tuple[Good, ...]:
        goods = self.options["goods"]
        assert isinstance(goods, tuple)
        return goods


def market(brand: Brand, **options: object) -> Shop:
    """A full shop. ``options`` are those of DEFAULTS; a template's name may be replaced, as header and footer are."""
    pages = _Pages(brand, options)
    routes: dict[str, Route] = {
        "/": pages.home,
        "/list": pages.list,
        "/search": pages.search,
        "/item/*": pages.item,
        "/shop/*": pages.merchant,
        "/sitemap.xml": pages.site_map,
        "/robots.txt": text("User-agent: *\nDisallow: /cart/checkout\nSitemap: /sitemap.xml\n"),
        "/favicon.ico": ShopAnswer(b"", 204, "image/x-icon"),
        "/footer.png": ShopAnswer((HERE / "static" / "footer.png").read_bytes(), kind="image/png"),
        "/licence.png": ShopAnswer(
            (HERE / "static" / f"licence_{brand.latin.lower()}.png").read_bytes(), kind="image/png"
        ),
    }
    gone = {
        path
        for paths, option in ((STANDING, "standing"), (BESIDE, "beside"))
        if not pages.options[option]
        for path in paths
    }
    for path, (template, title) in DOCUMENTS.items():
        if path not in gone:
            routes[path] = _document(pages, template, title, path)
    for file in ("shop.css", "shop.js"):
        kind = "text/css" if file.endswith("css") else "text/javascript"
        routes[f"/{file}"] = text((HERE / "static" / file).read_text("utf-8"), kind)
    for good in GOODS if options.get("goods") is None else pages._goods:
        routes[good.picture] = text(drawing(good), "image/svg+xml")
    return Shop(routes, pages.missing, SAFE)


def small_market(brand: Brand, **options: object) -> Shop:
    """The same with few goods and without the pages of STANDING and BESIDE: for what these have nothing to do with.

    An audit opens every page there is before it says that something is nowhere, twice where that would be a fail.
    """
    return market(brand, **_with_few(options))


def render_small(template: str, brand: Brand, **options: object) -> str:
    """One page of such a shop as HTML."""
    return render(template, brand, **_with_few(options))


def _with_few(options: Mapping[str, object]) -> dict[str, object]:
    goods = options.get("goods", FEW)
    assert isinstance(goods, tuple)
    categories = {key: name for key, name in CATEGORIES.items() if key in {good.category for good in goods}}
    return {"goods": goods, "categories": categories, "standing": False, "beside": False, **options}


def _document(pages: _Pages, template: str, title: str, path: str) -> Route:
    return lambda request: pages.page(template, title, path)
