"""Is a hotline printed as text, with the hours in which it is answered?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading import hours, phones
from probes.reading.hours import ServiceHours
from probes.reading.phones import OnPage
from probes.reading.policy import pattern
from probes.reading.service_pages import READS, nowhere, pages, unseen
from probes.text.ranking import clip

FULL = 2  # worth of a number that is text and has hours


def judge(site: Site, params: Params) -> Answer:
    found = [(view, each) for view in pages(site) for each in phones.on_page(view) if each.own]
    if not found:
        return nowhere(
            site,
            "未见自有客服热线（招商、商务、12315 等号码不计）",
            "no hotline of its own (numbers for merchants, partners and authorities aside)",
        )
    view, number = max(found, key=lambda each: _worth(*each))
    worth = _worth(view, number)
    opened = _hours(view, number, params)
    line = clip(opened[0].line, 60) if opened else ""
    zh = f"客服热线 {number.phone.raw}" + ("" if number.element is None else "（非页面文字）")
    en = f"hotline {number.phone.raw}" + ("" if number.element is None else " (not as text)")
    answer = yes(
        f"{zh}，服务时间「{line}」" if opened else f"{zh}，未见服务时间",
        f"{en}, hours “{line}”" if opened else f"{en}, without hours",
        shown(view, number.element, number.quote),
        *(shown(view, quote=each.line) for each in opened),
        fraction=params.limit(("picture", "part", "full")[worth]),
        values={"number": number.phone.normalised, "hours": opened[0].hours.raw if opened else None},
    )
    return answer if worth == FULL else unseen(site) or in_part(answer)


def _hours(view: View, number: OnPage, params: Params) -> tuple[ServiceHours, ...]:
    """The hours that are the hotline's: beside its number, else where a telephone is named, before those of other channels."""
    spoken, others = pattern(params.words["telephone"]), pattern(params.words["not_telephone"])

    def order(each: ServiceHours) -> tuple[bool, bool, bool]:
        other = others.search(each.line) is not None
        return other, number.phone.raw not in each.line, spoken.search(each.line) is None

    return tuple(sorted(hours.of_service(view.text), key=order)[:1])


def _worth(view: View, number: OnPage) -> int:
    """2 = text with hours on the same page, 1 = one of them, 0 = neither."""
    return int(number.element is None) + bool(hours.of_service(view.text))


PROBE = Probe(reads=READS, judge=judge)
