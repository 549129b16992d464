"""How prominent is a consumer's entry to complain?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import MENUS, Role
from probes.answers.complaints.complaint_items import (
    ENTRY_ROLES,
    PlacedComplaintEntry,
    answer_no_entry,
    answer_unseen_entries,
    place_complaint_entries,
)
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.layout.forms import written_fields
from probes.pages.layout.prominence import LEVEL_LIMITS, Prominence, name_level
from probes.pages.main.linked import linked_view
from probes.pages.main.listed import list_words
from probes.pages.main.main_text import main_text
from probes.pages.service.channels import own_addresses
from probes.pages.service.complaint_links import ComplaintKind
from probes.probe import Need, Params, Probe
from probes.text.numbers import phones


def judge(site: Site, params: Params) -> Answer:
    every = place_complaint_entries(site, ComplaintKind)
    found = [entry for entry in every if entry.entry.kind is ComplaintKind.CONSUMER]
    if not found:
        return _without(site, params, every)
    sure = [entry for entry in found if not _is_doubtful(site, entry)]
    doubtful = next((entry for entry in found if entry not in sure), None)
    if doubtful is not None and _worth(doubtful, params) > max(
        (_worth(entry, params) for entry in sure[:1]), default=-1.0
    ):
        return _ask(doubtful, params)
    best = sure[0]
    words = best.entry.said
    stands = name_level(best.level)
    answer = yes(
        f"消费者投诉入口「{words[:40]}」，醒目程度 {stands.zh}",
        f"the entry “{words[:40]}”, prominence {stands.en}",
        evidence_on_page(best.view, best.entry.element, words[:160]),
        fraction=_worth(best, params),
        values={"level": best.level.name, "word": best.entry.word, "entries": len(found)},
    )
    return answer if best.level >= Prominence.P2 else answer_unseen_entries(site) or in_part(answer)


def _worth(placed: PlacedComplaintEntry, params: Params) -> float:
    """The share of the points that an entry so prominent earns."""
    return params.limit(placed.level.name.lower())


def _is_doubtful(site: Site, placed: PlacedComplaintEntry) -> bool:
    """Whether it shows nobody that it is an entry: an icon without a word, or a question that leads to no way to complain."""
    return not placed.entry.worded or (placed.entry.asks and not _takes_complaints(site, placed.entry.element.href))


def _takes_complaints(site: Site, href: str) -> bool:
    """Whether the page behind was opened and has, in its own text, a number, an address or a form to complain by."""
    page = linked_view(site, href)
    if not isinstance(page, View):
        return False
    said = main_text(page)
    numbers = (phone for phone in phones.find_phones(said) if phone.kind is not phones.PhoneKind.REGULATOR)
    return any(numbers) or any(own_addresses(said)) or bool(written_fields(page))


def _ask(placed: PlacedComplaintEntry, params: Params) -> Answer:
    stands, said = name_level(placed.level), placed.entry.said[:40]
    if placed.entry.worded:
        zh, en = (
            f"「{said}」像是投诉入口，未见所指页面受理投诉",
            f"“{said}” may be an entry to complain; no way to complain was seen behind it",
        )
        question = Text(
            f"「{said}」所指页面是否受理消费者投诉？", f"Are consumers' complaints taken on the page behind “{said}”?"
        )
    else:
        zh, en = (
            "有一个没有文字的图标，按其名称像是投诉入口",
            "a sign without a word looks like an entry to complain by its name",
        )
        question = Text(
            "所框的图标是否为消费者投诉入口？", "Is the sign in the box an entry for consumers' complaints?"
        )
    return unsure(
        f"{zh}，醒目程度 {stands.zh}",
        f"{en}, prominence {stands.en}",
        evidence_on_page(placed.view, placed.entry.element),
        guess=_worth(placed, params),
        question=question,
        values={"level": placed.level.name},
    )


def _without(site: Site, params: Params, every: tuple[PlacedComplaintEntry, ...]) -> Answer:
    """The answer without an entry of that name: a general feedback entry may serve, entries for other purposes do not."""
    weak = [entry for entry in every if entry.entry.kind is ComplaintKind.FEEDBACK]
    if weak:
        element = weak[0].entry.element
        return answer_unseen_entries(site) or unsure(
            f"未见投诉入口，仅有「{element.words[:40]}」",
            f"no entry to complain, only “{element.words[:40]}”",
            evidence_on_page(weak[0].view, element),
            guess=params.limit(weak[0].level.name.lower()) * params.limit("feedback_share"),
            question=Text("该反馈入口是否受理消费者投诉？", "Does this feedback entry take consumers' complaints?"),
        )
    others = list_words((entry.entry.word for entry in every), 4)
    return answer_no_entry(
        site,
        "未见消费者投诉入口" + (f"（仅见其他用途：{others.zh}）" if every else ""),
        "no entry for consumers' complaints" + (f" (only for other purposes: {others.en})" if every else ""),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, MENUS, required=False),
        *(Need(role, required=False) for role in ENTRY_ROLES),
    ),
    judge=judge,
    limits=(*LEVEL_LIMITS, "feedback_share"),
)
