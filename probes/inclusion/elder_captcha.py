"""Where logging in needs a picture captcha, is there an alternative for people who cannot see it?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Role
from probes.answers import elder
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_applicable, unsure, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.LOGIN)
    assert view is not None
    puzzle = next((element for element in view.elements if element.seen and _is_puzzle(element, params)), None)
    if puzzle is None:
        return not_applicable(
            "登录页未出现图形验证码", "the login page showed no picture captcha", evidence_on_page(view)
        )
    for element in view.elements:
        said = elder.plain_label(f"{element.text or element.own}{element.name}")
        if (
            element.seen
            and len(said) <= params.limit("label")
            and any(word in said for word in params.words["alternative"])
        ):
            return yes(
                f"验证码有替代方式：「{said}」",
                f"the captcha has an alternative: “{said}”",
                evidence_on_page(view, element),
            )
    ask = Text("图形验证码是否有语音或文字替代方式？", "Does the picture captcha have an alternative in sound or text?")
    zh, en = "图形验证码旁未见语音或文字替代方式", "no alternative in sound or text beside the picture captcha"
    return unsure(zh, en, evidence_on_page(view, puzzle), guess=0.0, question=ask)


def _is_puzzle(element: Element, params: Params) -> bool:
    said = f"{element.image} {element.classes} {element.name}".lower()
    return element.tag in ("img", "canvas", "iframe") and any(word in said for word in params.words["puzzle"])


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LOGIN, absent=Outcome.NOT_APPLICABLE)),
    judge=judge,
    words=("puzzle", "alternative"),
    limits=("label",),
)
