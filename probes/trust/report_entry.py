"""Can unlawful information be reported from product pages, or from everywhere by an entry on the home page?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import (
    PlacedComplaintEntry,
    answer_no_entry,
    answer_unseen_entries,
    place_complaint_entries,
)
from probes.answers.statements import ask_whether_stated
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.pages.layout.prominence import Prominence, name_level
from probes.pages.main.main_text import main_text
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import find_statement
from probes.pages.service.complaint_links import ComplaintEntry, ComplaintKind, complaint_entries
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers import authorities
from probes.text.ranking import clip_quote

SUBJECT = Text("举报违法和不良信息的入口", "an entry to report unlawful information")
_TELLING = (Role.HELP, Role.RULES, Role.SERVICE)
KINDS = (ComplaintKind.CONTENT, ComplaintKind.CONSUMER)


def judge(site: Site, params: Params) -> Answer:
    at_home = next(
        (
            entry
            for entry in place_complaint_entries(site, KINDS)
            if entry.level >= Prominence.P2 and _reports(entry.entry, params)
        ),
        None,
    )
    if at_home is not None:
        return _at_home(at_home)
    products = site.all(Role.PRODUCT)
    having = [view for view in products if any(_serves(entry, params) for entry in complaint_entries(view))]
    share = len(having) / len(products) if products else 0.0
    unseen = answer_unseen_entries(site) or answer_hidden(site, (Role.PRODUCT,))
    if having:
        earned = min(1.0, share / params.limit("share"))
        blind = answer_hidden(site, (Role.PRODUCT,)) if earned == 1.0 else unseen
        return blind or _on_products(having, products, earned)
    weak = next(iter(place_complaint_entries(site, (ComplaintKind.CONSUMER,))), None)
    if weak is not None:
        words = weak.entry.element.words.strip()[:40]
        return unseen or unsure(
            f"未见举报入口，仅有投诉入口「{words}」",
            f"no entry to report, only one to complain: “{words}”",
            evidence_on_page(weak.view, weak.entry.element),
            guess=params.limit("complaint_share"),
            question=Text(
                "该投诉入口是否受理违法和不良信息举报？", "Does this entry take reports of unlawful information?"
            ),
        )
    return (
        unseen
        or _told(site, params)
        or answer_no_entry(
            site, "未见违法和不良信息的举报入口", "no entry to report unlawful information", of_buyers=False
        )
    )


def _told(site: Site, params: Params) -> Answer | None:
    """UNSURE where a page for complaints, whatever its entry is called, tells of reports in a line of its own, or another what to press."""
    for view in site.all(Role.COMPLAINT):
        for line in main_text(view).split("\n"):
            if any(word in line for word in params.words["report"]) and not authorities.gives_number(fold_text(line)):
                said = clip_quote(line.strip(), 100)
                return unsure(
                    f"未见写明举报的入口；但投诉页写有：「{said}」",
                    f"no entry to report is named so; yet the page for complaints says: “{said}”",
                    evidence_on_page(view, quote=said),
                    guess=params.limit("complaint_share"),
                    question=Text(
                        "投诉页是否受理违法和不良信息举报？",
                        "Does the page for complaints take reports of unlawful information?",
                    ),
                )
    for view in (view for role in _TELLING for view in site.all(role)):
        told = find_statement(read_passages(view.text), params.words["pressed"], affirmed=True)
        if told is not None:
            return ask_whether_stated(view, told.raw, SUBJECT)
    return None


def _serves(entry: ComplaintEntry, params: Params) -> bool:
    """Whether it is such an entry, and of the shop: a badge that names an authority's report centre is not."""
    return entry.kind in KINDS and _reports(entry, params)


def _reports(entry: ComplaintEntry, params: Params) -> bool:
    """Whether it is the platform's own entry for reports; a combined 投诉举报 counts, a phone number printed for the regulator does not."""
    if entry.kind is ComplaintKind.CONTENT:
        return not any(number in entry.element.words for number in params.words["regulators"])
    return any(word in entry.word for word in params.words["report"])


def _at_home(found: PlacedComplaintEntry) -> Answer:
    words = found.entry.element.words.strip()[:40] or found.entry.word
    stands = name_level(found.level)
    return yes(
        f"首页有举报入口「{words}」（{stands.zh}）",
        f"entry to report on the home page: “{words}” ({stands.en})",
        evidence_on_page(found.view, found.entry.element),
    )


def _on_products(having: list[View], products: tuple[View, ...], earned: float) -> Answer:
    return yes(
        f"{len(products)} 个商品页中 {len(having)} 个有举报入口",
        f"an entry to report on {len(having)} of {count_in_words(len(products), 'product page')}",
        *(evidence_on_page(view) for view in having[:3]),
        fraction=earned,
        values={"pages": len(products), "having": len(having)},
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT, required=False),
        *(Need(role, required=False) for role in (Role.COMPLAINT, *_TELLING)),
    ),
    judge=judge,
    words=("report", "regulators", "pressed"),
    limits=("share", "complaint_share"),
)
