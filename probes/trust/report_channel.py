"""Is there a phone or address for reporting unlawful information, with a time limit for handling it?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint, told_lines
from probes.pages.rules.policy import pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text import quotes
from probes.text.normalise import fold_text
from probes.text.numbers import periods, phones
from probes.text.numbers.periods import PeriodBound

ROLES = (Role.HOME, Role.COMPLAINT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.SERVICE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}[@#][\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    contact = next(((view, line) for view in views if (line := _contact(view, params) or _listed(view, params))), None)
    # A time that is named for reports before one that is for unlawful things in a complaint.
    timed = next(
        ((view, said) for words in ("reports", "about") for view in views if (said := _time(view, params, words))), None
    )
    if contact is None and timed is None:
        return show_hint(views, params, params.subject) or not_found(
            site,
            ROLES,
            "未见违法和不良信息的举报电话、邮箱或处理时限",
            "no phone, address or time for reports",
            fraction=0.0,
        )
    evidence: list[Evidence] = []
    zh, en = [], []
    if contact is not None:
        evidence.append(evidence_on_page(contact[0], quote=contact[1][:160]))
        zh.append(f"举报联系方式：「{contact[1][:80]}」")
        en.append(f"contact for reports: “{contact[1][:80]}”")
    if timed is not None:
        evidence.append(evidence_on_page(timed[0], quote=timed[1][:160]))
        zh.append(f"举报处理时限：「{timed[1][:80]}」")
        en.append(f"time for reports: “{timed[1][:80]}”")
    fraction = len(evidence) / 2
    answer = yes("；".join(zh), "; ".join(en), *evidence, fraction=fraction)
    return answer if fraction == 1.0 else answer_hidden(site, ROLES) or in_part(answer)


def _contact(view: View, params: Params) -> str:
    """A line about reporting that prints the platform's own phone or address right after the word."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    for line in view.text.split("\n"):
        said = fold_text(line)
        if not about.search(said) or len(said) > params.limit("line"):
            continue
        for start, raw in _contacts(line):
            label = fold_text(line[max(0, start - int(params.limit("label"))) : start])
            if not _is_regulators(raw, params) and about.search(label) and not never.search(label):
                return quotes.quote_around(line, start, start + len(raw), int(params.limit("label")))
    return ""


def _listed(view: View, params: Params) -> str:
    """The same of a list: the number or address stands below a short line about reporting, and nothing says it is for more."""
    about, never, others = (pattern(params.words[name]) for name in ("about", "never", "others"))
    for line in told_lines(view):
        led = _is_led(line.above, about, params)
        if (
            not led
            or len(line.raw) > params.limit("item")
            or never.search(f"{line.above}\n{line.said}")
            or others.search(line.said)
        ):
            continue
        if any(not _is_regulators(raw, params) for _, raw in _contacts(line.raw)):
            return line.raw
    return ""


def _is_led(above: str, about: re.Pattern[str], params: Params) -> bool:
    """Whether a short line above is about reporting; not where the nearest one turns to complaints or service, as on a page of both."""
    heads = [raw for raw in above.split("\n") if len(raw) <= params.limit("label")]
    turned = bool(heads) and about.search(heads[-1]) is None and pattern(params.words["turns"]).search(heads[-1])
    return not turned and any(about.search(raw) for raw in heads)


def _is_regulators(raw: str, params: Params) -> bool:
    return any(number in raw for number in params.words["regulators"])


def _contacts(line: str) -> list[tuple[int, str]]:
    found = [(phone.start, phone.raw) for phone in phones.find_phones(line)]
    return sorted(
        found + [(match.start(), match.group()) for match in _MAIL.finditer(line) if "__" not in match.group()]
    )


def _time(view: View, params: Params, words: str) -> str:
    about, never = pattern(params.words[words]), pattern(params.words["never"])
    stage = pattern(params.words["stage"])
    for sentence in split_sentences(view.text):
        topical = about.search(sentence.text) or (about.search(sentence.heading) and "报" in sentence.text)
        stated = topical and stage.search(sentence.text) and not never.search(sentence.text)
        if stated and not _of_appeals(sentence.text, params) and _limits(sentence.text, params):
            return sentence.raw
    for line in told_lines(view):
        led = _is_led(line.above, about, params)
        told = (
            (led or about.search(line.said))
            and len(line.raw) <= params.limit("item")
            and stage.search(f"{line.said}\n{line.above}")
        )
        other = never.search(f"{line.above}\n{line.said}") or _of_appeals(line.said, params)
        if told and not other and _limits(fold_text(line.raw), params):
            return line.raw
    return ""


def _of_appeals(said: str, params: Params) -> bool:
    """Whether the time is that of who was punished and objects, and nobody reports anything."""
    appealed = pattern(params.words["appeals"]).search(said)
    return appealed is not None and not pattern(params.words["reports"]).search(said)


def _limits(said: str, params: Params) -> bool:
    """Whether folded words give a time at most, other than a buyer's or that of a penalty."""
    said = pattern(params.words["penalties"]).sub("", said)
    told = (period for period in periods.find_periods(said) if not periods.is_buyers(said, period))
    return any(period.bound is not PeriodBound.AT_LEAST for period in told)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("about", "stage", "never", "appeals", "reports", "penalties", "others", "turns", "regulators"),
    may_words=HINT,
    texts=("subject",),
    limits=("line", "label", "item"),
)
