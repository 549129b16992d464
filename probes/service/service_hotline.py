"""Is a hotline printed as text, with the hours in which it is answered?"""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.site import Site, View
from probes.answers.complaints.served_hours import of_chat_alone
from probes.answers.complaints.service_pages import READS, answer_nowhere, answer_service_unseen, service_pages
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.lists.hints import show_hint
from probes.pages.rules.policy import pattern
from probes.pages.service.service_entries import may_be_called
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.text.normalise import fold_text
from probes.text.numbers import hours, phones
from probes.text.numbers.hours import ServiceHours
from probes.text.numbers.phones import PagePhone
from probes.text.ranking import clip_quote

_RUN = re.compile(r"[0-9][0-9 -]{8,15}")  # digits as long as a telephone number
FULL = 2  # worth of a number that is text and has hours


def judge(site: Site, params: Params) -> Answer:
    every = [(view, phone) for view in service_pages(site) for phone in phones.find_page_phones(view)]
    found = [(view, phone) for view, phone in every if phone.drawn and (phone.own or phone.offered)]
    if not found and (unshown := next((pair for pair in every if pair[1].for_buyers), None)) is not None:
        view, number = unshown
        return answer_service_unseen(site) or unsure(
            f"号码「{number.quote}」仅在图片的替代文字中，图片太小，显示不出来",
            f"the number “{number.quote}” stands in the hidden text of a picture alone, which is too small to show it",
            evidence_on_page(view, number.element, number.quote),
            guess=0.0,
            question=Text("页面上能否看到该客服电话？", "Can this number be seen on the page?"),
        )
    if not found:
        return _answer_none(site, every, params)
    view, number = max(found, key=lambda value: _worth(value[0], value[1], params))
    worth, where = _worth(view, number, params), view
    opened = _hours(view, number, params)
    if not opened and (elsewhere := _told_elsewhere(site, number, params)) is not None:
        where, opened, worth = elsewhere[0], (elsewhere[1],), int(_is_text(number)) + 1
    line = clip_quote(opened[0].line, 60) if opened else ""
    zh = f"客服热线「{number.phone.raw}」" + ("" if _is_text(number) else "（非页面文字）")
    en = f"hotline “{number.phone.raw}”" + ("" if _is_text(number) else " (not as text)")
    answer = yes(
        f"{zh}，服务时间「{line}」" if opened else f"{zh}，未见服务时间",
        f"{en}, hours “{line}”" if opened else f"{en}, without hours",
        evidence_on_page(view, number.element, number.quote),
        *(evidence_on_page(where, quote=opening.line) for opening in opened),
        fraction=params.limit(("picture", "part", "full")[worth]),
        values={"number": number.phone.normalised, "hours": opened[0].hours.raw if opened else None},
    )
    return answer if worth == FULL else answer_service_unseen(site) or in_part(answer)


def _find_unset_number(text: str) -> str:
    """The first number that a program ships where one is to be filled in (400-000-0000), as shown; "" where there is none."""
    runs = (run.group().strip(" -") for run in _RUN.finditer(fold_text(text)))
    return next((run for run in runs if phones.UNSET.search(run.replace(" ", "").replace("-", ""))), "")


def _ask_of_number(view: View, number: PagePhone, params: Params) -> Answer:
    """UNSURE with a number that anybody may call, printed below 联系我们 or beside 电话: nothing says that the service answers there."""
    opened = _hours(view, number, params)
    zh, en = (f"，旁有时间「{clip_quote(opened[0].line, 60)}」", " with hours beside it") if opened else ("", "")
    return unsure(
        f"未见写明为客服的热线，但印有联系电话「{number.phone.raw}」{zh}",
        f"no hotline is named for customer service, but the number “{number.phone.raw}” is printed{en}",
        evidence_on_page(view, number.element, number.quote),
        *(evidence_on_page(view, quote=opening.line) for opening in opened),
        guess=params.limit(("picture", "part", "full")[_worth(view, number, params)]),
        question=Text("该号码是否为客服热线？", "Is this number the hotline of customer service?"),
    )


def _answer_none(site: Site, every: list[tuple[View, PagePhone]], params: Params) -> Answer:
    """The answer where no page shows a number of the shop's own: one that a program ships to be filled in is none."""
    unset = next((number for view in service_pages(site) if (number := _find_unset_number(view.text))), "")
    hint = show_hint(service_pages(site), params, params.subject)
    if hint is not None and not any(_find_unset_number(shown.quote) for shown in hint.evidence):
        return hint
    called = next(((view, phone) for view, phone in every if may_be_called(phone)), None)
    if called is not None:
        return answer_service_unseen(site) or _ask_of_number(*called, params)
    if unset:
        return answer_nowhere(
            site,
            f"未见自有客服热线，仅见占位号码「{unset}」",
            f"no hotline of its own, only a number yet to be filled in: “{unset}”",
        )
    return answer_nowhere(
        site,
        "未见自有客服热线（招商、商务、12315 等号码不计）",
        "no hotline of its own (numbers for merchants, partners and authorities aside)",
    )


def _hours(view: View, number: PagePhone, params: Params) -> tuple[ServiceHours, ...]:
    """The hotline's hours: those beside its number, else those where a telephone is named, before those of other channels."""
    spoken, others = pattern(params.words["telephone"]), pattern(params.words["not_telephone"])
    lines = [line for line in map(str.strip, view.text.splitlines()) if line]
    below = {line for above, line in pairwise(lines) if number.phone.raw in above}  # the next cell of its row

    def order(opening: ServiceHours) -> tuple[bool, bool, bool]:
        line = fold_text(opening.line)
        apart = number.phone.raw not in opening.line and opening.line.strip() not in below
        return others.search(line) is not None, apart, spoken.search(line) is None

    told = [opening for opening in hours.find_service_hours(view.text) if not of_chat_alone(opening.line)]
    return tuple(sorted(told, key=order)[:1])


def _told_elsewhere(site: Site, number: PagePhone, params: Params) -> tuple[View, ServiceHours] | None:
    """The hours that another page of customer service gives for the telephone by that word or this very number, with the page; else None."""
    spoken, others = pattern(params.words["telephone"]), pattern(params.words["not_telephone"])
    for view in service_pages(site):
        for opening in hours.find_service_hours(view.text):
            line = fold_text(opening.line)
            named = spoken.search(line) is not None and others.search(line) is None
            beside = {phone.normalised for phone in phones.find_phones(opening.line)}
            if named and not of_chat_alone(opening.line) and beside <= {number.phone.normalised}:
                return view, opening
    return None


def _worth(view: View, number: PagePhone, params: Params) -> int:
    """2 for text with hours on the same page, 1 for one of the two, 0 for neither."""
    return int(_is_text(number)) + bool(_hours(view, number, params))


def _is_text(number: PagePhone) -> bool:
    """Whether the number stands in words, be it beside a picture of its label (客服热线:)."""
    return number.element is None or number.phone.raw in number.element.own


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=("telephone", "not_telephone"),
    may_words=HINT,
    limits=("full", "part", "picture"),
    texts=("subject",),
)
