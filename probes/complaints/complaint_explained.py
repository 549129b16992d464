"""Are process and time limit explained next to the entry to complain?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Value, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.complaint_times import limits
from probes.reading.policy import sentences, stated
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import clip

ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    found: dict[str, Evidence] = {}
    for view in views:
        process = stated(sentences(view.text), params.words["process"], near=params.words["about"])
        if process is not None:
            found.setdefault("process", shown(view, quote=clip(process.raw, 160)))
        limit = next(limits(view, params), None)
        if limit is not None:
            found.setdefault("limit", shown(view, quote=clip(limit[0].raw, 160)))
    if not found:
        zh, en = "投诉入口旁未见流程和时限说明", "neither process nor time limit is explained next to the entry"
        return not_found(site, ROLES, zh, en, fraction=0.0)
    quotes = "；".join(f"「{each.quote[:60]}」" for each in found.values())
    values: dict[str, Value] = {"explained": tuple(found)}
    answer = yes(
        f"投诉页说明了{'流程和时限' if len(found) == 2 else '流程' if 'process' in found else '时限'}：{quotes}",
        f"explained next to the entry: {' and '.join(found)}: {quotes}",
        *found.values(),
        fraction=len(found) / 2,
        values=values,
    )
    return answer if len(found) == 2 else hidden(site, ROLES) or in_part(answer)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
