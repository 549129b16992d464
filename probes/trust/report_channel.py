"""Is there a phone or address for reports of unlawful information, with a time in which they are handled?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import periods, phones, quotes
from probes.reading.periods import Bound
from probes.reading.policy import fold, pattern, sentences
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.COMPLAINT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.SERVICE)
_MAIL = re.compile(r"[\w.+-]+[@#][\w-]+(?:\.[\w-]+)+")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    contact = next(((view, line) for view in views if (line := _contact(view, params))), None)
    timed = next(((view, said) for view in views if (said := _time(view, params))), None)
    if contact is None and timed is None:
        return not_found(
            site,
            ROLES,
            "未见违法和不良信息的举报电话、邮箱或处理时限",
            "no phone, address or time for reports",
            fraction=0.0,
        )
    evidence: list[Evidence] = []
    zh, en = [], []
    if contact is not None:
        evidence.append(shown(contact[0], quote=contact[1][:160]))
        zh.append(f"举报联系方式：「{contact[1][:80]}」")
        en.append(f"contact for reports: “{contact[1][:80]}”")
    if timed is not None:
        evidence.append(shown(timed[0], quote=timed[1][:160]))
        zh.append(f"举报处理时限：「{timed[1][:80]}」")
        en.append(f"time for reports: “{timed[1][:80]}”")
    fraction = len(evidence) / 2
    answer = yes("；".join(zh), "; ".join(en), *evidence, fraction=fraction)
    return answer if fraction == 1.0 else hidden(site, ROLES) or in_part(answer)


def _contact(view: View, params: Params) -> str:
    """A line that names reports and prints the platform's own phone or address right behind the word."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    for line in view.text.split("\n"):
        said = fold(line)
        if not about.search(said) or len(said) > params.limit("line"):
            continue
        for start, raw in _contacts(line):
            label = fold(line[max(0, start - int(params.limit("label"))) : start])
            own = not any(number in raw for number in params.words["regulators"])
            if own and about.search(label) and not never.search(label):
                return quotes.around(line, start, start + len(raw), int(params.limit("label")))
    return ""


def _contacts(line: str) -> list[tuple[int, str]]:
    found = [(each.start, each.raw) for each in phones.find(line)]
    return sorted(found + [(each.start(), each.group()) for each in _MAIL.finditer(line)])


def _time(view: View, params: Params) -> str:
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    stage = pattern(params.words["stage"])
    for sentence in sentences(view.text):
        topical = about.search(sentence.text) or (about.search(sentence.heading) and "报" in sentence.text)
        stated = topical and stage.search(sentence.text) and not never.search(sentence.text)
        if stated and any(each.bound is not Bound.AT_LEAST for each in periods.find(sentence.text)):
            return sentence.raw
    return ""


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
