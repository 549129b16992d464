"""Do blocks of text lie over one another?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.finding import Answer, Text, evidence_on_page, no, unsure, yes
from probes.pages.layout.measure import find_overlaps
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

OVERLAP = Text("截图上的文字是否互相遮挡？", "Do texts in the screenshot cover one another?")


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    found = find_overlaps(view, params.limit("covered"))
    if found is None:
        return unsure(
            "同一高度上的文字过多，未能逐一比较是否重叠",
            "so many texts stand at one height that not all could be compared",
            evidence_on_page(view),
            question=OVERLAP,
        )
    zh, en = f"文字重叠 {len(found)} 处", f"{count_in_words(len(found), 'pair')} of overlapping texts"
    if len(found) <= params.limit("pairs"):
        return yes(zh, en, evidence_on_page(view), values={"pairs": len(found)})
    return no(zh, en, *(evidence_on_page(view, pair[0]) for pair in found[:3]), values={"pairs": len(found)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("covered", "pairs"))
