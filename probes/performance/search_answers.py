"""Does the search box return results, and quickly?"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, not_seen, unsure, yes
from probes.pages.main import timings
from probes.pages.main.timings import SLOWNESS_LIMITS
from probes.pages.service.search_results import PLAIN, are_enough, read_results
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH)
    assert view is not None
    empty = next((word for word in params.words["empty"] if word in view.text), "")
    plain = (page for role in PLAIN for page in site.all(role)[:1])
    found = read_results(view, params.words["addresses"], params.words["price"], plain)
    if empty or not are_enough(view, found, params.limit("results"), params.words["counted"]):
        zh, en = f"搜索页未见结果{f'（「{empty}」）' if empty else ''}", "the search page shows no results"
        return unsure(zh, en, evidence_on_page(view, None, empty), guess=0.0)
    took = answered_ms(view)
    evidence = evidence_on_page(view, found[0])
    if took is None:
        zh, en = (
            f"搜索有结果（{len(found)} 条），用时未测得",
            f"search shows {count_in_words(len(found), 'result')}, the time was not measured",
        )
        return yes(zh, en, evidence, fraction=params.limit("half"), values={"results": len(found)})
    said = (
        f"搜索 {took / 1000:.1f} 秒出结果（{len(found)} 条）",
        f"search answered in {took / 1000:.1f} s ({count_in_words(len(found), 'result')})",
    )
    values = {"ms": took, "results": len(found)}
    if took <= params.limit("good_ms"):
        return yes(*said, evidence, fraction=1.0, values=values)
    control = timings.control_median(site)
    if control is None:
        zh, en = f"{said[0]}；缺少机器基线", f"{said[1]}; no baseline of the machine was taken"
        return not_seen("no_baseline", zh, en, evidence)
    if took / timings.line_slowness(control, params) <= params.limit("good_ms"):
        zh = f"{said[0]}；本机偏慢（对照 {control:.0f}ms），可能改变结论"
        return not_seen("noise", zh, f"{said[1]}; a slow machine ({control:.0f} ms) could change the class", evidence)
    if took <= params.limit("poor_ms"):
        return yes(*said, evidence, fraction=params.limit("half"), values=values)
    return not_seen("second_day", f"{said[0]}，偏慢；仅一次测量", f"{said[1]}: slow, but measured once only", evidence)


def answered_ms(view: View) -> float | None:
    """Roughly how long the search took (ms): from the request with the word to the first request after it; None = unknown.

    Requests are timed at their start, so the earliest sign of an answer is what it requests in turn. Times count from
    the opening of the page on which the word was typed; how long we stayed there is not part of the search.
    """
    parts = urlsplit(view.url)
    words = {value for _, value in parse_qsl(parts.query) if value} | {word for word in view.path if word}
    spelt = {form for word in words for form in (word, quote(word), quote_plus(word))}
    own = [
        exchange
        for exchange in view.exchanges
        if not exchange.third_party and exchange.status is not None and exchange.status < 400
    ]
    asked = [
        exchange.at_ms
        for exchange in own
        if exchange.kind == "document"
        or (exchange.kind in ("xhr", "fetch") and any(word in exchange.url for word in spelt))
    ]
    later = [exchange.at_ms for exchange in view.exchanges if asked and exchange.at_ms > max(asked)]
    return min(later) - max(asked) if later else None


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.SEARCH), *(Need(role, required=False) for role in PLAIN)),
    judge=judge,
    timed=(Role.HOME,),
    words=("empty", "addresses", "price", "counted"),
    limits=(*SLOWNESS_LIMITS, "half", "results", "good_ms", "poor_ms"),
)
