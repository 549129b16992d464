"""Where a picture must be read to log in, is there a way for those who cannot see it?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, not_applicable, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import elder


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.LOGIN)
    assert view is not None
    puzzle = next((each for each in view.elements if each.seen and _is_puzzle(each, params)), None)
    if puzzle is None:
        return not_applicable("登录页未出现图形验证码", "the login page showed no picture captcha", shown(view))
    for each in view.elements:
        said = elder.plain(f"{each.text or each.own}{each.name}")
        if (
            each.seen
            and len(said) <= params.limit("label")
            and any(word in said for word in params.words["alternative"])
        ):
            return yes(f"验证码有替代方式：「{said}」", f"the captcha has an alternative: “{said}”", shown(view, each))
    ask = Text("图形验证码是否有语音或文字替代方式？", "Does the picture captcha have an alternative in sound or text?")
    zh, en = "图形验证码旁未见语音或文字替代方式", "no alternative in sound or text beside the picture captcha"
    return unsure(zh, en, shown(view, puzzle), guess=0.0, question=ask)


def _is_puzzle(element: Element, params: Params) -> bool:
    said = f"{element.image} {element.classes} {element.name}".lower()
    return element.tag in ("img", "canvas", "iframe") and any(word in said for word in params.words["puzzle"])


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LOGIN, absent=Outcome.NOT_APPLICABLE)), judge=judge)
