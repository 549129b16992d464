"""Can a visitor ask the shop a question? One of the functions a shop must have."""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.families.function_entry import function_entry
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure
from probes.pages.service.service_entries import tells_no_more
from probes.probe import Params
from probes.text.numbers import phones

_ENTRIES = function_entry(Role.HOME, Role.PRODUCT, Role.HELP, target=Role.SERVICE)


def judge(site: Site, params: Params) -> Answer:
    """As other functions; but where a number that anybody may call is printed, a person says whether questions are answered there."""
    answer = _ENTRIES.judge(site, params)
    if answer.outcome is not Outcome.NO:
        return answer
    for view in (*site.all(Role.HOME), *site.all(Role.PRODUCT)):
        number = next(filter(tells_no_more, phones.find_page_phones(view)), None)
        if number is not None:
            return unsure(
                f"未见以咨询或客服为名的入口，但印有号码「{number.phone.raw}」",
                f"no entry is named for questions or customer service, but “{number.phone.raw}” is printed",
                evidence_on_page(view, number.element, number.quote),
                guess=0.0,
                question=Text("顾客能否打这个号码咨询？", "Can a buyer ask questions at this number?"),
            )
    return answer


PROBE = dataclasses.replace(_ENTRIES, judge=judge)
