"""Can buyers contact customer service from product pages?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.absence.several import answer_hidden
from probes.pages.absence.unread import AnswerPlace
from probes.pages.service.service_entries import OWN, PlacedServiceEntry, ServiceEntryKind, place_service_entries
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

KINDS = (*OWN, ServiceEntryKind.SELLER_CHAT, ServiceEntryKind.CONTACT)


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.PRODUCT)
    void = opened_nothing(site, Role.SERVICE)
    found, signs = _entries(views, void, worded=True), _entries(views, void, worded=False)
    either = found.keys() | signs.keys()
    if signs and len(found) / len(views) < min(params.limit("share"), len(either) / len(views)):
        return unsure(
            f"{len(views)} 个商品页中 {len(either)} 个有客服入口，其中 {len(either - found.keys())} 个只是没有写明的图标或链接",
            f"{len(either)} of {count_in_words(len(views), 'product page')} have an entry, "
            f"{len(either - found.keys())} of them only a sign that does not say so",
            *(evidence_on_page(sign.view, sign.entry.element) for sign in signs.values()),
            guess=1.0 if len(either) / len(views) >= params.limit("share") else len(either) / len(views),
            question=Text("所框处是否为客服入口？", "Are the signs in the boxes entries to customer service?"),
        )
    bare = tuple(view for view in views if view.id not in found)
    if not found:
        nowhere = opened_nothing(site, Role.SERVICE, proven=True)
        dead = next(iter(_entries(views, nowhere, worded=True).values()), None)
        if dead is not None:  # it may wait for a log-in, or for a chat of somebody whom we cannot reach
            said = dead.entry.words
            return unsure(
                f"商品页有「{said}」，但按下后没有出现可见内容",
                f"product pages have “{said}”, but pressing it brought up nothing that we could see",
                evidence_on_page(dead.view, dead.entry.element),
                guess=0.0,
                question=Text(f"「{said}」能否打开客服？", f"Does “{said}” open the customer service?"),
            )
        zh, en = "商品页未见客服入口", "no entry to customer service on product pages"
        return absence.answer_absent(views, zh, en, fraction=0.0, where=AnswerPlace.ENTRIES)
    share = len(found) / len(views)
    enough = share >= params.limit("share")
    first = next(iter(found.values()))
    answer = yes(
        f"{len(views)} 个商品页中 {len(found)} 个有客服入口，如「{first.entry.words}」",
        f"an entry on {len(found)} of {count_in_words(len(views), 'product page')}: “{first.entry.words}”",
        *(evidence_on_page(entry.view, entry.entry.element, entry.entry.words) for entry in found.values()),
        fraction=1.0 if enough else share,
        values={"share": round(share, 3), "pages": len(views)},
    )
    if not enough and any(absence.missing_of_view(view) for view in bare):
        return absence.answer_absent(bare, "部分商品页未见客服入口", "some product pages show no entry")
    return answer_hidden(site, (Role.PRODUCT,)) or in_part(answer)


def _entries(views: tuple[View, ...], void: frozenset[str], *, worded: bool) -> dict[str, PlacedServiceEntry]:
    """For each page, by its id, the most prominent entry that says what it is, or that only shows a sign.

    What opened nothing where it was pressed, as the entries of a theme's footer do, opens nothing here (``void``).
    """
    placed = (
        (view, [one for one in place_service_entries((view,), KINDS) if not says_one_of(one.entry.element, void)])
        for view in views
    )
    best = ((view, next((one for one in found if one.entry.worded is worded), None)) for view, found in placed)
    return {view.id: entry for view, entry in best if entry is not None}


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT)), judge=judge, limits=("share",))
