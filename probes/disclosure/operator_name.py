"""Is one operator named throughout licence page, agreement, policy and footer?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, shown, unsure, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading.business_licence import companies
from probes.reading.normalise import plain
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.LICENCE, Role.AGREEMENT, Role.PRIVACY, Role.ABOUT)
QUESTION = Text("这些名称是否为同一经营者？", "Are these names one operator?")


def judge(site: Site, params: Params) -> Answer:
    """YES where every page that names companies names one and the same among them."""
    views, _ = searched(site, ROLES)
    named = [(view, names) for view in views if (names := _names(view))]
    blind = hidden(site, ROLES, public=True)  # a page more could name another
    if blind is not None:
        return blind
    if not named:
        return not_found(
            site, ROLES, "各处均未见经营者名称", "no operator is named anywhere", fraction=0.0, where=Where.LICENCES
        )
    common = [name for key, name in named[0][1].items() if all(key in names for _, names in named)]
    evidence = tuple(shown(view, quote=next(iter(names.values()))) for view, names in named[:5])
    values: dict[str, Value] = {
        "pages": tuple(view.role.value for view, _ in named),
        "names": tuple(next(iter(names.values())) for _, names in named),
    }
    if common and len(named) >= params.limit("least_pages"):
        return yes(
            f"{len(named)} 个页面均载明「{common[0]}」",
            f"{len(named)} pages name “{common[0]}”",
            *evidence,
            fraction=1.0,
            values=values,
        )
    listed = "；".join(f"{view.role}：{next(iter(names.values()))}" for view, names in named[:5])
    return unsure(
        f"经营者名称不足以判定一致：{listed}",
        f"one operator cannot be told from these names: {listed}",
        *evidence,
        guess=1.0 if common else 0.0,
        question=QUESTION,
        values=values,
    )


def _names(view: View) -> dict[str, str]:
    """Companies named on a view: comparable form → as written."""
    return {plain(name).replace(" ", ""): name for name in companies(view)}


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge)
