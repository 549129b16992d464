"""Is the rule on evaluations published within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.main.own_title import own_title
from probes.pages.rules.rulebook import EVALUATION, HEADED, TopicTreatment, find_treatments
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote


def judge(site: Site, params: Params) -> Answer:
    """A text counts as any topic of the rules does: treated at length, in a section of its own."""
    treated = tuple(find_treatments(site, params.words["topic"], EVALUATION, params.words["never"]))
    found = [treatment for treatment in treated if treatment.enough and treatment.length >= params.limit("length")]
    # A page that is called so rules on nothing else, however briefly and in whatever words.
    asked = (one for one in treated if one.nearly or (one.titled and one.length >= HEADED))
    short = next(asked, None)
    if not found and short is not None:
        return unsure(
            f"《{own_title(short.view)}》对评价仅有较短的规定（{short.length} 字）：「{clip_quote(short.sentence.raw, 60)}」",
            f"“{own_title(short.view)}” treats evaluations shortly ({short.length} characters): “{clip_quote(short.sentence.raw, 60)}”",
            evidence_on_page(short.view, quote=clip_quote(short.sentence.raw, 160)),
            guess=0.0,
            question=Text("该规定是否足以说明评价规则？", "Is this enough of a rule on evaluations?"),
        )
    if not found:
        return not_found(site, EVALUATION, "未见评价规则正文", "no rule on evaluations was found", fraction=0.0)
    near = [treatment for treatment in found if _near(treatment.view, params)]
    best = near[0] if near else found[0]
    answer = _said(best, 1.0 if near else params.limit("deep_share"))
    return answer if near else answer_hidden(site, EVALUATION) or in_part(answer)


def _near(view: View, params: Params) -> bool:
    return view.clicks is not None and view.clicks <= params.limit("clicks")


def _said(best: TopicTreatment, fraction: float) -> Answer:
    view = best.view
    clicks = "多次点击" if view.clicks is None else f"{view.clicks} 次点击"
    times = "more clicks" if view.clicks is None else count_in_words(view.clicks, "click")
    return yes(
        f"《{own_title(view)}》载有评价规则（首页起 {clicks}）：「{clip_quote(best.sentence.raw, 60)}」",
        f"“{own_title(view)}” holds the rule on evaluations ({times} from home): “{clip_quote(best.sentence.raw, 60)}”",
        evidence_on_page(view, quote=clip_quote(best.sentence.raw, 160)),
        fraction=fraction,
        values={"length": best.length},
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in EVALUATION),
    judge=judge,
    words=("topic", "never"),
    limits=("length", "clicks", "deep_share"),
)
