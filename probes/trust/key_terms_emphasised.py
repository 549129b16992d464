"""Are the terms that weigh most (fees, liability, disputes) emphasised in the agreement?"""

from __future__ import annotations

from collections import Counter

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.policy import fold, pattern, sentences
from probes.reading.rulebook import Kind, inventory, of_kind
from probes.reading.several import hidden, not_found

ROLES = (Role.AGREEMENT, Role.RULES)
MARKS = ("strong", "b", "u", "em", "mark", "ins")
ASK = Text(
    "协议中的收费、责任限制、争议解决等条款是否以加粗、下划线等方式提示？",
    "Are fees, limits of liability and dispute terms emphasised in the agreement?",
)


def judge(site: Site, params: Params) -> Answer:
    documents = of_kind(inventory(site, ROLES), Kind.AGREEMENT, Kind.RULES)
    found = [(each.view, element) for each in documents for element in _emphasised(each.view, params)]
    if not found:
        return not_found(
            site, ROLES, "未见加粗、变色等方式突出的重要条款", "no key terms are emphasised", fraction=0.0, question=ASK
        )
    _, element = found[0]
    quote = element.own[:80]
    fraction = min(1.0, len(found) / params.limit("terms"))
    answer = yes(
        f"{len(found)} 处重要条款以加粗、下划线或颜色突出，如「{quote}」",
        f"{len(found)} key terms are emphasised, e.g. “{quote}”",
        *(shown(view, each, each.own[:160]) for view, each in found[:3]),
        fraction=fraction,
        values={"terms": len(found)},
    )
    return answer if fraction == 1.0 else hidden(site, ROLES) or in_part(answer)


def _emphasised(view: View, params: Params) -> list[Element]:
    """Sentences or phrases about weighty things that are drawn unlike the body of the text; headings do not count."""
    weighty, bold = pattern(params.words["terms"]), params.limit("weight")
    body = Counter[tuple[str, int]]()
    for each in view.elements:
        if each.seen and not each.heading and not each.href:
            body[(each.colour, 600 if each.weight >= bold else 400)] += len(each.own)
    if not body:
        return []
    (colour, weight), _ = body.most_common(1)[0]
    found = []
    for each in view.elements:
        if not each.seen or each.heading or each.href or each.clickable or not each.own:
            continue
        marked = (each.weight >= bold and weight < bold) or each.tag in MARKS
        if not marked and each.colour == colour:  # mostly
            continue
        words = " ".join(each.own.split())
        told = len(words) >= params.limit("phrase") and weighty.search(fold(words)) and sentences(words)
        if told and (marked or _vivid(each.colour, colour, params)):
            found.append(each)
    return found


def _vivid(colour: str, usual: str, params: Params) -> bool:
    """Another colour and no mere grey: notes in grey are less than the body of the text, not more."""
    if not colour or colour == usual or len(colour) != 7:
        return False
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts) >= params.limit("vivid")


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
