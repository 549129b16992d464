"""The people of (i): clients that ask for the pages of a city, each in a log-in of its own, from a process beside the web."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator, Sequence

import httpx

from bench.city_store import find_ids
from xuncha.judging.rules import load_rules

BARE, PICTURE = "/assets/workbench.css", "picture"  # the first costs no more than the web itself
PAGES = {
    "/": 0.2,
    "/audits/{audit}": 0.2,
    "/audits/{audit}/items/{item}": 0.2,
    PICTURE: 0.3,
    "/city": 0.5,
    "/city?days=7": 0.5,
    "/platforms?q=shop1": 0.5,
    "/platforms/{platform}": 0.5,
    "/rank": 0.5,
    BARE: 0.0,
}
CLIENTS, ITEMS = 20, 4  # items looked at of an audit in a round


def find_picture(page: str) -> str:
    """The address of the picture that an item's page shows at first."""
    found = re.search(r'<image class="shot" href="([^"]+)"', page)
    if found is None:
        raise RuntimeError("an item of a whole audit shows no picture")
    return found.group(1).replace("&amp;", "&")


def ask_by_clients(
    origin: str, cookie: str, secrets: Sequence[str], first: int, rounds: range, pause: float = 0
) -> dict[str, list[float]]:
    """Seconds of every answer by page; in a process of its own, so that asking costs the server nothing.

    ``pause``: seconds that each client reads before it asks for its next page, on average.
    """
    return asyncio.run(_ask(origin, cookie, secrets, first, rounds, pause))


async def _ask(
    origin: str, cookie: str, secrets: Sequence[str], first: int, rounds: range, pause: float
) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {page: [] for page in PAGES}
    items = list(load_rules().standard.by_id)

    async def client(number: int) -> None:
        chance = random.Random(number + CLIENTS * rounds.start)
        async with (
            httpx.AsyncClient(base_url=origin, cookies={cookie: secrets[number]}, timeout=120) as pages,
            httpx.AsyncClient(timeout=120) as evidence,  # a browser sends it no cookie either
        ):
            for turn in rounds:
                picture = ""
                for page, where in list_places(chance, number + CLIENTS * (turn % 2), first, items):
                    if pause and page != PICTURE:  # which comes with its page
                        await asyncio.sleep(2 * pause * chance.random())
                    began = time.perf_counter()
                    answer = await (evidence if page == PICTURE else pages).get(where or picture)
                    took[page].append(time.perf_counter() - began)
                    answer.raise_for_status()
                    if "items" in page:
                        picture = find_picture(answer.text)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return took


def list_places(chance: random.Random, own: int, first: int, items: Sequence[str]) -> Iterator[tuple[str, str]]:
    """One round: pages over all platforms in any order, then the audit that is worked on, some of its items, each with its picture."""
    _, audit = find_ids(own, 0)
    rest = [page for page in PAGES if "{audit}" not in page and page != PICTURE]
    for page in chance.sample(rest, len(rest)):
        yield page, page.format(platform=first + chance.randrange(100))
    yield "/audits/{audit}", f"/audits/{audit}"
    for item in chance.sample(items, ITEMS):
        yield "/audits/{audit}/items/{item}", f"/audits/{audit}/items/{item}"
        yield PICTURE, ""
