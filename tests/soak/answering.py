"""Traps in what a shop's server answers: bodies without end, walls, loops, heads that break the rules, addresses that lead astray."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest, html, redirect, text
from tests.soak import bodies
from tests.soak.traps import Trap, World, changed, marked, replaced, replaced_by, some, turning, with_headers

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
BEGUN = "<!doctype html><meta charset=utf-8><title>正在打开</title><body>".encode()
CAPTCHA = "<!doctype html><meta charset=utf-8><title>安全验证</title><h1>安全验证</h1><p>请完成下方滑块验证后继续访问</p><div id=captcha></div>"
GONE = "<!doctype html><meta charset=utf-8><title>页面不存在</title><h1>页面不存在</h1><p>您访问的页面不存在或已被删除。</p>"


def _drops(request: ShopRequest, drop: bytes, seconds: float, first: bytes = BEGUN) -> Iterator[bytes]:
    yield first
    for _ in range(2_000):
        if request.pause(seconds):
            return
        yield drop


def _endless(request: ShopRequest) -> ShopAnswer:
    def chunks() -> Iterator[bytes]:
        yield BEGUN
        for number in range(20_000):
            yield b"<p>" + str(number).encode() + b"0" * 65_536 + b"</p>"

    return ShopAnswer(chunks())


def _slow_body(request: ShopRequest) -> ShopAnswer:
    return ShopAnswer(_drops(request, b".", 0.5))


def _slow_head(request: ShopRequest) -> ShopAnswer:
    return ShopAnswer(_drops(request, b"X-A: b\r\n", 0.7, HEAD), bare=True)


def _silent(request: ShopRequest) -> ShopAnswer:
    request.pause(240)
    return ShopAnswer(b"")


def _loop(request: ShopRequest) -> ShopAnswer:
    return redirect(f"{request.path}?n={request.number}")


def _bare(*parts: bytes) -> ShopAnswer:
    return ShopAnswer(list(parts), bare=True)


def _broken(chance: Random, world: World) -> Route:
    body = GONE.encode()
    return chance.choice([
        _bare(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b"<p>half"),
        _bare(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n", body),
        _bare(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n", b"FFFFFFFFFF\r\n", b"x" * 4096),
        _bare(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 700_000 + b"\r\n\r\n", body),
        _bare(b"HTTP/1.1 200 OK\r\n" + b"".join(b"Set-Cookie: a%d=%s\r\n" % (n, b"b" * 90) for n in range(3_000)) + b"\r\n", body),
        _bare(b"\x00\xff\xfe" * 4_000),
        _bare(b"HTTP/9.9 999 \x1b[31mNo\r\n\r\n", body),
        _bare(b"HTTP/1.1 302 Found\r\nLocation: \r\nLocation: http://[::1\r\n\r\n"),
        _bare(b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000, b"HTTP/1.1 200 OK\r\n\r\n", body),
        _bare(b""),
        ShopAnswer(body, headers={"Content-Encoding": "gzip"}),
        ShopAnswer(body, headers={"Content-Encoding": "gzip, br, deflate, zstd, x-none"}),
        ShopAnswer("坏编码".encode("gb18030") * 900, kind="text/html; charset=utf-16"),
        ShopAnswer(body, kind="text/html; charset=x-user-defined"),
        redirect("https://127.0.0.1:1/"),
    ])  # fmt: skip


def _tls(request: ShopRequest) -> ShopAnswer:
    """To the same port, which speaks no TLS."""
    return redirect(f"https://{request.headers.get('Host', '')}{request.path}")


def _away(chance: Random, world: World) -> Route:
    host = chance.choice(world.places)
    places = [
        f"http://{host}/{world.tag}away",
        f"//{host}/{world.tag}away",
        f"http://user:word@{host}/{world.tag}",
        f"http://127.0.0.1@{host}/{world.tag}",
    ]
    return redirect(chance.choice(places), chance.choice([301, 302, 303, 307, 308]))


def _away_by_page(chance: Random, world: World) -> Route:
    host = chance.choice(world.places)
    ways = [
        f'<meta http-equiv="refresh" content="0;url=http://{host}/{world.tag}refresh">',
        f"<script>location.replace('http://{host}/{world.tag}replace')</script>",
        f'<form id=f method=post action="http://{host}/{world.tag}post"></form><script>f.submit()</script>',
    ]
    return html(
        f"<!doctype html><meta charset=utf-8><title>正在跳转</title><body><p>正在跳转…</p>{chance.choice(ways)}</body>"
    )


def _bomb(chance: Random, world: World) -> Route:
    coding = chance.choice(["gzip", "br", "zstd"])
    return lambda request: ShopAnswer(bodies.inflating(coding), headers={"Content-Encoding": coding})


def _document(chance: Random, world: World) -> Route:
    kind = chance.choice(["pdf stream", "pdf circle", "pdf pages", "docx", "docx laughs", "xlsx", "xlsx laughs"])
    first, _, rest = kind.partition(" ")
    types = {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    media = types.get(first, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    return lambda request: ShopAnswer(
        bodies.pdf(rest) if first == "pdf" else bodies.zipped(first, bool(rest)), kind=media
    )


def _pictures(shop: Shop, chance: Random, world: World) -> Shop:
    sizes = [(30_000, 30_000), (60_000, 200), (200, 60_000), (1, 1), (65_000, 65_000)]
    width, height = chance.choice(sizes)
    answers: list[Route] = [
        lambda request: ShopAnswer(bodies.png(width, height), kind="image/png"),
        ShopAnswer(bodies.svg(), kind="image/svg+xml"),
        ShopAnswer(b"\x89PNG\r\n\x1a\n" + b"\xff" * 5_000, kind="image/png"),
        ShopAnswer(b"GIF89a" + b"\xff\xff" * 9, kind="image/gif"),
        lambda request: ShopAnswer(_drops(request, b"\0", 0.5, b"\x89PNG\r\n\x1a\n"), kind="image/png"),
    ]
    chosen = chance.choice(answers)
    pictures = [path for path in shop.routes if path.startswith("/img/")]
    laid = shop.but({**dict.fromkeys(chance.sample(pictures, max(1, len(pictures) // 2)), chosen), "/huge.png": chosen})
    return marked("", '<img src="/huge.png" alt="营业执照">').lay(laid, chance, world)


def _calendar(shop: Shop, chance: Random, world: World) -> Shop:
    def month(request: ShopRequest) -> ShopAnswer:
        number = int("".join(character for character in request.path if character.isdigit())[-6:] or "0")
        links = "".join(f'<a href="/calendar/{number * 7 + n}">{n} 月活动</a> ' for n in range(1, 60))
        return html(
            f"<!doctype html><meta charset=utf-8><title>活动日历 {number}</title><body><h1>活动日历</h1>{links}</body>"
        )

    links = "".join(f'<a href="/calendar/{n}">活动 {n}</a> ' for n in range(40))
    return marked("", links, most=12).lay(shop.but({"/calendar/*": month}), chance, world)


def _headers(shop: Shop, chance: Random, world: World) -> Shop:
    host = chance.choice(world.places)
    all_said = {
        "Link": f"<http://{host}/{world.tag}pre.css>; rel=preload; as=style, <http://{host}>; rel=preconnect",
        "Alt-Svc": f'h3=":{host.rpartition(":")[2]}"; ma=9, h2="{host}"; ma=9',
        "Refresh": f"9; url=http://{host}/{world.tag}refresh",
        "Report-To": f'{{"group":"a","max_age":9,"endpoints":[{{"url":"http://{host}/{world.tag}report"}}]}}',
        "Content-Security-Policy-Report-Only": f"default-src 'none'; report-uri http://{host}/{world.tag}csp",
        "Set-Cookie": "a=" + "b" * 5_000,
        "Server": "\x1b[2J=cmd|' /C calc'!A0",
        "Date": "Thu, 01 Jan 1970 00:00:00 GMT",
    }
    chosen = chance.sample(sorted(all_said), 4)
    return changed(shop, with_headers({name: all_said[name] for name in chosen}), some(shop, chance, 12))


def _maps(shop: Shop, chance: Random, world: World) -> Shop:
    """A robots.txt and site map that name places of others, and more than anybody reads."""
    hosts = world.places
    lines = "".join(f"<url><loc>http://{host}/{world.tag}privacy</loc></url>" for host in hosts) * 50
    lines += "".join(f"<url><loc>/help/{n}</loc></url>" for n in range(60_000))
    robots = "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: http://{host}/{world.tag}sitemap.xml\n" for host in hosts)
    robots += "Sitemap: /sitemap.xml\n" + "Disallow: /no" + "*a" * 2_000 + "$\n" + "# x\n" * 50_000
    return shop.but({"/sitemap.xml": text(lines, "application/xml"), "/robots.txt": text(robots)})


WALLS = {
    status: ShopAnswer(CAPTCHA.encode(), status, headers={"Retry-After": "9999999"}) for status in (200, 403, 429, 503)
}
ANSWERS = (
    replaced("endless stream", _endless),
    replaced("slow body", _slow_body),
    replaced("slow head", _slow_head),
    replaced("silence", _silent, 2),
    replaced("redirects to itself", _loop),
    replaced_by("broken answer", _broken),
    replaced("TLS on a plain port", _tls),
    replaced_by("redirect astray", _away, 4),
    replaced_by("page leads astray", _away_by_page, 4),
    replaced_by("packed bomb", _bomb),
    replaced_by("hostile document", _document, 4),
    replaced("captcha on some", WALLS[200]),
    replaced("refused on some", WALLS[403], 5),
    Trap("hostile pictures", _pictures),
    Trap("endless calendar", _calendar),
    Trap("hostile headers", _headers),
    Trap("site map astray", _maps),
    turning("captcha after a while", 12, 120, WALLS[200]),
    turning("403 after a while", 12, 120, WALLS[403]),
    turning("429 after a while", 12, 120, WALLS[429]),
    turning("503 after a while", 12, 120, WALLS[503]),
    turning("all gone after a while", 12, 120, ShopAnswer(GONE.encode())),
    turning("all 404 after a while", 12, 120, ShopAnswer(GONE.encode(), 404)),
    turning("all blank after a while", 12, 120, ShopAnswer(b"")),
    turning("all slow after a while", 12, 120, _slow_body),
)  # fmt: skip
