"""Every address leads to a slider captcha, as at a large marketplace that does not know the visitor."""

from tests.shops.answers import Answer, Request, Shop, html, redirect

WALL = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>验证码拦截</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body style="font-family:sans-serif;background:#f5f5f5">
<div style="max-width:420px;margin:120px auto;background:#fff;padding:30px;border-radius:8px">
<p style="font-size:18px">亲，请按照说明进行验证哦</p><p>验证一下，购物无忧</p>
<div id="nc_1_wrapper" style="height:40px;background:#e8e8e8;line-height:40px;text-align:center">请按住滑块，拖动到最右边</div></div></body></html>"""
PUNISH = "/_____tmd_____/punish"


def elsewhere(request: Request) -> Answer:
    return redirect(f"{PUNISH}?x5secdata=demo&x5step=1")


def make() -> Shop:
    return Shop({PUNISH: html(WALL), "/robots.txt": Answer(b"", 404), "/": elsewhere}, missing=elsewhere)
