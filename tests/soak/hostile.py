"""Makes hostile shops by a seed: a shop of which the truth is known, with some traps laid in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from scoring.standard_tables import Verdict
from tests.shops.answers import Shop, ShopAnswer, html, text
from tests.shops.expectations import expected
from tests.shops.server import shop
from tests.soak.answering import ANSWERS
from tests.soak.scripts import SCRIPTS
from tests.soak.traps import Trap, World
from tests.soak.words import NUMBERS, WORDS

TABLE = tomllib.loads((Path(__file__).parent / "soak.toml").read_text("utf-8"))
TRAPS: tuple[Trap, ...] = (*SCRIPTS, *ANSWERS, *WORDS)
MOST = 5  # traps of one shop
WORKER = "onfetch=e=>e.respondWith(new Response('<p>页面不存在</p>',{headers:{'Content-Type':'text/html'}}));onmessage=()=>{for(;;){}}"
NEST = (
    "<!doctype html><meta charset=utf-8><body><p>框</p><iframe></iframe><script>const d=+new URLSearchParams(location.search).get('depth');"
    "if(d<40)document.querySelector('iframe').src='/nest?depth='+(d+1)</script></body>"
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A shop with its traps. ``absent``: items that its base truly lacks; of no other item may an audit say that it fails."""

    number: int
    base: str
    traps: tuple[str, ...]
    items: tuple[str, ...]
    devices: tuple[str, ...]
    shop: Shop
    absent: frozenset[str] = frozenset()
    ocr: bool = False

    @property
    def name(self) -> str:
        return f"{self.number:03d} {self.base}"


def hostile(seed: int, number: int, world: World, traps: tuple[Trap, ...] = TRAPS) -> Hostile:
    """The shop of that number: the same for the same seed. Every trap comes up once before any comes up again."""
    chance = Random(f"{seed}-{number}")
    base = chance.choice([name for name, many in TABLE["bases"].items() for _ in range(many)])
    known = expected(base)
    absent = frozenset(item for item, said in known.items.items() if Verdict.FAIL in said)
    chosen = [_in_turn(seed, number, traps), *chance.sample(traps, min(len(traps), chance.randint(1, MOST - 1)))]
    if "licence" in base or base == "bare":
        chosen.append(NUMBERS)
    made = shop(base).but({
        "/poll": ShopAnswer(b"{}", kind="application/json"),
        "/nest": html(NEST),
        "/worker.js": text(WORKER, "text/javascript"),
        "/push.bin": ShopAnswer(b"MZ" * 2_048, kind="application/octet-stream",
                                headers={"Content-Disposition": 'attachment; filename="../../a.exe"'}),
    })  # fmt: skip
    named = {trap.name: trap for trap in chosen}  # a trap is laid once
    for trap in named.values():
        made = trap.lay(made, chance, world)
    # Few items, so that an audit comes to its end within its budget and says something.
    there = known.only or TABLE["items"]
    items = tuple(sorted(chance.sample(there, min(len(there), chance.choice([1, 1, 2])))))
    devices = () if absent or chance.random() < 0.7 else (chance.choice(["desktop", "mobile"]),)
    return Hostile(number, base, tuple(named), items, devices, made, absent, ocr=chance.random() < 0.15)


def _in_turn(seed: int, number: int, traps: tuple[Trap, ...]) -> Trap:
    order = list(traps)
    Random(seed).shuffle(order)
    return order[number % len(order)]
