"""Can buyers review what they bought: on product pages, or by a rule that says how?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers import statements
from probes.finding import Answer, Text, evidence_on_page, in_part, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.products.reviews import PRESSED, read_all_reviews
from probes.pages.rules.rulebook import EVALUATION
from probes.pages.service.label_words import find_labelled
from probes.probe import Need, Params, Probe
from probes.schema.part_words import DOUBT
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

ROLES = (Role.PRODUCT, *EVALUATION)
ACCOUNT = (Role.OTHER, Role.MEMBER, Role.HOME)  # pages on which entries of a visitor's account stand


def judge(site: Site, params: Params) -> Answer:
    every = read_all_reviews(site)
    having = [reviews for reviews in every if reviews.some]
    placed = [
        reviews for reviews in every if reviews.label is not None or reviews.opened or reviews.login or reviews.empty
    ]
    most = params.limit("share") * len(every)
    if having and len(having) >= most:
        first = having[0]
        shows = first.texts[0] if first.texts else first.counted or first.score
        words = " ".join(shows.words.split())[:40] if shows else "评价"
        answer = yes(
            f"{len(every)} 个商品页中 {len(having)} 个有评价，如「{words}」",
            f"reviews on {len(having)} of {count_in_words(len(every), 'page of goods', 'pages of goods')}, e.g. “{words}”",
            evidence_on_page(first.view, shows, words),
            fraction=1.0,
        )
        return answer_hidden(site, (Role.PRODUCT,)) or in_part(answer)
    views, _ = searched_views(site, EVALUATION)
    found, _denied = statements.find_stated(views, params, ("rule",))
    # Reviews may be behind a tab: what was not seen is not called missing.
    seen_zh, seen_en = (
        f"；{len(every)} 个商品页中 {len(placed)} 个有评价区，{len(having)} 个见到评价",
        f"; of {count_in_words(len(every), 'page')} {len(placed)} have a place for them, {len(having)} show some",
    )
    if found:
        view, sentence = found["rule"]
        quote = clip_quote(sentence.raw, 100)
        return yes(
            f"规则写明买家可以评价：「{quote}」{seen_zh if every else ''}",
            f"a rule says that buyers can review: “{quote}”{seen_en if every else ''}",
            evidence_on_page(view, quote=clip_quote(sentence.raw, 160)),
            fraction=1.0,
            values={"found": "rule", "places": len(placed)},
        )
    if placed:
        first = placed[0]
        words = " ".join(first.label.words.split())[:40] if first.label else first.login or first.empty or "评价"
        answer = yes(
            f"{len(every)} 个商品页中 {len(placed)} 个有评价区，如「{words}」{seen_zh}",
            f"a place for reviews on {len(placed)} of {count_in_words(len(every), 'page of goods', 'pages of goods')}, e.g. “{words}”{seen_en}",
            evidence_on_page(first.view, first.label, words),
            fraction=1.0 if len(placed) >= most else len(placed) / len(every),
        )
        return answer_hidden(site, (Role.PRODUCT,) if answer.fraction == 1.0 else ROLES) or in_part(answer)
    accounts, blind = searched_views(site, ACCOUNT, public=True)
    entry = next(
        ((view, one) for view in accounts if (one := find_labelled(view.elements, params.words["entry"]))), None
    )
    if entry is not None:
        return _ask_of_entry(*entry)
    if blind is not None:
        return not_seen(blind.reason, *absence.gap_words(blind))
    return statements.doubt_statement(views, params, params.subject) or not_found(
        site,
        ROLES,
        "商品页未见评价，规则也未写明买家如何评价",
        "no reviews on goods, and no rule by which buyers review",
        fraction=0.0,
    )


def _ask_of_entry(view: View, control: Element) -> Answer:
    """UNSURE: beside a visitor's orders stands an entry to review them (待评价), which opens after a log-in."""
    label = " ".join((control.text or control.own or control.name).split())
    return unsure(
        f"商品页未见评价，规则也未写明买家如何评价；但账户的入口中有「{label}」",
        f"no reviews on goods, and no rule by which buyers review; yet among the entries of an account is “{label}”",
        evidence_on_page(view, control),
        guess=1.0,
        question=Text(
            f"登录后能否由「{label}」评价所购商品？", f"Can a buyer who logs in review what was bought by “{label}”?"
        ),
    )


PROBE = Probe(
    reads=(
        *(Need(role, required=False) for role in (*ROLES, Role.MEMBER, Role.HOME)),
        Need(Role.PRODUCT, PRESSED, required=False),
    ),
    judge=judge,
    words=("rule", "rule_never", "entry"),
    may_words=DOUBT,
    texts=("subject",),
    limits=("share",),
)
