"""Is an information accessibility mark shown or announced?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Element, Site
from crawler.spelling import measure_label
from crawler.vocabulary import Role
from probes.answers import elder
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

WHERE = (Role.HOME, Role.ABOUT, Role.SOCIAL)
_ENDS = re.compile(r"[\n。；;！!]")


def judge(site: Site, params: Params) -> Answer:
    """A label or sentence that names the mark or says that the test was passed, or a picture that is the mark."""
    for view in searched_views(site, WHERE)[0]:
        for element in view.elements:
            said = next((line for line in _lines(element, params) if _is_mark(line, element, params)), "")
            if said:
                zh = f"展示信息无障碍标识：「{said[:60]}」"
                return yes(
                    zh,
                    f"a mark of information accessibility is shown: “{said[:60]}”",
                    evidence_on_page(view, element, said),
                )
    heard = _heard(site, params)
    if heard is not None:
        return heard
    return not_found(site, WHERE, "未见信息无障碍标识", "no mark of information accessibility was found")


def _heard(site: Site, params: Params) -> Answer | None:
    """A question about the first line that sounds like such a mark; None where nothing does."""
    wanted, never = pattern(params.words["heard"]), pattern(params.words["never"])
    for view in searched_views(site, WHERE)[0]:
        for element in view.elements:
            for said in _lines(element, params):
                folded = fold_text(said)
                if wanted.search(folded) and not never.search(folded):
                    return unsure(
                        f"页面提及无障碍，但未能确认是否为信息无障碍标识：「{said[:60]}」",
                        f"a page speaks of accessibility, yet whether by such a mark could not be told: “{said[:60]}”",
                        evidence_on_page(view, element, said),
                        question=Text(
                            "所引文字是否属于信息无障碍标识？",
                            "Do the quoted words belong to a mark of information accessibility?",
                        ),
                    )
    return None


def _lines(element: Element, params: Params) -> Iterator[str]:
    """What a seen element says, sentence by sentence, so far as that is short."""
    if not element.seen:
        return
    for line in _ENDS.split(element.words):
        said = " ".join(line.split())
        if said and measure_label(elder.plain_label(said)) <= params.limit("label"):
            yield said


def _is_mark(said: str, element: Element, params: Params) -> bool:
    """Whether the words are those of a mark; of a picture its name alone may do, of a link it may lead to an article."""
    folded = fold_text(said)
    if pattern(params.words["never"]).search(folded):
        return False
    if element.image and (
        elder.plain_label(said) in params.words["whole"] or pattern(params.words["pictured"]).search(folded)
    ):
        return True
    return pattern(params.words["mark"]).search(folded) is not None


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.ABOUT, required=False), Need(Role.SOCIAL, required=False)),
    judge=judge,
    words=("mark", "whole", "pictured", "heard", "never"),
    limits=("label",),
)
