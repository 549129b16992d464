"""A shop whose footer names its documents by short labels, as many do: nothing else leads to them."""

from __future__ import annotations

from tests.crawler.crawl_helpers import Route, Shop, page

# Label of the footer's link and where it leads; by it alone the page is known.
NAMED = {
    "公司动态": "/d/1", "荣誉资质": "/d/2", "绿色物流": "/d/3", "商家扶持": "/d/4", "售后政策": "/d/5", "退款说明": "/d/6",
    "发票须知": "/d/7", "评价规则": "/d/8", "运费标准": "/d/9", "公益助农": "/d/10",
}  # fmt: skip


def named(stub: bool = False) -> Shop:
    """The shop; with ``stub`` the page behind 售后政策 holds a title and no more."""
    links = "".join(f'<a href="{path}">{label}</a> ' for label, path in NAMED.items())
    footer = f'<footer><a href="/about">关于我们</a> <a href="/help">帮助中心</a> {links}</footer>'
    body = "<div style='height:1200px'></div>"
    routes: dict[str, Route] = {
        "/": f"{page('<h1>商城</h1>' + body)}".replace("</body>", f"{footer}</body>"),
        "/about": page("<h1>关于我们</h1>"),
        "/help": page("<h1>帮助中心</h1>"),
    }
    for label, path in NAMED.items():
        routes[path] = page(f"<h1>{label}</h1>", label, fill=f"{label}的内容如下。" * 30)
    if stub:
        routes["/d/5"] = page("<h1>售后政策</h1>", "售后政策", fill="")
    return Shop(routes)
