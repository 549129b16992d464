"""Is there a privacy policy with rules that anybody can read, within a few clicks of the home page?"""

from __future__ import annotations

import math

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.policy_items import answer_missing_policy
from probes.finding import Answer, Evidence, Text, evidence_on_page, unsure, yes
from probes.pages.rules import brands, policy
from probes.pages.rules.policy_rules import clearest_rule, has_rules
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

SUBJECT = Text("个人信息处理规则正文", "the handling of personal data")


def judge(site: Site, params: Params) -> Answer:
    found = policy.policy_documents(site)
    if not found:
        return answer_missing_policy(site, params, SUBJECT)
    best = min(
        found, key=lambda view: (bool(brands.foreign_brand(view, site.platform)), not has_rules(view), _far(view))
    )
    said = clearest_rule(best) or policy.find_notice(best)
    quote = clip_quote(said.raw, 160) if said else best.title
    evidence = evidence_on_page(best, quote=quote)
    brand = brands.foreign_brand(best, site.platform)
    if brand:
        ask = Text(
            f"该政策自称「{brand}」，是否为本平台的政策？", f"It speaks for “{brand}”: is it the shop's own policy?"
        )
        return unsure(
            f"隐私政策似为「{brand}」的政策",
            f"the policy seems to be that of “{brand}”",
            evidence,
            guess=0.0,
            question=ask,
        )
    clicks = best.clicks
    if clicks is None or clicks > params.limit("most_clicks"):
        ask = Text(
            "是否另有四次点击以内的可见入口？", "Is there another visible entry, within four clicks of the home page?"
        )
        zh = "隐私政策可公开阅读，但未找到从首页可见的点击路径" if clicks is None else f"隐私政策需点击 {clicks} 次"
        en = (
            "the policy is public, but no visible path leads to it"
            if clicks is None
            else f"the policy is {count_in_words(clicks, 'click')} away"
        )
        return unsure(zh, en, evidence, guess=0.0, question=ask, values={"clicks": clicks})
    if not has_rules(best):
        return _without_rules(quote, evidence, clicks)
    near = clicks <= params.limit("full_clicks")
    return yes(
        f"隐私政策公开，从首页点击 {clicks} 次可读：「{quote[:120]}」",
        f"the privacy policy is public, {count_in_words(clicks, 'click')} from home: “{quote[:120]}”",
        evidence,
        fraction=1.0 if near else params.limit("far_share"),
        values={"clicks": clicks, "characters": policy.count_prose(best)},
    )


def _without_rules(quote: str, evidence: Evidence, clicks: int) -> Answer:
    ask = Text(
        "该页是否写明了收集、使用个人信息的规则？",
        "Does the page lay down rules on collecting and using personal data?",
    )
    return unsure(
        f"隐私政策页可公开阅读，但未认出收集、使用个人信息的规则，只见「{quote[:120]}」之类的话",
        f"the policy's page is public, but no rules on collecting and using data were recognised, only words like “{quote[:120]}”",
        evidence,
        guess=0.0,
        question=ask,
        values={"clicks": clicks},
    )


def _far(view: View) -> float:
    return math.inf if view.clicks is None else view.clicks


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge, limits=("full_clicks", "most_clicks", "far_share"))
