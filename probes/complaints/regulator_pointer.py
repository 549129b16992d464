"""Is a consumer pointed to 12315 or 12345 as well?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import with_planned
from probes.answers.statements import ask_whether_stated
from probes.finding import Answer, Text, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import find_statement, pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.quotes import quote_around

SUBJECT = Text("12315、12345 等外部投诉渠道", "an outside channel such as 12315 or 12345")
_BEFORE = 8  # characters before a number that say what it counts
_COUNTING = re.compile(r"\W*12345\W*")
ROLES = (Role.HOME, Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    roles = with_planned(site, ROLES, Role.AFTER_SALES)
    views, _ = searched_views(site, roles)
    words = params.words["pointers"]
    numbers = "|".join(rf"(?<![0-9]){word}(?![0-9]|-[0-9])" for word in words if word.isdigit())
    shape = re.compile(f"{numbers}|{pattern(tuple(word for word in words if not word.isdigit())).pattern}")
    amiss, told = pattern(params.words["no_pointer"]), pattern(params.words["told"])
    for view in views:
        for element in view.elements:
            if not element.seen:
                continue
            said = " ".join(
                (element.own, element.name, element.pseudo, _without_counting(element.ocr, told), element.href)
            )
            if next(_pointing(said, shape, amiss), None):
                quote = element.words[:120] or element.href
                return yes(
                    f"指向外部渠道：「{quote}」",
                    f"an outside channel is shown: “{quote}”",
                    evidence_on_page(view, element, quote),
                )
        folded = plain_text(view.text)
        match = next(_pointing(folded, shape, amiss), None)
        if match:
            quote = quote_around(folded, match.start(), match.end(), 30)
            return yes(
                f"指向外部渠道：「{quote}」",
                f"an outside channel is shown: “{quote}”",
                evidence_on_page(view, quote=quote),
            )
    offices = params.words["offices"]
    for view in views:
        named = find_statement(read_passages(view.text), offices, affirmed=True)
        if named is not None:
            return ask_whether_stated(view, named.raw, SUBJECT)
    return not_found(site, roles, "未见 12315 或 12345 等外部投诉渠道", "no pointer to 12315 or 12345 was found")


def _without_counting(ocr: str, told: re.Pattern[str]) -> str:
    """What was read off a picture; without lines that only count (12345 under a carousel), unless it tells whose number that is."""
    if "12345" not in ocr or told.search(plain_text(ocr)):
        return ocr
    return "\n".join(line for line in ocr.split("\n") if _COUNTING.fullmatch(line) is None)


def _pointing(said: str, shape: re.Pattern[str], amiss: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches that are no number of a thing or a clerk (商品编号：12345), and no complaint that somebody else received."""
    return (
        match
        for match in shape.finditer(said)
        if not amiss.search(said[max(0, match.start() - _BEFORE) : match.start()])
    )


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in (*ROLES[1:], Role.AFTER_SALES))),
    judge=judge,
    words=("pointers", "no_pointer", "told", "offices"),
)
