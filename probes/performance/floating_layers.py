"""Are there only a few things floating over the page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.finding import Answer, evidence_on_page, no, yes
from probes.pages.layout.floating import floating_layers
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    found = floating_layers(view)
    zh, en = f"浮动层 {len(found)} 个", f"{count_in_words(len(found), 'floating layer')}"
    answer = yes if len(found) <= params.limit("layers") else no
    return answer(
        zh, en, *(evidence_on_page(view, element) for element in found[:5] or ()), values={"layers": len(found)}
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("layers",))
