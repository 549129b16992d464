"""Did the shop answer whenever it was looked at over the last days?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, no, not_seen, yes
from probes.probe import Need, Params, Probe
from probes.reading.timings import BEIJING


def judge(site: Site, params: Params) -> Answer:
    beats = [
        past for past in site.history if past.kind == "beat" and past.values.get("reason") not in params.words["ours"]
    ]
    days = {past.at.astimezone(BEIJING).date() for past in beats}
    if len(beats) < params.limit("beats") or (max(days) - min(days)).days + 1 < params.limit("days"):
        zh = f"历史探测 {len(beats)} 次、{len(days)} 天，不足以计算可用率"
        return not_seen("sample_small", zh, f"{len(beats)} checks on {len(days)} days are too few for availability")
    up = sum(past.values.get("ok") is True for past in beats) / len(beats)
    down = next((past for past in beats if past.values.get("ok") is not True), beats[0])
    evidence = Evidence(view="", url=site.platform.url, quote=f"{down.at.isoformat()} {down.values.get('reason', '')}")
    said = f"{len(beats)} 次探测，可用率 {up:.2%}", f"availability {up:.2%} over {len(beats)} checks"
    values = {"availability": round(up, 5), "beats": len(beats)}
    if up >= params.limit("good"):
        return yes(*said, evidence, fraction=1.0, values=values)
    if up >= params.limit("poor"):
        return yes(*said, evidence, fraction=0.5, values=values)
    return no(*said, evidence, fraction=0.0, values=values)


PROBE = Probe(reads=(Need(Role.HOME, required=False),), judge=judge)
