"""Changes that put something beside what an answer rests on, or make it worse, so that the good answer must not stand."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.site import Box, Element, Fetch, Site, Timing, View
from crawler.vocabulary import ELDER, Role
from tests.cases.build import element
from tests.metamorph.sites import call, drawn, elements, pages, with_more
from tests.metamorph.subjects import Subject

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("things.toml").read_text("utf-8"))
MANY = 10  # times slower, clicks further, fields more: beyond any limit of the tables


def slower(subject: Subject) -> Site | None:
    """Cold loads take ten times as long and what is drawn moves by a whole screen."""

    def slow(load: Timing) -> Timing:
        names = ("ttfb_ms", "fcp_ms", "lcp_ms", "tbt_ms", "load_ms")
        late: dict[str, Any] = {name: (getattr(load, name) or 0.0) * MANY for name in names}
        return dataclasses.replace(load, cls=1.0, **late)

    return dataclasses.replace(subject.site, timings=tuple(map(slow, subject.site.timings)))


def dead(subject: Subject) -> Site | None:
    """Whatever was asked for without a browser is not there any more."""

    def lost(fetch: Fetch) -> Fetch:
        return dataclasses.replace(fetch, status=404, error="")

    site = dataclasses.replace(subject.site, fetches=tuple(map(lost, subject.site.fetches)))
    return site if site.fetches else None


def farther(subject: Subject) -> Site | None:
    """Every page but the home page is ten clicks further away."""

    def far(view: View) -> View:
        return view if view.role is Role.HOME else dataclasses.replace(view, clicks=(view.clicks or 0) + MANY)

    return pages(subject.site, far)


def in_the_clear(subject: Subject) -> Site | None:
    """Every address is one without encryption."""

    def clear(url: str) -> str:
        return url.replace("https://", "http://", 1)

    def view(page: View) -> View:
        script = call(f"{clear(page.url)}a.js", kind="script")
        elements = tuple(
            dataclasses.replace(one, href=clear(one.href), action=clear(one.action), image=clear(one.image))
            for one in page.elements
        )
        return dataclasses.replace(page, url=clear(page.url), elements=elements, exchanges=(*page.exchanges, script))

    return pages(subject.site, view)


def unguarded(subject: Subject) -> Site | None:
    """Of the server's headers none guards anything, nor do its cookies."""

    def bare(view: View) -> View:
        cookies = tuple(dataclasses.replace(cookie, secure=False, http_only=False) for cookie in view.cookies)
        return dataclasses.replace(view, headers={"content-type": "text/html"}, cookies=cookies)

    return pages(subject.site, bare)


def failing(subject: Subject) -> Site | None:
    """Scripts throw, calls of their own fail and pictures do not come."""

    def broken(view: View) -> View:
        errors = tuple(f"Uncaught TypeError: x{number}" for number in range(MANY))
        lost = tuple(
            dataclasses.replace(exchange, status=404) for exchange in view.exchanges if exchange.kind == "image"
        )
        return dataclasses.replace(view, console_errors=errors, exchanges=(*view.exchanges, *lost, *lost, *lost))

    return pages(subject.site, broken)


def watched(subject: Subject) -> Site | None:
    """Another company's script runs on every page."""
    script = call("https://stat.example.net/hm.js", kind="script", third_party=True)
    return pages(subject.site, lambda view: dataclasses.replace(view, exchanges=(*view.exchanges, script)))


def telling(subject: Subject) -> Site | None:
    """The address of every page carries a token."""
    return pages(subject.site, lambda view: dataclasses.replace(view, url=f"{view.url}?token=abcdef123456"))


def wide(subject: Subject) -> Site | None:
    """Pages are wider than any screen."""
    return pages(subject.site, lambda view: dataclasses.replace(view, width=view.width * MANY))


def heaped(subject: Subject) -> Site | None:
    """All words stand in one place."""
    return elements(subject.site, lambda node: dataclasses.replace(node, box=Box(600.0, 900.0, 90.0, 20.0)))


