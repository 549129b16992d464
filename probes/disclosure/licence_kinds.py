"""Is every kind of licence shown that the business needs by its profile?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import ASKED_LIMITS, ask_doubtful, sort_licences
from probes.finding import Answer, Text, Value, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main.listed import join_texts, list_words
from probes.pages.operator import licences
from probes.pages.operator.licences import BUSINESS, BUSINESS_LINKS, ICP, SECTORS, name_kind
from probes.probe import Need, Params, Probe
from probes.text.numbers.number_grammar import NumberKind

ROLES = (Role.HOME, Role.LICENCE, Role.ABOUT)


def judge(site: Site, params: Params) -> Answer:
    """Telecom licences are left out: whether one is needed is asked elsewhere, and never failed."""
    views, _ = searched_views(site, ROLES)
    wanted: dict[str, frozenset[NumberKind]] = {"business_licence": BUSINESS, "icp": ICP}
    wanted |= {name: sector.kinds for name, sector in SECTORS.items() if site.platform.profile.get(name)}
    stocks = {name: sort_licences(site, views, kinds) for name, kinds in wanted.items()}
    linked = next(
        (link for view in views for link in licences.read_licences(view).links if link.link.kind in BUSINESS_LINKS),
        None,
    )
    places = {name: stock.own[0].place for name, stock in stocks.items() if stock.own}
    if linked is not None and not stocks["business_licence"].doubtful:
        places.setdefault("business_licence", linked.place)
    missing = [name for name in wanted if name not in places]
    quotes = list_words(place.quote for place in places.values())
    values: dict[str, Value] = {"shown": tuple(places), "missing": tuple(missing)}
    if not missing:
        evidence = tuple(place.evidence for place in places.values())
        return yes(
            f"应有的证照种类均已公示：{quotes.zh}",
            f"every kind of licence needed is shown: {quotes.en}",
            *evidence,
            fraction=1.0,
            values=values,
        )
    doubtful = next((stocks[name].doubtful[0] for name in missing if stocks[name].doubtful), None)
    if doubtful is not None:
        return answer_hidden(site, ROLES, public=True) or ask_doubtful(
            doubtful, Text("证照号码", "a licence number"), params
        )
    lacking = join_texts(name_kind(name) for name in missing)
    return not_found(
        site,
        ROLES,
        f"未见证照种类：{lacking.zh}" + (f"；已见：{quotes.zh}" if places else ""),
        f"kinds of licences not found: {lacking.en}" + (f"; seen: {quotes.en}" if places else ""),
        fraction=len(places) / len(wanted),
        values=values,
        where=AnswerPlace.LICENCES,
    )


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge, limits=ASKED_LIMITS
)
