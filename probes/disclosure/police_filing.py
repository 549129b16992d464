"""Is the public-security filing number shown on the home page, with a link whose code is that number?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import (
    ASKED_LIMITS,
    WORTH_LIMITS,
    SortedNumbers,
    ask_doubtful,
    place_worth,
    sort_licences,
)
from probes.finding import Answer, Text, Value, unsure, yes
from probes.pages.absence.several import not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.operator import licences
from probes.pages.operator.licence_links import LinkKind
from probes.pages.operator.licences import LicenceWord
from probes.pages.operator.pressed_numbers import find_pressed_number
from probes.probe import Need, Params, Probe
from probes.text.numbers.number_grammar import NumberKind

NAME = Text("公安备案号", "the public-security filing number")


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HOME)
    found = sort_licences(site, views, (NumberKind.PSB,))
    links = [
        link for view in views for link in licences.read_licences(view).links if link.link.kind is LinkKind.PSB_REGISTRY
    ]
    if not found.own:
        if found.doubtful:
            return ask_doubtful(found.doubtful[0], NAME, params)
        return _without(site, found)
    best = max(found.own, key=lambda number: place_worth(number.place, params))
    raw, share = best.place.quote, place_worth(best.place, params)
    numbers = {number.number.digits for number in found.own}
    coded = [link for link in links if link.link.code]
    agreeing = next((link for link in coded if link.link.code in numbers), None)
    values: dict[str, Value] = {
        "number": best.number.digits,
        "codes": tuple(sorted({link.link.code or "" for link in coded})),
    }
    if agreeing is not None:
        return yes(
            f"公安备案号「{raw}」，链接代码一致",
            f"{NAME.en} “{raw}”, and its link carries the same code",
            best.place.evidence,
            agreeing.place.evidence,
            fraction=share,
            values=values,
        )
    if coded:
        code = coded[0].link.code
        return unsure(
            f"公安备案号「{raw}」与链接代码 {code} 不一致",
            f"{NAME.en} “{raw}” differs from the code {code} of its link",
            best.place.evidence,
            coded[0].place.evidence,
            guess=share * params.limit("number"),
            question=Text("页面号码与链接代码哪个属于本平台？", "Which of the two is this platform's number?"),
            values=values,
        )
    if not links and (pressed := find_pressed_number(site, found.own)) is not None:
        return unsure(
            f"公安备案号「{raw}」可以点按，但没有网址，点开什么未观察",
            f"{NAME.en} “{raw}” can be pressed and has no address; what it opens was not seen",
            pressed.place.evidence,
            guess=share * params.limit("number"),
            question=Text(
                "点按公安备案号打开的是否为该号码的备案页？",
                "Does pressing it open the register's page of that number?",
            ),
            values=values,
        )
    part = params.limit("badge") if links else params.limit("number")
    return yes(
        f"公安备案号「{raw}」，" + ("链接未带代码" if links else "未链接到公安备案系统"),
        f"{NAME.en} “{raw}”, " + ("its link carries no code" if links else "not linked to the register"),
        best.place.evidence,
        fraction=share * part,
        values=values,
    )


def _without(site: Site, found: SortedNumbers) -> Answer:
    """The answer without a number: words for the filing, or a link to it, earn nothing but are quoted."""
    more = found.absence
    spoken = [
        entry.place
        for view in site.all(Role.HOME)
        for entry in licences.read_licences(view).entries
        if entry.word is LicenceWord.POLICE
    ]
    said = f"，仅见「{spoken[0].quote[:40]}」" if spoken and not more.zh else ""
    words = f", only “{spoken[0].quote[:40]}”" if spoken and not more.en else ""
    return not_found(
        site,
        (Role.HOME,),
        f"首页未见公安备案号{more.zh}{said}",
        f"no public-security filing number on the home page{more.en}{words}",
        fraction=0.0,
        where=AnswerPlace.LICENCES,
        worded=False,
        values=found.instead,
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=(*WORTH_LIMITS, *ASKED_LIMITS, "number", "badge"))
