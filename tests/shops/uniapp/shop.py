"""A phone's shop on both devices, drawn by a framework: boxes that listen, a tab bar, hash routes, and not one link."""

import json

from tests.shops.answers import Shop, beside, html, text
from tests.shops.brand import LIZILI
from tests.shops.goods import CATEGORIES, GOODS, drawing
from tests.shops.market import render


def make() -> Shop:
    goods = [
        {
            "id": good.id, "name": good.name, "note": good.note, "price": good.price, "img": good.picture,
            "rows": [
                ["分类", CATEGORIES.get(good.category, "")], ["品牌", good.brand], ["规格", good.spec], ["产地", good.origin],
                ["库存", "现货"], ["售后", "七天无理由退货"],
            ],
        }
        for good in GOODS
    ]  # fmt: skip
    data = json.dumps({"goods": goods, "company": LIZILI.company, "icp": LIZILI.icp}, ensure_ascii=False)
    index = html(render("uniapp/index.html", LIZILI))
    pictures = {good.picture: text(drawing(good), "image/svg+xml") for good in GOODS}
    return Shop({
        "/": index, "/app.js": text(beside(__file__, "app.js"), "text/javascript"), "/data.json": text(data, "application/json"), **pictures,
    })  # fmt: skip
