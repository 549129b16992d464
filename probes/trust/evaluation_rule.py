"""Is the rule on evaluations published within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, Text, in_part, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION, Treated, title, treatments
from probes.reading.several import hidden, not_found
from probes.text.ranking import clip


def judge(site: Site, params: Params) -> Answer:
    """A text counts by the same method as any topic of the rules: at length, in its own section."""
    treated = tuple(treatments(site, params.words["topic"], EVALUATION, params.words["never"]))
    found = [each for each in treated if each.enough and each.length >= params.limit("length")]
    short = next((each for each in treated if each.nearly), None)
    if not found and short is not None:
        return unsure(
            f"《{title(short.view)}》对评价仅有较短的规定（{short.length} 字）：「{clip(short.sentence.raw, 60)}」",
            f"“{title(short.view)}” treats evaluations shortly ({short.length} characters): “{clip(short.sentence.raw, 60)}”",
            shown(short.view, quote=clip(short.sentence.raw, 160)),
            guess=0.0,
            question=Text("该规定是否足以说明评价规则？", "Is this enough of a rule on evaluations?"),
        )
    if not found:
        return not_found(site, EVALUATION, "未见评价规则正文", "no rule on evaluations was found", fraction=0.0)
    near = [each for each in found if _near(each.view, params)]
    best = near[0] if near else found[0]
    answer = _said(best, 1.0 if near else params.limit("deep_share"))
    return answer if near else hidden(site, EVALUATION) or in_part(answer)


def _near(view: View, params: Params) -> bool:
    return view.clicks is not None and view.clicks <= params.limit("clicks")


def _said(best: Treated, fraction: float) -> Answer:
    view = best.view
    clicks = "多次点击" if view.clicks is None else f"{view.clicks} 次点击"
    times = "more clicks" if view.clicks is None else f"{view.clicks} clicks"
    return yes(
        f"《{title(view)}》载有评价规则（首页起 {clicks}）：「{clip(best.sentence.raw, 60)}」",
        f"“{title(view)}” holds the rule on evaluations ({times} from home): “{clip(best.sentence.raw, 60)}”",
        shown(view, quote=clip(best.sentence.raw, 160)),
        fraction=fraction,
        values={"length": best.length},
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
