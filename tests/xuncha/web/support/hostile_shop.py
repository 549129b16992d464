"""A stored audit of a shop whose every word, file and address tries to run something, load something or look like something else."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

from PIL import Image

from crawler.record.network_record import Exchange
from crawler.site import Box, Element, Site, View
from storage.db.session import open_store
from tests.xuncha.keeping import kept, made

BAIT = "http://bait.example/"
RUN = "top.ran=1;parent.postMessage('ran','*')"
HOSTILE = (
    f'</title></textarea></script><script>{RUN}</script><img src=x onerror="{RUN}"><svg onload="{RUN}">'
    f"'\"><iframe srcdoc='<script>{RUN}</script>'></iframe>\u202egnp.exe\u2066 javascript:top.ran=1 {{{{7*7}}}}"
)
ADDRESS = f'javascript:{RUN}//"><script>{RUN}</script>'
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"><script>{RUN}</script><image href='{BAIT}svg.png'/><text>x</text></svg>"
CSS = f"@import url({BAIT}a.css);body{{background:url({BAIT}b.png)}}</style><script>{RUN}</script>"
HTML = f"""<!doctype html><html onload="{RUN}"><head><base href="{BAIT}"><meta http-equiv="refresh" content="0;url={BAIT}">
<title>{HOSTILE}</title><link rel=stylesheet href="https://shop.example/s.css"><link rel=dns-prefetch href="{BAIT}">
<link rel=prefetch href="{BAIT}p"><style>p{{background:url("{BAIT}c.png")}}</style><script>{RUN}</script></head>
<body onload="{RUN}"><p>shown words</p><img src="{BAIT}x.png" srcset="{BAIT}y.png 2x" onerror="{RUN}">
<img src="https://shop.example/draw.svg"><iframe src="javascript:{RUN}"></iframe><object data="{BAIT}o"></object><embed src="{BAIT}e">
<a href="javascript:{RUN}" autofocus onfocus="{RUN}">press</a><form action="{BAIT}f"><button formaction="{BAIT}g">send</button></form>
<video src="{BAIT}v" poster="{BAIT}w"></video><math><mtext></mtext><style><img src=x onerror="{RUN}"></style></math>
<svg><script>{RUN}</script><use href="{BAIT}u#a"></use><foreignObject><iframe src="{BAIT}"></iframe></foreignObject></svg>
<noscript><img src="{BAIT}n.png"></noscript><!--<script>{RUN}</script>--></body></html>"""


def huge_picture() -> bytes:
    """A PNG of a few kilobytes that says it is 20,000 pixels wide and high."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG", optimize=True)
    return out.getvalue()


def exchanges(shas: dict[str, str]) -> tuple[Exchange, ...]:
    """What the page asked for, each body under a media type that it is not, or that browsers run."""
    claimed = {
        "s.css": "text/css", "draw.svg": "image/svg+xml", "page.png": "image/png", "run.js": "text/javascript", "form.pdf": "application/pdf",
        "feed.xml": "text/xml",
    }  # fmt: skip
    return tuple(
        Exchange(f"https://shop.example/{name}", HOSTILE[:20], media.partition("/")[0], 200, 10, True, ADDRESS, 1.0, "", shas[name], media)
        for name, media in claimed.items()
    )  # fmt: skip


def poison_view(view: View, shas: dict[str, str]) -> View:
    """The view with hostile words wherever a page may put its own; what the probes read of it stays."""
    own = Element(len(view.elements), "p", ADDRESS, Box(10, 10, 200, 40), text=HOSTILE, own=HOSTILE, name=HOSTILE)
    return dataclasses.replace(
        view, title=HOSTILE, html=HTML, url=view.url, text=f"{view.text}\n{HOSTILE}", elements=(*view.elements, own),
        exchanges=exchanges(shas), console_errors=(HOSTILE,), path=(HOSTILE,),
    )  # fmt: skip


async def store_hostile_shop(data: Path) -> dict[str, str]:
    """Make the store with one audit of that shop; gives the SHA-256 of its files by name, ``huge`` among them."""
    bodies = {
        "s.css": CSS.encode(), "draw.svg": SVG.encode(), "page.png": HTML.encode(), "run.js": RUN.encode(),
        "form.pdf": b"%PDF-1.7 <script>" + RUN.encode(), "feed.xml": f"<?xml version='1.0'?><x>{SVG}</x>".encode(),
        "huge": huge_picture(),
    }  # fmt: skip
    async with open_store(data) as store:
        shas = {name: store.blobs.write(body) for name, body in bodies.items()}
        clean = made()
        site: Site = dataclasses.replace(
            clean,
            views=tuple(poison_view(view, shas) for view in clean.views),
            gaps=tuple(dataclasses.replace(gap, detail=HOSTILE, url=ADDRESS) for gap in clean.gaps),
            platform=dataclasses.replace(clean.platform, name=HOSTILE),
        )
        await kept(store, site, HOSTILE)
    return shas
