"""Does the home page run without script errors and failed calls of its own?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.finding import Answer, evidence_on_page, no, yes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    errors = [said for said in view.console_errors if _own_error(said, params)]
    calls = [
        exchange
        for exchange in view.exchanges
        if exchange.kind in ("xhr", "fetch")
        and not exchange.third_party
        and exchange.status is not None
        and exchange.status >= 500
    ]
    count = len(errors) + len(calls)
    said = (
        f"首页脚本错误 {len(errors)} 个、自有接口失败 {len(calls)} 个",
        f"{count_in_words(len(errors), 'script error')} and {count_in_words(len(calls), 'failed call')} of its own on the home page",
    )
    quotes = [
        evidence_on_page(view, None, error[:160])
        for error in (*errors, *(f"{call.status} {call.url}" for call in calls))
    ][:5]
    if not count:
        return yes(*said, evidence_on_page(view), fraction=1.0)
    values = {"errors": len(errors), "calls": len(calls)}
    if count <= params.limit("few"):
        return yes(*said, *quotes, fraction=params.limit("half"), values=values)
    return no(*said, *quotes, fraction=0.0, values=values)


def _own_error(said: str, params: Params) -> bool:
    """Whether it is an error of the page's code, not something the network or our proxy refused."""
    return any(word in said for word in params.words["errors"]) and not any(
        word in said for word in params.words["network"]
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, words=("errors", "network"), limits=("half", "few"))
