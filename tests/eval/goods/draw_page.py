"""Draws a product page as a document in one of the layouts of shop programs."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from html import escape

from tests.eval.goods.product_pages import Fact, ProductPage, list_facts

_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8' fill='%23{colour}'/></svg>"
)
_STYLE = (
    "body{font:14px/1.7 sans-serif;margin:0;color:#222}main,header,footer{max-width:1180px;margin:0 auto;padding:8px}"
    ".pic{width:400px;height:400px}.grid span{display:inline-block;width:260px}dl{margin:4px 0}dt,dd{display:inline-block;"
    "margin:0 8px 0 0}.row .label{color:#999;margin-right:12px}td,th{padding:4px 10px;border:1px solid #ddd;text-align:left}"
    ".over b{display:block;font-weight:400}.over i{display:block;color:#999;font-style:normal;font-size:12px}"
    ".phone{max-width:400px}uni-view,uni-text{display:block}.line uni-text{display:inline-block;margin-right:10px}"
    ".opt span{border:1px solid #ccc;padding:2px 8px;margin-right:6px;cursor:pointer}.card{display:inline-block;width:200px}"
)
Pairs = Iterable[tuple[str, str]]


def draw_page(page: ProductPage) -> str:
    """The whole document."""
    phone = page.params == "uni"
    crumb = "".join(f'<div class="crumbs">{_trail(fact.words)}</div>' for fact in page.facts if _is_trail(fact))
    top = "".join(_beside_price(page.top, fact) for fact in list_facts(page, "top"))
    buy = '<div class="btns"><a href="#buy">立即购买</a> <a href="#cart">加入购物车</a></div>'
    picture = f'<img class="pic" alt="" src="{_picture("c9d7c2")}">'
    main = (
        f'{crumb}<div class="gallery">{picture}</div><h1>{escape(page.title)}</h1><div class="info">{top}{buy}</div>'
        f"{_details(page)}{_reviews(page)}{_other_goods(page)}"
    )
    body = f'<div class="phone"><uni-view class="page">{main}</uni-view></div>' if phone else f"<main>{main}</main>"
    head = (
        "" if phone else '<header><a href="/">首页</a> <a href="#all">全部商品</a> <a href="#me">我的订单</a></header>'
    )
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(page.title)} - 示例商城</title>'
        f"<style>{_STYLE}</style><body>{head}{body}{_foot(page)}</body></html>"
    )


def _picture(colour: str) -> str:
    svg = _SVG.format(colour=colour).replace("%23", "#")
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _is_trail(fact: Fact) -> bool:
    return "category" in fact.fields and not fact.label


def _trail(words: str) -> str:
    for mark in (">", "»", "/"):
        if mark in words:
            return f" {escape(mark)} ".join(f'<a href="#c">{escape(part.strip())}</a>' for part in words.split(mark))
    return escape(words)


def _beside_price(layout: str, fact: Fact) -> str:
    if "price" in fact.fields:
        return _row(layout, fact.label, f'<strong class="price" style="font-size:24px">{escape(fact.words)}</strong>')
    if "sku" in fact.fields and "/" in fact.words:
        options = "".join(f"<span>{escape(one)}</span>" for one in fact.words.split("/"))
        return _row(layout, fact.label, f'<em class="opt" style="font-style:normal">{options}</em>')
    if "seller_licence" in fact.fields:
        return f'<div><a href="#licence">{escape(fact.label or fact.words)}</a></div>'
    return _row(layout, fact.label, escape(fact.words))


def _row(layout: str, label: str, drawn: str) -> str:
    name = escape(label)
    if layout == "dl":
        return f"<dl><dt>{name}</dt><dd>{drawn}</dd></dl>" if name else f"<dl><dd>{drawn}</dd></dl>"
    if layout == "rows":
        named = f'<span class="label">{name}</span>' if name else ""
        return f'<div class="row">{named}<span class="value">{drawn}</span></div>'
    if layout == "uni":
        named = f"<uni-text>{name}</uni-text>" if name else ""
        return f'<uni-view class="line">{named}<uni-text>{drawn}</uni-text></uni-view>'
    said = f"{name}：{drawn}" if name else drawn
    return f"<span>{said}</span> " if layout == "inline" else f"<p>{said}</p>"


def _details(page: ProductPage) -> str:
    facts = [fact for fact in list_facts(page, "details") if "reviews" not in fact.fields and not _is_trail(fact)]
    pairs = [(fact.label, fact.words) if fact.label else _split(fact.words) for fact in facts]
    named = [(escape(label), escape(words)) for label, words in pairs if label]
    said = "".join(f"<p>{escape(words)}</p>" for label, words in pairs if not label)
    struck = any("struck" in fact.fields for fact in page.facts)
    cut = '<p class="old"><del style="font-size:12px">￥999.00</del></p>' if struck else ""
    return f'{cut}<div class="detail"><h3>商品详情</h3>{_LAYOUTS[page.params](named) if named else ""}{said}</div>'


def _split(words: str) -> tuple[str, str]:
    """A short label before a colon is one; else there are words alone."""
    label, colon, value = words.partition("：")
    return (label, value) if colon and 0 < len(label) <= 6 else ("", words)


def _table(pairs: Pairs) -> str:
    return "<table>" + "".join(f"<tr><th>{label}</th><td>{words}</td></tr>" for label, words in pairs) + "</table>"


def _table_of_two(pairs: Pairs) -> str:
    cells = [f"<td>{label}</td><td>{words}</td>" for label, words in pairs]
    rows = ("".join(cells[at : at + 2]) for at in range(0, len(cells), 2))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _dl(pairs: Pairs) -> str:
    return "".join(f"<dl><dt>{label}</dt><dd>{words}</dd></dl>" for label, words in pairs)


def _li(pairs: Pairs) -> str:
    return '<ul class="params">' + "".join(f"<li>{label}：{words}</li>" for label, words in pairs) + "</ul>"


def _spans(pairs: Pairs) -> str:
    return "".join(
        f'<div class="row"><span class="label">{label}</span><span>{words}</span></div>' for label, words in pairs
    )


def _over(pairs: Pairs) -> str:
    cells = "".join(f'<span class="over"><b>{words}</b><i>{label}</i></span>' for label, words in pairs)
    return f'<div class="grid">{cells}</div>'


def _commas(pairs: Pairs) -> str:
    return "<p>" + "，".join(f"{label}：{words}" for label, words in pairs) + "。</p>"


def _br(pairs: Pairs) -> str:
    return "<p>" + "<br>".join(f"{label}:{words}" for label, words in pairs) + "</p>"


def _bracket(pairs: Pairs) -> str:
    return "".join(f"<p>【{label}】{words}</p>" for label, words in pairs)


def _wide(pairs: Pairs) -> str:
    return "".join(f"<p>{'　　'.join(label) if len(label) == 2 else label}：{words}</p>" for label, words in pairs)


def _uni(pairs: Pairs) -> str:
    return "".join(
        f'<uni-view class="line"><uni-view class="k">{label}</uni-view><uni-view class="v">{words}</uni-view></uni-view>'
        for label, words in pairs
    )


def _accordion(pairs: Pairs) -> str:
    return "".join(f"<details open><summary>{label}</summary><p>{words}</p></details>" for label, words in pairs)


def _strong(pairs: Pairs) -> str:
    return "".join(f"<p><strong>{label}</strong> {words}</p>" for label, words in pairs)


def _group(pairs: Pairs) -> str:
    rows = "".join(f'<dl class="clearfix"><dt>{label}</dt><dd>{words}</dd></dl>' for label, words in pairs)
    return f'<div class="ptable"><h4>主体</h4>{rows}</div>'


_LAYOUTS: dict[str, Callable[[Pairs], str]] = {
    "table": _table, "table4": _table_of_two, "dl": _dl, "li": _li, "spans": _spans, "over": _over, "commas": _commas,
    "br": _br, "bracket": _bracket, "wide": _wide, "uni": _uni, "details": _accordion, "strong": _strong,
    "group": _group, "bare": _br,
}  # fmt: skip


def _reviews(page: ProductPage) -> str:
    heads = [fact for fact in page.facts if "reviews" in fact.fields]
    scores = [f"<span>{escape(fact.label)}</span> <b>{escape(fact.words)}</b>" for fact in list_facts(page, "reviews")]
    said = [line for name, lines in page.noise if name.startswith("reviews") for line in lines]
    head = "".join(f'<div class="tab"><a href="#reviews">{escape(fact.words)}</a></div>' for fact in heads)
    score = "".join(f'<div class="score">{one}</div>' for one in scores)
    items = "".join(
        f'<li class="comment-item"><span>{escape(who)}</span><p>{escape(words)}</p></li>'
        for who, _, words in (line.partition("|") for line in said)
    )
    return f"{head}{score}{f'<ul>{items}</ul>' if items else ''}"


def _other_goods(page: ProductPage) -> str:
    drawn = ""
    for name, lines in page.noise:
        if not name.startswith("recommend"):
            continue
        cards = "".join(
            f'<a class="card" href="/goods/{index}.html"><img width="190" height="190" alt="" src="{_picture("d8c3a5")}">'
            f"<span>{escape(title)}</span><b>{escape(price)}</b></a>"
            for index, (title, _, price) in enumerate(line.rpartition(" ") for line in lines[1:])
        )
        drawn += f'<div class="other"><h3>{escape(lines[0])}</h3>{cards}</div>'
    return drawn


def _foot(page: ProductPage) -> str:
    drawn = ""
    for name, lines in page.noise:
        if name.startswith("footer"):
            links = "".join(f'<a href="#f">{escape(link)}</a> ' for line in lines for link in line.split("|"))
            drawn += f"<footer>{links}</footer>"
        elif name.startswith("notice"):
            drawn += "<footer>" + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</footer>"
    return drawn