def pale(subject: Subject) -> Site | None:
    """Letters have nearly the colour of what they stand on."""
    return elements(subject.site, lambda node: dataclasses.replace(node, colour="#eeeeee", background="#ffffff"))


def small(subject: Subject) -> Site | None:
    """Letters and boxes are a third of what they were."""

    def shrunk(node: Element) -> Element:
        box = Box(node.box.x, node.box.y, node.box.w / 3, node.box.h / 3)
        return dataclasses.replace(node, font_px=node.font_px / 3, line_px=node.line_px / 3, box=box)

    return elements(subject.site, shrunk)


def crowded(subject: Subject) -> Site | None:
    """Lines stand upon each other."""
    return elements(subject.site, lambda node: dataclasses.replace(node, line_px=node.font_px * 0.9))


def nameless(subject: Subject) -> Site | None:
    """Fields, pictures and controls have no name."""

    def unnamed(node: Element) -> Element:
        told = node.tag not in ("input", "img", "a", "button", "label", "span") and not node.clickable
        return node if told else dataclasses.replace(node, name="", text="", own="", pseudo="")

    return elements(subject.site, unnamed)


def down(subject: Subject) -> Site | None:
    """The shop was not there on most of the times that it was looked at."""
    beats = tuple(
        dataclasses.replace(past, values={**past.values, "ok": False, "reason": "timeout"}) if number % 3 else past
        for number, past in enumerate(subject.site.history)
    )
    return dataclasses.replace(subject.site, history=beats)


def unchanged(subject: Subject) -> Site | None:
    """Every page of the elder mode is drawn as the ordinary ones are."""

    def plain(node: Element) -> Element:
        return dataclasses.replace(node, font_px=14.0, line_px=21.0)

    return pages(subject.site, lambda view: drawn(view, plain) if view.state == ELDER else view)


def unleft(subject: Subject) -> Site | None:
    """After pressing what leads back the page is as large as before."""
    mode = subject.site.view(Role.HOME, ELDER)

    def stuck(view: View) -> View:
        return dataclasses.replace(view, elements=mode.elements) if mode and view.state == "elder_left" else view

    return pages(subject.site, stuck)


def advertised(subject: Subject) -> Site | None:
    """An advertisement stands on every page."""
    return pages(subject.site, lambda view: with_more(view, element(0, view.url, text="广告", box=(0, 500, 30, 16))))


def years_later(subject: Subject) -> Site | None:
    """Thirty years have gone by since; what never ends stands for ever."""
    if any(word in piece.quote for word in TABLE["endless"] for piece in subject.answer.evidence):
        return None
    since = timedelta(days=365 * 30)
    views = tuple(dataclasses.replace(view, at=view.at + since) for view in subject.site.views)
    return dataclasses.replace(subject.site, at=subject.site.at + since, views=views)


def floated(subject: Subject) -> Site | None:
    """Things float over every page."""

    def page(view: View) -> View:
        looks = {"region": "floating", "position": "fixed", "clickable": True}
        return with_more(
            view, *(element(0, view.url, text="浮", box=(1200, 90 * at, 60, 60), **looks) for at in range(MANY))
        )

    return pages(subject.site, page)


def covered(subject: Subject) -> Site | None:
    """A layer that nothing closes lies over every page."""

    def page(view: View) -> View:
        looks = {"region": "dialog", "position": "fixed", "box": (0, 0, view.width, view.viewport_height)}
        return with_more(view, element(0, view.url, text="新人礼包限时领取", **looks))

    return pages(subject.site, page)


def besides(subject: Subject) -> Site | None:
    """The worst that could be said stands on every page besides."""
    said = TABLE["besides"].get(subject.check.id)
    if said is None:
        return None
    return pages(
        subject.site, lambda view: with_more(view, element(0, view.url, text=said, box=(20, view.height / 2, 600, 24)))
    )
