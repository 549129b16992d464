"""Is a channel to report fraud named?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Role
from probes.answers.order_items import PAY_ROLES
from probes.answers.statements import judge_stated
from probes.finding import Answer, Text, evidence_on_page, yes
from probes.pages.absence.several import searched_views
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.remember import per_elements

SUBJECT = Text("欺诈举报渠道", "a channel to report fraud")
ROLES = (*PAY_ROLES, Role.COMPLAINT, Role.SERVICE, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    """A police number counts by itself, in a footer as in a sentence."""
    for view in searched_views(site, ROLES)[0]:
        for element, said in _spoken(view.elements):
            if any(word in said for word in params.words["pointers"]):
                quote = " ".join(element.words.split())[:120] or element.href
                zh, en = f"指向反诈渠道：「{quote}」", f"a channel against fraud is shown: “{quote}”"
                return yes(zh, en, evidence_on_page(view, element, quote))
    return judge_stated(site, params, SUBJECT, ROLES)


@per_elements
def _spoken(elements: tuple[Element, ...]) -> tuple[tuple[Element, str], ...]:
    """The visible elements, each with all that it says and where it leads."""
    return tuple(
        (one, plain_text(" ".join((one.own, one.name, one.pseudo, one.ocr, one.href)))) for one in elements if one.seen
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("chapter", "pointers", "rule", "never", "never_under", "rule_near", "rule_under", "rule_here", "doubt"),
    may_words=("doubt_line", "doubt_never"),
)
