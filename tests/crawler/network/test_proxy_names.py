"""A name is judged by the address it is connected at, however often it changes its answer."""

import asyncio
from dataclasses import replace

from crawler.network.proxy import LIMITS, FailureKind, Gate
from tests.crawler.network.counting_listeners import answers, ask, get, http, listen


async def test_a_name_that_turns_private_is_refused_and_the_checked_address_is_the_one_used() -> None:
    """127.0.0.2, consented, stands for a public address; 127.0.0.1 is the private one behind it on the same port."""
    async with (
        listen(lambda head: http("public"), host="127.0.0.2") as public,
        listen(lambda head: http("private"), host="127.0.0.1", port=public.port) as private,
    ):
        uncached = replace(LIMITS, dns_cache_seconds=0.0)
        flip = answers(["127.0.0.2"], ["127.0.0.1"])
        async with Gate(consented={public.place}, resolve=flip, limits=uncached) as gate:
            url = f"http://rebinds.example:{public.port}/"
            assert b"public" in await ask(gate, get(url))
            assert gate.failure("rebinds.example", public.port) is None
            assert b"403 refused" in await ask(gate, get(url))
            failure = gate.failure("rebinds.example", public.port)
            assert failure is not None
            assert (failure.kind, failure.detail) == (FailureKind.REFUSED, "loopback")
            assert gate.addresses("rebinds.example") == ("127.0.0.2",)
        assert private.heard == []


async def test_without_the_check_the_rebound_name_would_arrive() -> None:
    async with (
        listen(lambda head: http("private")) as private,
        Gate(allow_private=True, resolve=answers(["127.0.0.1"])) as gate,
    ):
        assert b"private" in await ask(gate, get(f"http://rebinds.example:{private.port}/"))


async def test_of_several_addresses_only_the_allowed_ones_are_tried() -> None:
    async with (
        listen(lambda head: http("public"), host="127.0.0.2") as public,
        listen(host="127.0.0.1", port=public.port) as private,
    ):
        both = answers(["127.0.0.1", "127.0.0.3", "127.0.0.2"])
        gone = ("127.0.0.3", public.port)  # allowed too, but nobody is there
        async with Gate(consented={public.place, gone}, resolve=both) as gate:
            assert b"public" in await ask(gate, get(f"http://mixed.example:{public.port}/"))
        assert private.heard == []


async def test_names_are_asked_once_and_forgotten_on_demand() -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        await asyncio.sleep(0)
        return ["127.0.0.1"]

    async with listen(lambda head: http("x")) as ear, Gate(allow_private=True, resolve=resolve) as gate:
        url = get(f"http://shop.example:{ear.port}/")
        await asyncio.gather(*(ask(gate, url) for _ in range(5)))
        await ask(gate, url)
        assert asked == ["shop.example"]
        gate.forget_names()
        await ask(gate, url)
        assert asked == ["shop.example"] * 2
