"""Are the licences shown for the sectors the shop sells in (food, drugs, devices, publications, audiovisual, live)?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import ASKED_LIMITS, ask_doubtful, sort_licences
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main.listed import join_texts, list_words
from probes.pages.operator.licences import SECTORS, name_kind
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text

ROLES = (Role.HOME, Role.LICENCE, Role.ABOUT)


def judge(site: Site, params: Params) -> Answer:
    """What the profile states decides; where it leaves a sector open, words on the home page can only raise a question."""
    flags = {name: site.platform.profile.get(name) for name in SECTORS}
    views, _ = searched_views(site, ROLES)
    home = site.all(Role.HOME)[0]
    said = plain_text(home.text)
    needed, doubted, found = [], [], {}
    for name, sector in SECTORS.items():
        stock = sort_licences(site, views, sector.kinds)
        hint = next((word for word in sector.hints if word in said), "")
        if flags[name] is False:
            continue
        if stock.own:
            found[name] = stock.own[0]
        elif flags[name]:
            needed.append((name, stock))
        elif hint:
            doubted.append((name, hint, stock))
    known = len(found) + len(needed)
    quotes = list_words(number.place.quote for number in found.values())
    evidence = tuple(number.place.evidence for number in found.values())
    if needed:
        names = join_texts(name_kind(name) for name, _ in needed)
        doubtful = next((stock.doubtful[0] for _, stock in needed if stock.doubtful), None)
        if doubtful is not None:
            return answer_hidden(site, ROLES, public=True) or ask_doubtful(
                doubtful, Text("行业许可号", "a sector licence"), params
            )
        more = next((stock.absence for _, stock in needed if stock.absence.zh), Text("", ""))
        seen_zh, seen_en = (f"；已见：{quotes.zh}", f"; seen: {quotes.en}") if found else ("", "")
        return not_found(
            site,
            ROLES,
            f"平台声明经营的类目未见行业许可号：{names.zh}{more.zh}{seen_zh}",
            f"no licence number for sectors the platform says it sells in: {names.en}{more.en}{seen_en}",
            fraction=len(found) / known,
            where=AnswerPlace.LICENCES,
        )
    if doubted:
        name, hint, stock = doubted[0]
        if stock.doubtful:
            return answer_hidden(site, ROLES, public=True) or ask_doubtful(
                stock.doubtful[0], Text("行业许可号", "a sector licence"), params
            )
        return answer_hidden(site, ROLES, public=True) or unsure(
            f"首页出现「{hint}」，未见相应行业许可号",
            f"the home page speaks of “{hint}”, but no licence of that sector ({name_kind(name).en}) was seen",
            evidence_on_page(home, quote=hint),
            *evidence,
            question=Text(
                f"该平台是否自营或撮合销售「{hint}」类商品，是否持有相应许可？",
                f"Are such goods ({name_kind(name).en}) sold here, and is the licence held?",
            ),
        )
    if found:
        # A hidden page might show the licence of one more sector, which earns nothing.
        return yes(
            f"行业许可号：{quotes.zh}", f"sector licences: {quotes.en}", *evidence, values={"sectors": tuple(found)}
        )
    return answer_hidden(site, ROLES, public=True) or _none(site, flags)


def _none(site: Site, flags: dict[str, bool | None]) -> Answer:
    home = site.all(Role.HOME)[0]
    if all(flag is False for flag in flags.values()):
        return not_applicable("平台声明不涉及需行业许可的类目", "the platform states that it sells in no such sector")
    lacking = absence.missing_of_view(home)
    zh, en = "首页未见需行业许可的类目", "the home page names no goods that need a sector licence"
    if lacking:
        return (
            absence.answer_absent((home,), zh, en) if lacking != ("images",) else unsure(zh, en, evidence_on_page(home))
        )
    return not_applicable(zh, en, evidence_on_page(home))


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge, limits=ASKED_LIMITS
)
