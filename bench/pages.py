"""A local shop to measure on: Chinese pages of many sizes, with styles, scripts, pictures and cards that come by fetch.

Run as a program it serves them on 127.0.0.1 from a process of its own, prints its address, and ends when its input does.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
COUNT = 40
SCRIPT_BYTES = 150_000
PICTURES = 24
WORDS = [
    "家居",
    "电器",
    "手机",
    "图书",
    "服装",
    "食品",
    "生鲜",
    "母婴",
    "运动",
    "美妆",
    "数码",
    "厨具",
    "灯具",
    "床品",
    "玩具",
    "文具",
    "箱包",
    "钟表",
    "珠宝",
    "花卉",
]
FOOTER = [
    "关于我们",
    "联系客服",
    "帮助中心",
    "售后服务",
    "支付方式",
    "配送方式",
    "隐私政策",
    "用户协议",
    "投诉举报",
    "商家入驻",
    "营业执照",
]
STYLE = """body{margin:0;font:14px/1.6 sans-serif;color:#333}header,footer{padding:16px;background:#f4f4f4}
nav a,footer a{margin-right:12px;color:#06c}.grid{display:flex;flex-wrap:wrap;gap:12px;padding:16px}
.card{width:140px;border:1px solid #ddd;padding:6px;box-shadow:0 1px 3px #ccc}.card img{width:140px;height:90px}
.card p{margin:2px 0}.price{color:#c00;font-size:18px}.note{color:#666}"""
RENDER = """async function more(){const said=await (await fetch('/more/%d.json')).json();
const grid=document.querySelector('.grid');for(const one of said){const card=document.createElement('div');card.className='card';
card.innerHTML='<a href="/item/'+one.id+'.html">'+one.name+'</a><p class="price">¥'+one.price+'</p><p class="note">'+one.note+'</p>';
grid.append(card)}}addEventListener('DOMContentLoaded',more);"""


def paths() -> tuple[str, ...]:
    """The addresses of the pages, without origin."""
    return tuple(f"/page/{number}.html" for number in range(COUNT))


@functools.cache
def page(number: int) -> bytes:
    """One page: 100 to 500 cards' worth of elements, the size fixed by its number."""
    chance = random.Random(number)
    cards = "".join(_card(chance, number, index) for index in range(chance.choice((40, 60, 80, 120, 240))))
    nav = "".join(f'<a href="/page/{(number + step) % COUNT}.html">{word}</a>' for step, word in enumerate(WORDS))
    foot = "".join(f'<a href="/about/{index}.html">{word}</a>' for index, word in enumerate(FOOTER))
    html = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>测速商城 {number}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/s/style.css">'
        f'<script src="/s/large.js"></script><script src="/s/render{number % 4}.js"></script></head><body>'
        f'<header><h1>测速商城</h1><form action="/search"><input name="q" placeholder="搜索商品"><button>搜索</button></form>'
        f'<nav>{nav}</nav></header><main><h2>第 {number} 页</h2><div class="grid">{cards}</div></main>'
        f"<footer><p>{foot}</p><p>测速商城 版权所有</p></footer></body></html>"
    )
    return html.encode()


def _card(chance: random.Random, number: int, index: int) -> str:
    name = "".join(chance.choice(WORDS) for _ in range(4))
    return (
        f'<div class="card"><a href="/item/{number}-{index}.html"><img src="/i/{chance.randrange(PICTURES)}.jpg" alt="{name}"></a>'
        f'<a href="/item/{number}-{index}.html">{name}</a><p class="price">¥<b>{chance.randrange(5, 5000)}</b></p>'
        f'<p class="note">{chance.choice(WORDS)} <span>已售 {chance.randrange(9999)} 件</span></p></div>'
    )


@functools.cache
def _asset(path: str) -> tuple[bytes, str] | None:
    name = path.rpartition("/")[2]
    number = int("".join(character for character in name if character.isdigit()) or 0)
    if path.startswith("/page/"):
        return (page(number), "text/html; charset=utf-8") if number < COUNT else None
    if path.startswith("/i/"):
        return _picture(number), "image/jpeg"
    if path == "/s/style.css":
        return STYLE.encode(), "text/css"
    if path == "/s/large.js":
        filler = f"window.table={json.dumps([f'{index:08d}' for index in range(SCRIPT_BYTES // 12)])};"
        return filler.encode(), "text/javascript"
    if path.startswith("/s/render"):
        return (RENDER % number).encode(), "text/javascript"
    if path.startswith("/more/"):
        chance = random.Random(1000 + number)
        rows = [
            {
                "id": f"m{index}",
                "name": chance.choice(WORDS) * 3,
                "price": chance.randrange(900),
                "note": "好评如潮，下次再来",
            }
            for index in range(24)
        ]
        return json.dumps(rows).encode(), "application/json"
    return None


def _picture(number: int) -> bytes:
    chance = random.Random(number)
    small = Image.frombytes("RGB", (16, 11), chance.randbytes(16 * 11 * 3))
    out = io.BytesIO()
    small.resize((320, 220), Image.Resampling.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        found = _asset(self.path.partition("?")[0])
        body, kind = found or (
            b"User-agent: *\nAllow: /\n" if self.path == "/robots.txt" else b"no such page",
            "text/plain",
        )
        self.send_response(200 if found or self.path == "/robots.txt" else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store" if "html" in kind or "json" in kind else "max-age=3600")
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a page that was left while it was still loading
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the terminal for the figures."""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the pages from another process; gives the origin without a slash at its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.pages"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def main() -> None:
    """Serve until the input ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
