"""What is kept of what a page makes us hear is bounded, whatever it asks, sends or gets told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from playwright.async_api import CDPSession

from crawler.limits import PAGE
from crawler.network.cdp_listener import CdpListener

Event = dict[str, Any]


class Wire:
    """Where the browser's events come from."""

    def __init__(self) -> None:
        self.to: dict[str, Callable[[Event], None]] = {}

    def on(self, name: str, hear: Callable[[Event], None]) -> None:
        self.to[name.removeprefix("Network.")] = hear


def heard() -> tuple[CdpListener, Wire, list[str]]:
    wire = Wire()
    said: list[str] = []
    hearing = CdpListener(cast("CDPSession", wire), "frame")
    hearing.overflow = said.append
    return hearing, wire, said


def asks(wire: Wire, number: int, cookie: str = "", body: str = "") -> None:
    id = str(number)
    wire.to["requestWillBeSent"]({
        "requestId": id, "timestamp": 1.0, "wallTime": 1.0, "type": "Fetch",
        "request": {"url": f"https://a.example/{id}", "method": "POST" if body else "GET", "postData": body, "headers": {}},
    })  # fmt: skip
    said = {"requestId": id, "headers": {"Cookie": cookie}, "associatedCookies": [{"cookie": {"value": cookie}}]}
    wire.to["requestWillBeSentExtraInfo"](said)
    wire.to["responseReceivedExtraInfo"]({"requestId": id, "headers": {}, "statusCode": 200, "blockedCookies": [1]})


@pytest.mark.parametrize(
    ("cookie", "body", "limit"),
    [
        ("c" * 600_000, "", f"{PAGE.head_bytes} bytes of headers"),
        ("", "b" * 60_000, f"{PAGE.bytes} decoded bytes"),
        ("", "", f"{PAGE.requests} requests"),
    ],
)
def test_a_flood_ends_the_page_once_and_nothing_more_of_it_is_kept(cookie: str, body: str, limit: str) -> None:
    hearing, wire, said = heard()
    number = 0
    while not said:
        asks(wire, number := number + 1, cookie, body)
        assert number <= PAGE.requests + 1
    kept = len(hearing.addresses)
    for late in range(50):
        asks(wire, number + 1 + late, cookie, body)
    assert said == [f"more than {limit}"]
    assert len(hearing.addresses) == kept
    assert hearing.flooded is bool(cookie)
    hearing.begin()
    assert (hearing.bytes, hearing.head_bytes, hearing.flooded) == (0, 0, False)
    asks(wire, 1)
    assert len(hearing.addresses) == 1


def ask_in(wire: Wire, id: str, at: float, kind: str, frame: str = "frame") -> None:
    asked = {"url": f"https://a.example/{id}", "method": "GET", "headers": {}}
    sent = {"requestId": id, "timestamp": at, "wallTime": at, "type": kind, "frameId": frame, "request": asked}
    wire.to["requestWillBeSent"](sent)


def answer_request(wire: Wire, id: str, at: float) -> None:
    wire.to["responseReceived"]({"requestId": id, "timestamp": at, "response": {"status": 200, "headers": {}}})


def test_what_a_page_that_was_left_still_waited_for_keeps_nobody_waiting() -> None:
    """A script that sends to another page at once leaves requests of which the browser says nothing more."""
    hearing, wire, _ = heard()
    ask_in(wire, "first", 1.0, "Document")
    ask_in(wire, "late", 2.0, "Script")
    ask_in(wire, "second", 3.0, "Document")
    ask_in(wire, "later", 3.5, "Fetch")  # by the page that is being left
    assert hearing.busy == 4
    answer_request(wire, "second", 4.0)
    ask_in(wire, "own", 5.0, "Fetch")
    assert hearing.busy == 2  # the new document and what it asked for
    late = hearing.request_of("https://a.example/late")
    assert late is not None
    assert (late.done, late.failed, late.ended) == (True, "net::ERR_ABORTED", 4.0)


def test_a_frame_that_is_led_elsewhere_ends_what_it_waited_for_alone() -> None:
    hearing, wire, _ = heard()
    ask_in(wire, "data", 1.0, "Fetch")
    ask_in(wire, "inner", 1.0, "Fetch", "inside")
    ask_in(wire, "next", 2.0, "Document", "inside")
    answer_request(wire, "next", 3.0)
    assert hearing.busy == 2
    assert [
        one.done for one in map(hearing.request_of, ("https://a.example/data", "https://a.example/inner")) if one
    ] == [
        False,
        True,
    ]


def test_what_a_socket_brings_counts_too() -> None:
    _, wire, said = heard()
    for _ in range(PAGE.bytes // 1_000_000 + 1):
        wire.to["webSocketFrameReceived"]({"requestId": "1", "response": {"payloadData": "x" * 1_000_000}})
    assert said == [f"more than {PAGE.bytes} decoded bytes"]


def test_a_cookie_is_kept_once() -> None:
    hearing, wire, _ = heard()
    asks(wire, 1, "c=d")
    assert hearing._sent_extra == {"1": [{"headers": {"Cookie": "c=d"}}]}
    assert hearing._received_extra == {"1": [{"headers": {}, "statusCode": 200}]}


def test_of_a_page_that_a_person_works_all_is_kept() -> None:
    hearing, wire, said = heard()
    hearing.bounded = False
    for number in range(PAGE.requests + 50):
        asks(wire, number)
    assert said == []
    assert len(hearing.addresses) == PAGE.requests + 50
