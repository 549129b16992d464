"""Is the error page friendly (a sentence in the shop's language and a way on), and silent about the software behind it?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, evidence_of_fetch, evidence_on_page, no, not_seen, yes
from probes.pages.absence import absence
from probes.pages.layout.idle_controls import turns_or_chooses
from probes.pages.main.fingerprint import shows_home
from probes.pages.main.language import is_foreign, is_foreign_interface
from probes.pages.main.leaks import TRACE_WORDS, find_leak, leaking_framework, leaking_product, missing_part
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.ERROR)
    fetch = next((fetch for fetch in site.fetches if fetch.purpose == "error_page" and fetch.status is not None), None)
    texts: list[tuple[str, Evidence]] = []
    if view is not None:
        texts.append((view.text, evidence_on_page(view)))
    if fetch is not None:
        texts.append((fetch.text, evidence_of_fetch(fetch)))
    for text, where in texts:
        found = find_leak(text, params)
        if found:
            evidence = replace(where, quote=found)
            zh, en = f"错误页泄露内部信息：「{found}」", f"the error page leaks internals: “{found}”"
            return no(zh, en, evidence, fraction=0.0)
    if view is None:
        gap = site.gap(Role.ERROR)
        zh, en = absence.gap_words(gap) if gap else ("本次未查看错误页", "the error page was not looked at")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    if not view.text.strip() and not any(element.seen and element.image for element in view.elements):
        return not_seen(
            "blank",
            "错误页一片空白，无从判断是否友好",
            "the error page stayed blank, so that nothing tells whether it is friendly",
        )
    home = site.view(Role.HOME)
    own, foreign = _said(view, home, params.words["friendly"]), _said(view, home, params.words["friendly_foreign"])
    if home is None and (own or foreign):  # whether it is the home page itself, or the shop's language, is not known
        gap = site.gap(Role.HOME)
        return not_seen(gap.reason, *absence.gap_words(gap)) if gap else absence.not_looked(Role.HOME)
    kind, way = (
        own or (foreign if home is not None and (is_foreign(home) or is_foreign_interface(home)) else ""),
        _way_on(view, params),
    )
    friendly = bool(kind and way)
    if home is not None and not kind and shows_home(view, home, params.limit("same")):
        zh, en = "错误地址打开的是首页，没有错误页", "a wrong address brings up the home page, there is no error page"
        return yes(zh, en, evidence_on_page(view, quote=view.title), fraction=params.limit("half"))
    told = leaking_framework(view)
    if told:
        zh, en = f"错误页露出所用框架：「{told}」", f"the error page tells its framework: “{told}”"
        return no(zh, en, evidence_on_page(view, None, told), fraction=params.limit("half") if friendly else 0.0)
    version = next((word for word in params.words["versions"] if word in view.text.lower()), "") or leaking_product(
        view
    )
    if version:
        zh, en = f"错误页露出软件版本：「{version}」", f"the error page names its software: “{version}”"
        return yes(zh, en, evidence_on_page(view, None, version), fraction=params.limit("half"))
    part = missing_part(view)
    if part:
        zh, en = (
            f"错误页说的是程序部件，不是页面：「{part}」",
            f"the error page speaks of a part of its program: “{part}”",
        )
        return yes(zh, en, evidence_on_page(view, None, part), fraction=params.limit("half"))
    if friendly:
        return yes(
            f"错误页友好：「{kind}」，可继续：「{way}」",
            f"the error page is friendly: “{kind}”, with a way on: “{way}”",
            evidence_on_page(view, None, kind),
        )
    lacks_zh = "、".join(("一句用本站语言的说明",) * (not kind) + ("继续的路",) * (not way))
    lacks_en = " and ".join(("a sentence in the shop's language",) * (not kind) + ("a way on",) * (not way))
    zh, en = f"错误页未泄露内部信息，缺{lacks_zh}", f"the error page leaks nothing and lacks {lacks_en}"
    return yes(zh, en, evidence_on_page(view, None, kind), fraction=params.limit("half"))


def _said(view: View, home: View | None, words: Iterable[str]) -> str:
    """The first line of the page, of those that home does not show, with one of the (lower-case) words, in full-width letters or not; else ""."""
    known = set(_lines(home)) if home is not None else set()
    own = (line for line in _lines(view) if line not in known)
    return next(
        (line[:80] for line in own if any(word in unicodedata.normalize("NFKC", line).lower() for word in words)), ""
    )


def _lines(view: View) -> Iterator[str]:
    return (line.strip() for line in view.text.splitlines())


def _way_on(view: View, params: Params) -> str:
    """What leads on from the page: a control that says so, or any link in the page's own frame; else an empty string."""
    shown_ones = [element for element in view.elements if element.seen and (element.clickable or element.href)]
    for control in shown_ones:
        said = " ".join((control.text or control.own or control.name or control.pseudo).split())
        if any(word in said.lower() for word in params.words["way"]) and not turns_or_chooses((plain_words(said),)):
            return said[:40]
    host = urlsplit(view.url).hostname
    for control in shown_ones:
        said = " ".join((control.text or control.own or control.name).split())
        if said and control.href.startswith("http") and _host(control.href) == host and control.href != view.url:
            return said[:40]
    return ""


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # a page may write any address
        return None


PROBE = Probe(
    reads=(Need(Role.HOME, required=False), Need(Role.ERROR, required=False)),
    judge=judge,
    fetches=("error_page",),
    words=(*TRACE_WORDS, "versions", "friendly", "friendly_foreign", "way"),
    limits=("half", "same"),
)
