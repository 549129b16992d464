"""Did the shop respond each time it was checked over the last days?"""

from __future__ import annotations

from collections import Counter

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, no, not_seen, yes
from probes.pages.main.timings import BEIJING
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    beats = [
        past for past in site.history if past.kind == "beat" and past.values.get("reason") not in params.words["ours"]
    ]
    days = {past.at.astimezone(BEIJING).date() for past in beats}
    # One check requests several pages: the page requested most often tells how many checks there were.
    checks = max(Counter(past.values.get("role") for past in beats).values(), default=0)
    if checks < params.limit("beats") or (max(days) - min(days)).days + 1 < params.limit("days"):
        zh = f"历史探测 {checks} 次、{len(days)} 天，不足以计算可用率"
        return not_seen(
            "sample_small",
            zh,
            f"too few for availability: {count_in_words(checks, 'check')} on {count_in_words(len(days), 'day')}",
        )
    up = sum(past.values.get("ok") is True for past in beats) / len(beats)
    down = next((past for past in beats if past.values.get("ok") is not True), beats[0])
    url = str(down.values.get("url") or site.platform.url)
    evidence = Evidence(view="", url=url, quote=f"{down.at.isoformat()} {down.values.get('reason', '')}".strip())
    said = (
        f"{checks} 次探测共 {len(beats)} 个页面，可用率 {up:.2%}",
        f"availability {up:.2%} of {count_in_words(len(beats), 'page')} in {count_in_words(checks, 'check')}",
    )
    values = {"availability": round(up, 5), "beats": len(beats), "checks": checks}
    if up >= params.limit("good"):
        return yes(*said, evidence, fraction=1.0, values=values)
    if up >= params.limit("poor"):
        return yes(*said, evidence, fraction=params.limit("half"), values=values)
    return no(*said, evidence, fraction=0.0, values=values)


PROBE = Probe(
    reads=(Need(Role.HOME, required=False),),
    judge=judge,
    words=("ours",),
    limits=("half", "beats", "days", "window", "good", "poor"),
)
