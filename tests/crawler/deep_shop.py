"""A shop with depth: five categories of goods by four sellers, dead and foreign addresses among them, a help and a rule centre."""

from __future__ import annotations

from collections.abc import Mapping

from tests.crawler.crawl_helpers import Reply, Route, Shop, page

CATEGORIES = {"kitchen": "厨具", "books": "图书", "fruit": "水果", "desk": "文具", "garden": "园艺"}
SELLERS = ("栗子里自营", "青禾旗舰店", "木石专营店", "南风小店")
GOODS = {name: tuple(f"/item/{number}{index}.html" for index in range(8)) for number, name in enumerate(CATEGORIES, 1)}
GONE, LOST, ARTICLE, MAPPED = "/item/17.html", "/item/27.html", "/item/37.html", "/item/990.html"
HELP = {
    "/help/cancel": "如何取消订单", "/help/buy": "购物流程", "/help/pay": "支付问题", "/help/deliver": "收货与验货",
    "/help/invoice": "发票怎么开", "/help/safe": "账户安全", "/help/fraud": "谨防诈骗", "/help/points": "积分怎么用",
}  # fmt: skip
RULES = {
    "/rules/changes": "规则变更公示", "/rules/old": "历史版本", "/rules/penalty": "违规商家处罚实施细则",
    "/rules/banned": "禁售商品名录", "/rules/rights": "知识产权保护规则", "/privacy": "隐私政策",
}  # fmt: skip
ENTRIES = '<a href="/help">帮助中心</a> <a href="/rules">规则中心</a> <a href="/privacy">隐私政策</a> <a href="/about">关于我们</a>'
FOOTER = f"<footer>{ENTRIES}</footer>"
SEARCH = '<header><form action="/s"><input name="q" placeholder="搜索商品"></form></header>'


def card(path: str) -> str:
    number = int(path.removeprefix("/item/").removesuffix(".html"))
    return f'<li style="height:120px"><a href="{path}">好物{number}</a> <b>¥{number}.00</b> <span>{SELLERS[number % 4]}</span></li>'


def goods(target: str) -> Reply:
    if target == GONE:
        return Reply(page("<h1>好物</h1><p>商品已下架</p><b>¥17.00</b>").encode())
    if target == LOST:
        return Reply("<title>404</title>没有这一页".encode(), 404)
    if target == ARTICLE:
        return Reply(page("<h1>夏日清单</h1>", head='<meta property="og:type" content="article">').encode())
    return Reply(page(f"<h1>好物</h1><b>¥9.90</b><button>加入购物车</button>{FOOTER}", f"好物 {target}").encode())


def links(pages: Mapping[str, str]) -> str:
    return "".join(f'<p><a href="{path}">{words}</a></p>' for path, words in pages.items())


def deep() -> Shop:
    """The shop, with a site map that names one product nobody links."""
    nav = "".join(f'<a href="/list/{name}">{words}</a> ' for name, words in CATEGORIES.items())
    routes: dict[str, Route] = {
        "/": page(f"{SEARCH}<nav>{nav}</nav><ul>{card('/item/10.html')}{card('/item/20.html')}</ul>{FOOTER}"),
        "/s": page(f"<h1>结果</h1><ul>{card('/item/51.html')}{card('/item/52.html')}</ul>"),
        "/help": page(f"<h1>帮助</h1>{links(HELP)}{FOOTER}"),
        "/rules": page(f"<h1>规则</h1>{links(RULES)}{FOOTER}"),
        "/privacy": page(f"<h1>隐私政策</h1>{FOOTER}"),
        "/about": page(f"<h1>关于</h1><a href='/news'>新闻动态</a><a href='/list/books'>图书</a>{FOOTER}"),
        "/news": page(f"<h1>新闻</h1>{FOOTER}"),
        MAPPED: goods(MAPPED),
    }
    for name, items in GOODS.items():
        routes[f"/list/{name}"] = page(
            f"<nav>{nav}</nav><ul>{''.join(map(card, items))}</ul>{FOOTER}", CATEGORIES[name]
        )
        routes |= {item: goods(item) for item in items}
    routes |= {
        path: page(f"<h1>{words}</h1>{FOOTER}", words) for path, words in (HELP | RULES).items() if path not in routes
    }
    return Shop(routes)


def with_site_map(shop: Shop) -> Shop:
    """The same, once its port is known."""
    xml = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{shop.url.rstrip('/')}{MAPPED}</loc></url></urlset>"
    shop.routes = {**shop.routes, "/sitemap.xml": Reply(xml.encode(), kind="text/xml")}
    return shop
