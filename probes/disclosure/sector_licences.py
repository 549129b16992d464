"""Are the licences of the sectors shown in which the shop sells (food, drugs, devices, publications, audiovisual, live)?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, not_applicable, shown, unsure, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.licence_answers import asked, sort
from probes.reading.licences import SECTORS
from probes.reading.normalise import plain
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.LICENCE, Role.ABOUT)


def judge(site: Site, params: Params) -> Answer:
    """What the profile states decides; of what it leaves open, the home page's words can only raise a question."""
    flags = {name: site.platform.profile.get(name) for name in SECTORS}
    views, _ = searched(site, ROLES)
    home = site.all(Role.HOME)[0]
    said = plain(home.text)
    needed, doubted, found = [], [], {}
    for name, sector in SECTORS.items():
        stock = sort(site, views, sector.kinds)
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
    quotes = "、".join(each.place.quote for each in found.values())
    evidence = tuple(each.place.evidence for each in found.values())
    if needed:
        names = "、".join(name for name, _ in needed)
        doubtful = next((stock.doubtful[0] for _, stock in needed if stock.doubtful), None)
        if doubtful is not None:
            return hidden(site, ROLES, public=True) or asked(doubtful, Text("行业许可号", "a sector licence"), params)
        more = next((stock.absence for _, stock in needed if stock.absence.zh), Text("", ""))
        seen_zh, seen_en = (f"；已见：{quotes}", f"; seen: {quotes}") if quotes else ("", "")
        return not_found(
            site,
            ROLES,
            f"平台声明经营的类目未见行业许可号：{names}{more.zh}{seen_zh}",
            f"no licence number for sectors the platform says it sells in: {names}{more.en}{seen_en}",
            fraction=len(found) / known,
            where=Where.LICENCES,
        )
    if doubted:
        name, hint, stock = doubted[0]
        if stock.doubtful:
            return hidden(site, ROLES, public=True) or asked(
                stock.doubtful[0], Text("行业许可号", "a sector licence"), params
            )
        return hidden(site, ROLES, public=True) or unsure(
            f"首页出现「{hint}」，未见相应行业许可号",
            f"the home page speaks of “{hint}”, but no licence of that sector ({name}) was seen",
            shown(home, quote=hint),
            *evidence,
            question=Text(
                f"该平台是否自营或撮合销售「{hint}」类商品，是否持有相应许可？",
                f"Are such goods ({name}) sold here, and is the licence held?",
            ),
        )
    if found:
        # A page that was hidden might show a licence of one sector more: nothing is earned by that.
        return yes(f"行业许可号：{quotes}", f"sector licences: {quotes}", *evidence, values={"sectors": tuple(found)})
    return hidden(site, ROLES, public=True) or _none(site, flags)


def _none(site: Site, flags: dict[str, bool | None]) -> Answer:
    home = site.all(Role.HOME)[0]
    if all(flag is False for flag in flags.values()):
        return not_applicable("平台声明不涉及需行业许可的类目", "the platform states that it sells in no such sector")
    lacking = absence.lacks(home)
    zh, en = "首页未见需行业许可的类目", "the home page names no goods that need a sector licence"
    if lacking:
        return absence.absent((home,), zh, en) if lacking != ("images",) else unsure(zh, en, shown(home))
    return not_applicable(zh, en, shown(home))


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES[1:])), judge=judge)
