"""Traps that a page's own scripts and frames lay, beside all that the page says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

from tests.soak.traps import World, marked

_TABLE = tomllib.loads((Path(__file__).parent / "scripts.toml").read_text("utf-8"))


def _script(words: str) -> str:
    return f"<script>{words}</script>"


def _deep(chance: Random, world: World) -> str:
    depth = chance.choice([500, 5_000, 20_000])
    return "<div>" * depth + "深" + "</div>" * depth


def _many(chance: Random, world: World) -> str:
    number = chance.choice([20_000, 200_000])
    return _script(
        f"addEventListener('load',()=>{{const f=document.createDocumentFragment();for(let i=0;i<{number};i++)"
        "{const s=document.createElement('i');s.textContent='x'+i;f.append(s)}document.body.append(f)})"
    )


def _astray(chance: Random, world: World) -> str:
    """Every way a script has to reach another port or address."""
    host = chance.choice(world.places)
    ways = [
        f"fetch('http://{host}/{world.tag}fetch',{{mode:'no-cors'}}).catch(()=>0)",
        f"new Image().src='http://{host}/{world.tag}image.png'",
        f"navigator.sendBeacon('http://{host}/{world.tag}beacon','x')",
        f"try{{new WebSocket('ws://{host}/{world.tag}socket')}}catch(e){{}}",
        f"try{{new EventSource('http://{host}/{world.tag}events')}}catch(e){{}}",
        f"const p=new RTCPeerConnection({{iceServers:[{{urls:'stun:{host}'}},{{urls:'turn:{host}',username:'a',credential:'b'}}]}});"
        "p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))",
        f"try{{new WebTransport('https://{host}/{world.tag}transport')}}catch(e){{}}",
        f"const f=document.createElement('form');f.method='post';f.action='http://{host}/{world.tag}form';f.target='w';"
        "const n=document.createElement('iframe');n.name='w';n.style.height='1px';document.body.append(n,f);f.submit()",
        f"window.open('http://{host}/{world.tag}window')",
        f"new Worker(URL.createObjectURL(new Blob([`importScripts('http://{host}/{world.tag}worker.js')`])))",
        f"new SharedWorker(URL.createObjectURL(new Blob([`fetch('http://{host}/{world.tag}shared',{{mode:'no-cors'}})`])))",
    ]
    chosen = chance.sample(ways, chance.randint(3, len(ways)))
    return _script("addEventListener('load',()=>{" + "".join(f"(()=>{{{text}}})();" for text in chosen) + "})")


def _markup_astray(chance: Random, world: World) -> str:
    """Every way markup has to reach another port or address."""
    host = chance.choice(world.places)
    ways = [
        f'<img src="http://{host}/{world.tag}a.png" alt="" srcset="http://{host}/{world.tag}b.png 2x">',
        f'<iframe src="http://{host}/{world.tag}frame" style="height:1px"></iframe>',
        f'<link rel="stylesheet" href="http://{host}/{world.tag}a.css">',
        f'<link rel="preconnect" href="http://{host}"><link rel="dns-prefetch" href="http://{host}">',
        f'<link rel="prefetch" href="http://{host}/{world.tag}next"><link rel="preload" as="fetch" href="http://{host}/{world.tag}pre">',
        f'<script src="http://{host}/{world.tag}a.js"></script>',
        f'<object data="http://{host}/{world.tag}a.swf"></object><embed src="http://{host}/{world.tag}e.pdf">',
        f'<video src="http://{host}/{world.tag}a.mp4" autoplay muted></video>',
        f"<style>@import 'http://{host}/{world.tag}i.css';@font-face{{font-family:x;src:url(http://{host}/{world.tag}f.woff)}}"
        f"body{{cursor:url(http://{host}/{world.tag}c.cur),auto}}</style>",
        f'<svg width="9" height="9"><image href="http://{host}/{world.tag}s.png" width="9" height="9"/><use href="http://{host}/{world.tag}u.svg#a"/></svg>',
        f'<a href="/help" ping="http://{host}/{world.tag}ping">帮助</a>',
        f'<script type="speculationrules">{{"prefetch":[{{"source":"list","urls":["http://{host}/{world.tag}spec"]}}]}}</script>',
        f'<a href="http://{host}/{world.tag}">关于本站的更多说明</a>',
    ]
    return "".join(chance.sample(ways, chance.randint(3, len(ways))))


def _frames(chance: Random, world: World) -> str:
    return "".join(
        '<iframe src="/nest?depth=0" style="width:9px;height:9px"></iframe>' for _ in range(chance.randint(1, 12))
    )


SCRIPTS = (
    *(marked(row["name"], _script(row["words"]), most=row.get("pages", 6)) for row in _TABLE["script"]),
    marked("deep nesting", _deep, most=2),
    marked("many nodes", _many, most=1),
    marked("frames in frames", _frames, most=2),
    marked("scripts astray", _astray, most=8),
    marked("markup astray", _markup_astray, most=8),
)
