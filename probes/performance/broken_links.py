"""Do links inside the shop lead somewhere?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import NO_SUCH_PAGE, Role
from probes.finding import Answer, evidence_of_fetch, no, not_seen, yes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    links = [fetch for fetch in site.fetches if fetch.purpose == "link"]
    told = [link for link in links if link.status is not None and (link.status < 400 or link.status in NO_SUCH_PAGE)]
    if len(links) < params.limit("links") or len(told) < params.limit("fetched") * len(links):
        zh = f"抽查站内链接 {len(links)} 个，仅 {len(told)} 个有明确结果，样本不足"
        return not_seen(
            "sample_small",
            zh,
            f"of {count_in_words(len(links), 'link')} looked at only {len(told)} gave a clear answer",
        )
    dead = [fetch for fetch in told if fetch.status in NO_SUCH_PAGE]
    part = len(dead) / len(told)
    said = (
        f"抽查 {len(told)} 个站内链接，失效 {part:.1%}",
        f"{part:.1%} of {count_in_words(len(told), 'internal link')} dead",
    )
    evidence = [evidence_of_fetch(fetch, f"{fetch.status} {fetch.asked}") for fetch in (dead or told)[:5]]
    values = {"broken": round(part, 4), "links": len(told)}
    if part <= params.limit("good"):
        return yes(*said, *evidence, fraction=1.0, values=values)
    if part <= params.limit("poor"):
        return yes(*said, *evidence, fraction=params.limit("half"), values=values)
    return no(*said, *evidence, fraction=0.0, values=values)


PROBE = Probe(
    reads=(Need(Role.HOME, required=False),),
    judge=judge,
    fetches=("link",),
    limits=("half", "links", "fetched", "good", "poor"),
)
