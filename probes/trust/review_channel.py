"""Can buyers review what they bought: on the pages of goods, or by a rule that says how?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import statements
from probes.reading.reviews import all_read
from probes.reading.rulebook import EVALUATION
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import clip

ROLES = (Role.PRODUCT, *EVALUATION)


def judge(site: Site, params: Params) -> Answer:
    every = all_read(site)
    having = [each for each in every if each.some]
    placed = [each for each in every if each.label is not None or each.opened or each.login or each.empty]
    most = params.limit("share") * len(every)
    if having and len(having) >= most:
        first = having[0]
        shows = first.texts[0] if first.texts else first.counted or first.score
        words = " ".join(shows.words.split())[:40] if shows else "评价"
        answer = yes(
            f"{len(every)} 个商品页中 {len(having)} 个有评价，如「{words}」",
            f"{len(having)} of {len(every)} pages of goods have reviews, e.g. “{words}”",
            shown(first.view, shows, words),
            fraction=1.0,
        )
        return hidden(site, (Role.PRODUCT,)) or in_part(answer)
    views, _ = searched(site, EVALUATION)
    found, _denied = statements.find(views, params, ("rule",))
    seen_zh, seen_en = (
        f"；{len(every)} 个商品页中 {len(having)} 个有评价",
        f"; {len(having)} of {len(every)} pages have some",
    )
    if found:
        view, sentence = found["rule"]
        quote = clip(sentence.raw, 100)
        return yes(
            f"规则写明买家可以评价：「{quote}」{seen_zh if every else ''}",
            f"a rule says that buyers can review: “{quote}”{seen_en if every else ''}",
            shown(view, quote=clip(sentence.raw, 160)),
            fraction=1.0,
        )
    if placed:
        first = placed[0]
        words = " ".join(first.label.words.split())[:40] if first.label else first.login or first.empty or "评价"
        answer = yes(
            f"{len(every)} 个商品页中 {len(placed)} 个有评价区，如「{words}」{seen_zh}",
            f"{len(placed)} of {len(every)} pages of goods have a place for reviews, e.g. “{words}”{seen_en}",
            shown(first.view, first.label, words),
            fraction=1.0 if len(placed) >= most else len(placed) / len(every),
        )
        return hidden(site, (Role.PRODUCT,) if answer.fraction == 1.0 else ROLES) or in_part(answer)
    return not_found(
        site,
        ROLES,
        "商品页未见评价，规则也未写明买家如何评价",
        "no reviews on goods, and no rule by which buyers review",
        fraction=0.0,
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
