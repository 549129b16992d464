"""Is every kind of licence shown that the business needs by its profile?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading import licences
from probes.reading.licence_answers import asked, sort
from probes.reading.licence_numbers import Kind
from probes.reading.licences import BUSINESS, BUSINESS_LINKS, ICP, SECTORS
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.LICENCE, Role.ABOUT)


def judge(site: Site, params: Params) -> Answer:
    """A telecom licence is not among them: whether one is needed is asked elsewhere, never failed."""
    views, _ = searched(site, ROLES)
    wanted: dict[str, frozenset[Kind]] = {"business_licence": BUSINESS, "icp": ICP}
    wanted |= {name: sector.kinds for name, sector in SECTORS.items() if site.platform.profile.get(name)}
    stocks = {name: sort(site, views, kinds) for name, kinds in wanted.items()}
    linked = next(
        (each for view in views for each in licences.read(view).links if each.link.kind in BUSINESS_LINKS), None
    )
    places = {name: stock.own[0].place for name, stock in stocks.items() if stock.own}
    if linked is not None and not stocks["business_licence"].doubtful:
        places.setdefault("business_licence", linked.place)
    missing = [name for name in wanted if name not in places]
    quotes = "、".join(place.quote for place in places.values())
    values: dict[str, Value] = {"shown": tuple(places), "missing": tuple(missing)}
    if not missing:
        evidence = tuple(place.evidence for place in places.values())
        return yes(
            f"应有的证照种类均已公示：{quotes}",
            f"every kind of licence needed is shown: {quotes}",
            *evidence,
            fraction=1.0,
            values=values,
        )
    doubtful = next((stocks[name].doubtful[0] for name in missing if stocks[name].doubtful), None)
    if doubtful is not None:
        return hidden(site, ROLES, public=True) or asked(doubtful, Text("证照号码", "a licence number"), params)
    listed = "、".join(missing)
    return not_found(
        site,
        ROLES,
        f"未见证照种类：{listed}" + (f"；已见：{quotes}" if quotes else ""),
        f"kinds of licences not found: {', '.join(missing)}" + (f"; seen: {quotes}" if quotes else ""),
        fraction=len(places) / len(wanted),
        values=values,
        where=Where.LICENCES,
    )


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge)
