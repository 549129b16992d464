"""Is the public-security filing number shown on the home page, with a link whose code is that number?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, unsure, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading import licences
from probes.reading.licence_answers import Sorted, asked, sort, worth
from probes.reading.licence_links import LinkKind
from probes.reading.licence_numbers import Kind
from probes.reading.licences import Word
from probes.reading.several import not_found

NAME = Text("公安备案号", "the public-security filing number")


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HOME)
    found = sort(site, views, (Kind.PSB,))
    links = [each for view in views for each in licences.read(view).links if each.link.kind is LinkKind.PSB_REGISTRY]
    if not found.own:
        if found.doubtful:
            return asked(found.doubtful[0], NAME, params)
        return _without(site, found)
    best = max(found.own, key=lambda each: worth(each.place, params))
    raw, share = best.place.quote, worth(best.place, params)
    numbers = {each.number.digits for each in found.own}
    coded = [each for each in links if each.link.code]
    agreeing = next((each for each in coded if each.link.code in numbers), None)
    values: dict[str, Value] = {
        "number": best.number.digits,
        "codes": tuple(sorted({each.link.code or "" for each in coded})),
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
    part = params.limit("badge") if links else params.limit("number")
    return yes(
        f"公安备案号「{raw}」，" + ("链接未带代码" if links else "未链接到公安备案系统"),
        f"{NAME.en} “{raw}”, " + ("its link carries no code" if links else "not linked to the register"),
        best.place.evidence,
        fraction=share * part,
        values=values,
    )


def _without(site: Site, found: Sorted) -> Answer:
    """Words for the filing or a link to it without a number earn nothing, but they are quoted."""
    more = found.absence
    spoken = [
        each.place for view in site.all(Role.HOME) for each in licences.read(view).entries if each.word is Word.POLICE
    ]
    said = f"，仅见「{spoken[0].quote[:40]}」" if spoken and not more.zh else ""
    words = f", only “{spoken[0].quote[:40]}”" if spoken and not more.en else ""
    return not_found(
        site,
        (Role.HOME,),
        f"首页未见公安备案号{more.zh}{said}",
        f"no public-security filing number on the home page{more.en}{words}",
        fraction=0.0,
        where=Where.LICENCES,
        worded=False,
        values=found.instead,
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
