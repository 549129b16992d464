"""Is one operator named throughout licence page, agreement, policy and footer?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, evidence_on_page, unsure, yes
from probes.pages.absence.absence import page_called
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.operator.whose import company_names
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text

ROLES = (Role.HOME, Role.LICENCE, Role.AGREEMENT, Role.PRIVACY, Role.ABOUT)
QUESTION = Text("这些名称是否为同一经营者？", "Are these names one operator?")


def judge(site: Site, params: Params) -> Answer:
    """YES where every page that names companies names one and the same among them."""
    views, _ = searched_views(site, ROLES)
    named = [(view, names) for view in views if (names := _names(view))]
    blind = answer_hidden(site, ROLES, public=True)  # a page more could name another
    if blind is not None:
        return blind
    if not named:
        return not_found(
            site,
            ROLES,
            "各处均未见经营者名称",
            "no operator is named anywhere",
            fraction=0.0,
            where=AnswerPlace.LICENCES,
        )
    common = [name for key, name in named[0][1].items() if all(key in names for _, names in named)]
    evidence = tuple(evidence_on_page(view, quote=next(iter(names.values()))) for view, names in named[:5])
    values: dict[str, Value] = {
        "pages": tuple(view.role.value for view, _ in named),
        "names": tuple(next(iter(names.values())) for _, names in named),
    }
    if common and len(named) >= params.limit("least_pages"):
        return yes(
            f"{len(named)} 个页面均载明「{common[0]}」",
            f"“{common[0]}” is named on {count_in_words(len(named), 'page')}",
            *evidence,
            fraction=1.0,
            values=values,
        )
    said_zh = "；".join(f"{page_called(view.role).zh}为「{next(iter(names.values()))}」" for view, names in named[:5])
    said_en = "; ".join(f"“{next(iter(names.values()))}” on {page_called(view.role).en}" for view, names in named[:5])
    return unsure(
        f"经营者名称不足以判定一致：{said_zh}",
        f"one operator cannot be told from these names: {said_en}",
        *evidence,
        guess=1.0 if common else 0.0,
        question=QUESTION,
        values=values,
    )


def _names(view: View) -> dict[str, str]:
    """Companies named on a view: comparable form → as written."""
    return {plain_text(name).replace(" ", ""): name for name in company_names(view)}


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge, limits=("least_pages",)
)
