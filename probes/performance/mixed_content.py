"""Does the home page load active content over plain HTTP?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_seen, yes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    if view.url.startswith("http://"):
        return no(
            "首页本身以明文 HTTP 提供",
            "the home page itself is served in the clear",
            evidence_on_page(view, None, view.url),
        )
    if not view.exchanges:
        return not_seen("not_looked", "未记录到网络请求", "no requests were recorded")
    clear = [
        exchange
        for exchange in view.exchanges
        if exchange.url.startswith("http://") and exchange.kind in params.words["kinds"]
    ]
    if clear:
        zh, en = f"HTTPS 页面请求明文内容：{clear[0].url}", f"the page asks for content in the clear: {clear[0].url}"
        return no(
            zh,
            en,
            *(evidence_on_page(view, None, exchange.url) for exchange in clear[:5]),
            values={"clear": len(clear)},
        )
    return yes(
        f"{len(view.exchanges)} 个请求中没有明文活动内容",
        f"no active content in the clear, of {count_in_words(len(view.exchanges), 'request')}",
        evidence_on_page(view),
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, words=("kinds",))
