"""Is there a privacy policy that anybody can read, within a few clicks of the home page?"""

from __future__ import annotations

import math

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import policy
from probes.reading.policy_items import missing
from probes.text.ranking import clip

SUBJECT = Text("个人信息处理规则正文", "the handling of personal data")


def judge(site: Site, params: Params) -> Answer:
    found = policy.documents(site)
    if not found:
        return missing(site, params, SUBJECT)
    best = min(found, key=lambda view: (bool(policy.foreign(view, site.platform)), _far(view)))
    said = policy.notice(best)
    quote = clip(said.raw, 160) if said else best.title
    evidence = shown(best, quote=quote)
    brand = policy.foreign(best, site.platform)
    if brand:
        ask = Text(
            f"该政策自称「{brand}」，是否为本平台的政策？", f"It speaks for {brand}: is it the shop's own policy?"
        )
        return unsure(
            f"隐私政策似为「{brand}」的政策",
            f"the policy seems to be that of {brand}",
            evidence,
            guess=0.0,
            question=ask,
        )
    clicks = best.clicks
    if clicks is None or clicks > params.limit("most_clicks"):
        ask = Text(
            "首页四次点击内是否有可见的隐私政策入口？", "Is there a visible entry within four clicks of the home page?"
        )
        zh = "隐私政策可公开阅读，但未找到从首页可见的点击路径" if clicks is None else f"隐私政策需点击 {clicks} 次"
        en = (
            "the policy is public, but no visible path leads to it"
            if clicks is None
            else f"the policy is {clicks} clicks away"
        )
        return unsure(zh, en, evidence, guess=0.0, question=ask, values={"clicks": clicks})
    near = clicks <= params.limit("full_clicks")
    return yes(
        f"隐私政策公开，从首页点击 {clicks} 次可读：「{quote[:120]}」",
        f"the privacy policy is public, {clicks} clicks from home: “{quote[:120]}”",
        evidence,
        fraction=1.0 if near else params.limit("far_share"),
        values={"clicks": clicks, "characters": policy.prose(best)},
    )


def _far(view: View) -> float:
    return math.inf if view.clicks is None else view.clicks


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
