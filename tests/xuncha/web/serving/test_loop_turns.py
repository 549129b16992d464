"""Of requests that come together one begins each turn of the loop, what is worked on first, while few are at work; none waits for ever."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope, Send

from xuncha.web.serving.loop_turns import LoopTurns, Order

SCOPE = {"type": "http"}
FIRST = ("/", "/audits/")


async def receive() -> dict[str, object]:
    return {"type": "http.request"}


async def send_nothing(_: object) -> None:
    return None


class Answering:
    """An application that notes who has begun; whoever is named ``slow`` waits to be let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let_go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.begun.append(scope["who"])
        if scope["who"] == "slow":
            await self.let_go.wait()

    def ask(self, turns: LoopTurns, who: str, path: str = "/rank") -> asyncio.Task[None]:
        async def asking() -> None:
            await turns({**SCOPE, "who": who, "path": path}, receive, send_nothing)

        return asyncio.create_task(asking())


async def test_one_begins_each_turn_in_the_order_in_which_they_came() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(100, 60, FIRST, 60))
    names = [str(number) for number in range(8)]
    tasks = [answering.ask(turns, name) for name in names]
    most, before = 0, 0
    while len(answering.begun) < len(names):
        await asyncio.sleep(0)
        most, before = max(most, len(answering.begun) - before), len(answering.begun)
    assert most == 1
    assert answering.begun == names
    await asyncio.gather(*tasks)


async def test_who_waits_or_has_gone_away_holds_up_nobody() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(2, 60, FIRST, 60))
    slow, gone, other = (answering.ask(turns, name) for name in ("slow", "gone", "other"))
    await asyncio.sleep(0)  # all three wait for their turn
    gone.cancel()
    await other
    assert answering.begun == ["slow", "other"]
    await answering.ask(turns, "later")  # after a time when nobody asked
    assert answering.begun == ["slow", "other", "later"]
    assert not slow.done()
    answering.let_go.set()
    await slow


async def test_few_are_at_work_at_once_and_the_rest_begin_as_those_end() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(2, 60, FIRST, 60))
    slow = [answering.ask(turns, "slow") for _ in range(2)]
    other = answering.ask(turns, "other")
    for _ in range(20):
        await asyncio.sleep(0)
    assert answering.begun == ["slow", "slow"]
    slow[0].cancel()  # one whose caller goes away gives its place back too
    await other
    assert answering.begun == ["slow", "slow", "other"]
    answering.let_go.set()
    await slow[1]


async def test_who_is_at_work_for_long_holds_no_place() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(1, 0.2, FIRST, 60))
    slow = answering.ask(turns, "slow")
    await asyncio.wait_for(answering.ask(turns, "other"), 30)
    assert answering.begun == ["slow", "other"]
    answering.let_go.set()
    await slow
    await answering.ask(turns, "later")  # the place that was left long ago is not given back a second time
    second, third = answering.ask(turns, "slow"), answering.ask(turns, "third")
    answering.let_go.clear()
    for _ in range(20):
        await asyncio.sleep(0)
    assert "third" not in answering.begun
    await asyncio.wait_for(third, 30)
    answering.let_go.set()
    await second


async def test_pages_that_are_worked_on_go_before_overviews() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(1, 60, FIRST, 60))
    asked = {"city": "/city", "item": "/audits/a/items/4.2-1", "asset": "/assets/workbench.css", "queue": "/"}
    await asyncio.gather(*(answering.ask(turns, who, path) for who, path in asked.items()))
    assert answering.begun == ["item", "queue", "city", "asset"]


async def test_who_has_waited_for_long_is_passed_over_no_more() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(1, 60, FIRST, 0))
    asked = {"city": "/city", "item": "/audits/a/items/4.2-1", "queue": "/"}
    await asyncio.gather(*(answering.ask(turns, who, path) for who, path in asked.items()))
    assert answering.begun == ["city", "item", "queue"]


async def test_who_goes_away_among_those_that_go_first_lets_the_others_begin() -> None:
    answering = Answering()
    turns = LoopTurns(answering, Order(1, 60, FIRST, 60))
    slow, gone, city = (answering.ask(turns, *asked) for asked in (("slow", "/"), ("gone", "/"), ("city", "/city")))
    for _ in range(20):
        await asyncio.sleep(0)
    assert answering.begun == ["slow"]
    gone.cancel()
    answering.let_go.set()
    await asyncio.gather(slow, city)
    assert answering.begun == ["slow", "city"]
