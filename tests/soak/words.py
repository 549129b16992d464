"""Traps in the words themselves: bait for slow patterns, huge names, and what would act in a report, a sheet or a terminal."""

from __future__ import annotations

import dataclasses
import html as escaping
from random import Random

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest
from tests.soak.traps import Trap, World, changed, marked, some

# Each has the mark, by which it is found in what an audit writes.
MARK = "soakmark"
ACTING = (
    f'<script>window.{MARK}=1</script><img src=x onerror="{MARK}()">',
    f"</script><svg onload={MARK}()>",
    f"</textarea></title></style><iframe srcdoc='<p>{MARK}</p>'>",
    f"=HYPERLINK(\"http://127.0.0.1:9/{MARK}\",\"点此\")",
    f"=cmd|' /C calc {MARK}'!A0",
    f"@SUM(1+1)*{MARK}",
    f"+{MARK}",
    f"-2+3+{MARK}",
    f"\t={MARK}",
    f"\x1b[2J\x1b]0;{MARK}\x07\x1b[31m红",
    f"\u202e{MARK}\u2066倒\u2069\u200b\ufeff",
    f"{{{{7*7}}}}{MARK}{{% raw %}}${{7*7}}",
    f"javascript:alert('{MARK}')",
    f"{MARK}\r\nSet-Cookie: a=b\r\n2026-01-01 ERROR forged",
    f"../../../../tmp/{MARK}",
    f"\ud800{MARK}\udfff",
    f"{MARK}\x00\x08\x0b\ufffe",
)  # fmt: skip
_TRIGGERS = (
    "统一社会信用代码", "京ICP备", "公网安备", "投诉电话", "客服热线", "隐私政策", "退款时限", "7日内", "赔付", "营业执照", "¥", "《", "（",
    "最终解释权", "自动续费", "生效日期", "更新日期", "地址", "电话：", "http://", "a@", "24小时内", "不得", "第一条",
)  # fmt: skip
_RUNS = (
    "1",
    "0-",
    "（",
    "(",
    "《",
    "\n",
    " ",
    "　",
    "、",
    "。",
    "a.",
    "a@a",
    "-",
    "年",
    "1年1月",
    "日内",
    "https://a",
    "9,",
    "\u200b",
    "<",
)


def _bait(chance: Random, world: World) -> str:
    parts = []
    for _ in range(chance.randint(1, 4)):
        trigger, run = chance.choice(_TRIGGERS), chance.choice(_RUNS)
        length = chance.choice([2_000, 20_000, 100_000])
        words = escaping.escape(trigger + run * (length // len(run)))
        tag = chance.choice(["p", "pre", "div", "li", "a"])
        parts.append(f"<{tag}>{words}</{tag}>")
    return f'<section class="wrap"><h2>说明</h2>{"".join(parts)}</section>'


def _interleaved(chance: Random, world: World) -> str:
    one, two = chance.sample(_TRIGGERS, 2)
    return f"<p>{escaping.escape((one + two) * chance.choice([500, 4_000]))}</p>"


def _acting(chance: Random, world: World) -> str:
    words = chance.sample(ACTING, 6)
    shown = "".join(f"<p>{escaping.escape(word)}</p>" for word in words)
    named = f'<a href="/help?x={escaping.escape(words[0])}" title="{escaping.escape(words[1])}">{escaping.escape(words[2])}</a>'
    return (
        shown
        + named
        + f'<img alt="{escaping.escape(words[3])}" src="/favicon.ico"><button name="{escaping.escape(words[4])}">好</button>'
    )


def _licences(chance: Random, world: World) -> str:
    """Where numbers of a shop without any would stand."""
    words = chance.sample(ACTING, 4)
    kinds = ("统一社会信用代码", "ICP备案号", "增值电信业务经营许可证", "食品经营许可证编号")
    return "".join(f"<p>{kind}：{escaping.escape(word)}</p>" for kind, word in zip(kinds, words, strict=True))


def _titles(shop: Shop, chance: Random, world: World) -> Shop:
    """Titles and headings of goods and pages that say more than they did."""
    more = escaping.escape(chance.choice(ACTING))

    def change(route: Route) -> Route:
        def answer(request: ShopRequest) -> ShopAnswer:
            said = route if isinstance(route, ShopAnswer) else route(request)
            if not isinstance(said.body, bytes):
                return said
            extra = more.encode("utf-8", "replace")
            body = said.body.replace(b"</title>", extra + b"</title>", 1).replace(b"</h1>", extra + b"</h1>", 1)
            return dataclasses.replace(said, body=body)

        return answer

    return changed(shop, change, some(shop, chance, 20))


def _huge(chance: Random, world: World) -> str:
    size = chance.choice([100_000, 2_000_000])
    word = chance.choice(["长", "a", "&lt;", "1", "　"]) * (size // 4)
    ways = [
        f"<script>document.title='{'长' * 200_000}'</script>",
        f'<div title="{word}" data-a="{word}" class="{word[:50_000]}">说明</div>',
        f'<a href="/help?{word[:60_000]}">帮助</a>',
        f'<img alt="{word}" src="/favicon.ico">',
        f'<input placeholder="{word}" aria-label="{word}"><select>{"<option>" + word[:90] + "</option>"}</select>' * 3,
        "".join(f"<select>{'<option>选项</option>' * 3_000}</select>" for _ in range(3)),
        f"<table>{'<tr>' + '<td>格</td>' * 60 + '</tr>'}</table>" * 60,
    ]
    return "".join(chance.sample(ways, 2))


def _restless(shop: Shop, chance: Random, world: World) -> Shop:
    """Other words and another order of numbers each load, beside what the page says."""
    seed = chance.random()

    def change(route: Route) -> Route:
        def answer(request: ShopRequest) -> ShopAnswer:
            drawn = Random(f"{seed}{request.number}")
            more = f"<p>本次编号 {drawn.random()}，{'、'.join(str(drawn.randint(1, 999)) for _ in range(20))}</p>"
            said = route if isinstance(route, ShopAnswer) else route(request)
            if not isinstance(said.body, bytes):
                return said
            return dataclasses.replace(said, body=said.body.replace(b"</body>", more.encode() + b"</body>", 1))

        return answer

    return changed(shop, change, [path for path in shop.routes if path not in ("/robots.txt", "/sitemap.xml")])


def _hidden(chance: Random, world: World) -> str:
    return f'<div style="position:absolute;left:-99999px">{"投诉电话 400-000-0000 " * 2_000}</div><div hidden>{"隐私政策" * 20_000}</div>'


WORDS = (
    marked("bait for patterns", _bait, most=4),
    marked("bait at the top", _bait, first=True, most=2),
    marked("interleaved words", _interleaved, most=4),
    marked("acting words", _acting, most=20),
    marked("huge names", _huge, most=3),
    marked("hidden words", _hidden, most=4),
    Trap("acting titles", _titles),
    Trap("other each load", _restless),
)
# Only where a shop shows no number, so that no true one stands beside a false one.
NUMBERS = marked("acting numbers", _licences, most=20)
