"""A good shop whose footer names its documents by short labels, at addresses that say nothing; nothing else leads to them."""

from tests.shops.answers import Route, Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market

# Label, template, title.
DOCUMENTS = {
    "荣誉资质": ("honours.html", "荣誉资质"),
    "公司动态": ("news.html", "新闻动态"),
    "绿色物流": ("social.html", "社会责任"),
    "商家扶持": ("seller.html", "商家入驻"),
    "售后政策": ("after_sales.html", "售后服务"),
    "退款说明": ("help_cancel.html", "取消订单与退款"),
    "发票须知": ("payment.html", "支付方式与发票"),
    "评价规则": ("credit.html", "信用评价规则"),
    "运费标准": ("delivery.html", "配送方式与运费"),
    "防骗提醒": ("help_safety.html", "交易安全与防骗"),
}
HIDDEN = ("/honours", "/news", "/social", "/seller", "/after-sales", "/help/cancel", "/payment", "/credit", "/delivery",
          "/help/safety", "/guide", "/about")  # fmt: skip


def make() -> Shop:
    named = tuple((label, f"/a/{number}") for number, label in enumerate(DOCUMENTS, 101))
    options = {"footer": "named_footer/footer.html", "named": named, "standing": True}
    pages: dict[str, Route] = {
        path: html(render_small(template, LIZILI, title=title, path=path, **options))
        for (_, path), (template, title) in zip(named, DOCUMENTS.values(), strict=True)
    }
    shop = small_market(LIZILI, **options)
    gone = dict.fromkeys(HIDDEN, shop.missing)
    return shop.but({**pages, **gone})
