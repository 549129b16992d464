"""Do the agreement and the rules carry a version or the date from which they apply?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import Document, Kind, inventory, of_kind
from probes.reading.several import hidden, not_found

ROLES = (Role.AGREEMENT, Role.RULES)
KINDS = (Kind.AGREEMENT, Kind.RULES)


def judge(site: Site, params: Params) -> Answer:
    documents = inventory(site, ROLES)
    found = [of_kind(documents, kind) for kind in KINDS]
    groups = [group for group in found if group]
    if not groups:
        return not_found(site, ROLES, "未见协议或规则文本", "no agreement or rules were found", fraction=0.0)
    unseen = hidden(site, ROLES)
    if unseen is not None:
        return unseen
    dated = [next((each for each in group if _stamp(each)), None) for group in groups]
    stamped = [each for each in dated if each is not None]
    if not stamped:
        titles = "、".join(f"《{group[0].title}》" for group in groups)
        return no(
            f"{titles}未注明版本或生效日期",
            f"{titles}: neither version nor effective date",
            *(shown(group[0].view, quote=group[0].title) for group in groups),
            fraction=0.0,
        )
    said = "；".join(f"《{each.title}》{_stamp(each)}" for each in stamped)
    return yes(
        f"注明了版本或日期：{said}",
        f"version or date is printed: {said}",
        *(_evidence(each) for each in stamped),
        fraction=len(stamped) / len(groups),
    )


def _stamp(document: Document) -> str:
    return document.dates[0].raw if document.dates else document.version


def _evidence(document: Document) -> Evidence:
    return shown(document.view, quote=_stamp(document))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
