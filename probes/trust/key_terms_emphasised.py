"""Are the most important terms (fees, liability, disputes) emphasised in the agreement?"""

from __future__ import annotations

from collections import Counter

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.rules.policy import pattern, split_sentences
from probes.pages.rules.rulebook import DocumentKind, list_documents, list_documents_of
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text

ROLES = (Role.AGREEMENT, Role.RULES)
MARKS = ("strong", "b", "u", "em", "mark", "ins")
ASK = Text(
    "协议中的收费、责任限制、争议解决等条款是否以加粗、下划线等方式提示？",
    "Are fees, limits of liability and dispute terms emphasised in the agreement?",
)


def judge(site: Site, params: Params) -> Answer:
    documents = list_documents_of(list_documents(site, ROLES), DocumentKind.AGREEMENT, DocumentKind.RULES)
    found = [(document.view, element) for document in documents for element in _emphasised(document.view, params)]
    if not found:
        return not_found(
            site, ROLES, "未见加粗、变色等方式突出的重要条款", "no key terms are emphasised", fraction=0.0, question=ASK
        )
    _, element = found[0]
    quote = element.own[:80]
    fraction = min(1.0, len(found) / params.limit("terms"))
    answer = yes(
        f"{len(found)} 处重要条款以加粗、下划线或颜色突出，如「{quote}」",
        f"{count_in_words(len(found), 'key term')} emphasised, e.g. “{quote}”",
        *(evidence_on_page(view, element, element.own[:160]) for view, element in found[:3]),
        fraction=fraction,
        values={"terms": len(found)},
    )
    return answer if fraction == 1.0 else answer_hidden(site, ROLES) or in_part(answer)


def _emphasised(view: View, params: Params) -> list[Element]:
    """Sentences or phrases on important matters that are drawn unlike the body text; headings do not count."""
    weighty, bold = pattern(params.words["terms"]), params.limit("weight")
    body = Counter[tuple[str, int]]()
    for piece in view.elements:
        if piece.seen and not piece.heading and not piece.href:
            body[(piece.colour, 600 if piece.weight >= bold else 400)] += len(piece.own)
    if not body:
        return []
    (colour, weight), _ = body.most_common(1)[0]
    found = []
    for element in view.elements:
        if not element.seen or element.heading or element.href or element.clickable or not element.own:
            continue
        marked = (element.weight >= bold and weight < bold) or element.tag in MARKS
        if not marked and element.colour == colour:  # the usual case
            continue
        words = " ".join(element.own.split())
        told = len(words) >= params.limit("phrase") and weighty.search(fold_text(words)) and split_sentences(words)
        if told and (marked or _vivid(element.colour, colour, params)):
            found.append(element)
    return found


def _vivid(colour: str, usual: str, params: Params) -> bool:
    """Whether it is another colour and no mere grey: grey notes stand out less than the body text, not more."""
    if not colour or colour == usual or len(colour) != 7:
        return False
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts) >= params.limit("vivid")


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("terms",),
    limits=("weight", "phrase", "vivid", "terms"),
)
