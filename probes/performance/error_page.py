"""Is the error page friendly (a sentence in the shop's language and a way on), and silent about what runs behind it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, fetched, no, not_seen, shown, yes
from probes.pages.language import is_foreign
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.leaks import framework, leak, missing_part, product


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.ERROR)
    fetch = next((each for each in site.fetches if each.purpose == "error_page" and each.status is not None), None)
    texts: list[tuple[str, Evidence]] = []
    if view is not None:
        texts.append((view.text, shown(view)))
    if fetch is not None:
        texts.append((fetch.text, fetched(fetch)))
    for text, where in texts:
        found = leak(text, params)
        if found:
            evidence = replace(where, quote=found)
            zh, en = f"错误页泄露内部信息：「{found}」", f"the error page leaks internals: “{found}”"
            return no(zh, en, evidence, fraction=0.0)
    if view is None:
        gap = site.gap(Role.ERROR)
        zh, en = absence.gap_words(gap) if gap else ("本次未查看错误页", "the error page was not looked at")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    home = site.view(Role.HOME)
    own, foreign = _said(view, params.words["friendly"]), _said(view, params.words["friendly_foreign"])
    if home is None and foreign and not own:  # whether it is the shop's language is not known
        gap = site.gap(Role.HOME)
        return not_seen(gap.reason, *absence.gap_words(gap)) if gap else absence.not_looked(Role.HOME)
    kind, way = own or (foreign if home is not None and is_foreign(home) else ""), _way_on(view, params)
    friendly = bool(kind and way)
    told = framework(view)
    if told:
        zh, en = f"错误页露出所用框架：「{told}」", f"the error page tells its framework: “{told}”"
        return no(zh, en, shown(view, None, told), fraction=0.5 if friendly else 0.0)
    version = next((word for word in params.words["versions"] if word in view.text.lower()), "") or product(view)
    if version:
        zh, en = f"错误页露出软件版本：「{version}」", f"the error page names its software: “{version}”"
        return yes(zh, en, shown(view, None, version), fraction=0.5)
    part = missing_part(view)
    if part:
        zh, en = (
            f"错误页说的是程序部件，不是页面：「{part}」",
            f"the error page speaks of a part of its program: “{part}”",
        )
        return yes(zh, en, shown(view, None, part), fraction=0.5)
    if friendly:
        return yes(
            f"错误页友好：「{kind}」，可继续：「{way}」",
            f"the error page is friendly: “{kind}”, with a way on: “{way}”",
            shown(view, None, kind),
        )
    lacks_zh = "、".join(("一句用本站语言的说明",) * (not kind) + ("继续的路",) * (not way))
    lacks_en = " and ".join(("a sentence in the shop's language",) * (not kind) + ("a way on",) * (not way))
    zh, en = f"错误页未泄露内部信息，缺{lacks_zh}", f"the error page leaks nothing and lacks {lacks_en}"
    return yes(zh, en, shown(view, None, kind), fraction=0.5)


def _said(view: View, words: Iterable[str]) -> str:
    """The first line of the page with one of the words (in lower case), else an empty string."""
    lines = (line.strip() for line in view.text.splitlines())
    return next((line[:80] for line in lines if any(word in line.lower() for word in words)), "")


def _way_on(view: View, params: Params) -> str:
    """What leads on from the page: a control that says so, or any link of the page's own frame; else an empty string."""
    shown_ones = [each for each in view.elements if each.seen and (each.clickable or each.href)]
    for each in shown_ones:
        said = " ".join((each.text or each.own or each.name or each.pseudo).split())
        if any(word in said.lower() for word in params.words["way"]):
            return said[:40]
    host = urlsplit(view.url).hostname
    for each in shown_ones:
        said = " ".join((each.text or each.own or each.name).split())
        if said and each.href.startswith("http") and _host(each.href) == host and each.href != view.url:
            return said[:40]
    return ""


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # a page may write any address
        return None


PROBE = Probe(
    reads=(Need(Role.HOME, required=False), Need(Role.ERROR, required=False)), judge=judge, fetches=("error_page",)
)
