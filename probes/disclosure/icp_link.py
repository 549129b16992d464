"""Does the ICP number on the home page link to the filing system?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import sort_licences
from probes.finding import Answer, Text, unsure, yes
from probes.pages.absence.several import not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.operator import licences
from probes.pages.operator.licence_links import LinkKind
from probes.pages.operator.licences import ICP
from probes.pages.operator.pressed_numbers import find_pressed_number
from probes.probe import Need, Params, Probe

REGISTRIES = (LinkKind.ICP_REGISTRY, LinkKind.ICP_REGISTRY_LEGACY)


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HOME)
    found = sort_licences(site, views, ICP)
    links = [link for view in views for link in licences.read_licences(view).links if link.link.kind in REGISTRIES]
    links.sort(key=lambda link: not link.link.ok)
    if not (found.own or found.doubtful):
        more = found.absence
        return not_found(
            site,
            (Role.HOME,),
            f"首页未见ICP备案号，谈不上链接{more.zh}",
            f"no ICP number on the home page that could be linked{more.en}",
            fraction=0.0,
            where=AnswerPlace.LICENCES,
            worded=False,
            values=found.instead,
        )
    if not links and (pressed := find_pressed_number(site, found.own)) is not None:
        return unsure(
            f"ICP备案号「{pressed.place.quote}」可以点按，但没有网址，点开什么未观察",
            f"the ICP number “{pressed.place.quote}” can be pressed and has no address; what it opens was not seen",
            pressed.place.evidence,
            guess=0.0,
            question=Text("点按备案号是否打开备案系统？", "Does pressing the number open the filing system?"),
        )
    if not links:
        return not_found(
            site,
            (Role.HOME,),
            "ICP备案号未链接到备案系统",
            "the ICP number does not link to the filing system",
            fraction=0.0,
            where=AnswerPlace.LICENCES,
            worded=False,
        )
    best = links[0]
    where = best.place.element.href if best.place.element else ""
    if best.link.ok:
        return yes(
            f"链接到备案系统：{where}", f"it links to the filing system: {where}", best.place.evidence, fraction=1.0
        )
    return yes(
        f"链接指向已停用的旧地址：{where}",
        f"it links to a retired address: {where}",
        best.place.evidence,
        fraction=params.limit("retired"),
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("retired",))
