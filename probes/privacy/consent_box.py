"""Does registration ask for consent with a box that is not ticked beforehand and links both documents?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import GapReason, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, no, not_applicable, not_seen, unsure, yes
from probes.pages.absence.absence import answer_absent
from probes.pages.absence.several import answer_hidden
from probes.pages.absence.unread import AnswerPlace
from probes.pages.layout.consents import ConsentBox, find_consents, find_mention
from probes.pages.layout.forms import find_fields
from probes.pages.service.sign_in_ways import (
    FORM_CAPTURES,
    FORM_OPENED,
    WAY_LIMITS,
    WAY_WORDS,
    find_way,
    label_of,
    open_forms,
)
from probes.probe import Need, Params, Probe, ProbeAct
from probes.text.normalise import plain_text
from probes.text.ranking import clip_quote
from probes.text.shown import list_seen

ROLES = (Role.REGISTER, Role.LOGIN)
ASKED = Text("注册流程中是否征得同意？", "Is consent asked for during registration?")
ASK = Text("注册同意框在截图中是否默认勾选？", "Does the screenshot show the consent box ticked by default?")


def judge(site: Site, params: Params) -> Answer:
    for role in ROLES:  # registration decides; signing in stands for it where the shop has no page of its own for that
        opened = site.all(role, FORM_OPENED)
        views = (*site.all(role), *(view for view in opened if find_fields(view)))
        answer = _judge(site, views, params) if views else None
        if answer is not None and answer.outcome is Outcome.NO and not answer.by_absence:
            return answer
        unseen = answer_hidden(site, (role,))
        if unseen is not None:
            return unseen
        if answer is not None:
            return answer
    asked = _form_behind(site.views, params)
    return (
        _unopened(*asked)
        if asked is not None
        else not_applicable("未见注册或登录页面", "there is neither a registration nor a login page")
    )


def _judge(site: Site, views: tuple[View, ...], params: Params) -> Answer:
    found = [(view, consent) for view in views for consent in find_consents(view)]
    ticked = [(view, consent) for view, consent in found if consent.ticked]
    if ticked:
        return _ticked(*ticked[0])
    boxes = [(view, consent) for view, consent in found if not consent.implied]
    if boxes:
        return _box(*boxes[0], params)
    if found:
        return _implied(*found[0], params)
    forms = [view for view in views if find_fields(view)]
    behind = _way_left(site, views, params) if forms else _form_behind(views, params)
    if behind is not None:
        return _unopened(*behind)
    if not forms:
        return not_applicable("未见注册或登录表单", "there is no registration or login form")
    return _silent(site, tuple(forms), params)


def _way_left(site: Site, views: tuple[View, ...], params: Params) -> tuple[View, Element] | None:
    """A tab or link beside forms that opens another form and was not pressed: consent may be asked for there alone."""
    pressed = {view.path[-1] for role, state in FORM_CAPTURES for view in site.all(role, state) if view.path}
    for view in views:
        for words in ("opens", "registers"):
            way = find_way(view, words, params)
            if way is not None and label_of(way)[:30] not in pressed:
                return view, way
    return None


def _form_behind(views: tuple[View, ...], params: Params) -> tuple[View, Element] | None:
    """A control that asks how to sign in, or whether to: its form comes when it is pressed, as on a login page without one."""
    words = params.words["ways"]
    for view in views:
        for one in list_seen(view.elements):
            if one.clickable and any(word == plain_text(label_of(one)) for word in words):
                return view, one
    return None


def _unopened(view: View, element: Element) -> Answer:
    label = clip_quote(label_of(element), 30)
    return not_seen(
        GapReason.NOT_TRIED,
        f"「{label}」后面的注册或登录表单本次未打开",
        f"the registration or login form behind “{label}” was not opened",
        evidence_on_page(view, element, label),
    )


def _silent(site: Site, forms: tuple[View, ...], params: Params) -> Answer:
    """NO by absence only where nothing beside the form even names a document or asks to agree."""
    zh, en, guess = (
        "注册或登录表单旁未见同意框或同意说明",
        "no consent box or wording stands beside the form",
        "silent_share",
    )
    for view in forms:
        mention = find_mention(view, site.view(Role.HOME))
        if mention is not None:
            element, raw = mention
            said = clip_quote(" ".join(raw.split()), 100)
            return unsure(
                f"未能认出注册或登录表单旁的同意框或同意说明，但页面提及「{said}」",
                f"neither a consent box nor such wording was made out beside the form, but the page says “{said}”",
                evidence_on_page(view, element, said),
                *(evidence_on_page(other) for other in forms if other is not view),
                guess=params.limit(guess),
                question=ASKED,
            )
    return answer_absent(
        forms, zh, en, fraction=params.limit(guess), question=ASKED, thin_ok=True, where=AnswerPlace.ENTRIES
    )


def _ticked(view: View, consent: ConsentBox) -> Answer:
    zh, en = (
        f"同意框默认已勾选：「{consent.words[:100]}」",
        f"the consent box is ticked by default: “{consent.words[:100]}”",
    )
    evidence = evidence_on_page(view, consent.box, consent.words[:160])
    if consent.drawn:
        return unsure(f"{zh}（图标绘制，按样式名判断）", f"{en} (drawn as an icon)", evidence, guess=0.0, question=ASK)
    return no(zh, en, evidence, values={"ticked": True})


def _box(view: View, consent: ConsentBox, params: Params) -> Answer:
    evidence = evidence_on_page(view, consent.box, consent.words[:160])
    linked = int(consent.agreement) + int(consent.privacy)
    if consent.ticked is None:
        return unsure(
            "同意框为图标，状态无法判断", "the box is an icon of unknown state", evidence, guess=0.5, question=ASK
        )
    share = params.limit("box_share") + (1 - params.limit("box_share")) * linked / 2
    return yes(
        f"同意框默认未勾选，链接 {linked}/2 份文件：「{consent.words[:100]}」",
        f"the consent box is not ticked and links {linked} of 2 documents: “{consent.words[:100]}”",
        evidence,
        fraction=share,
        values={"ticked": False, "linked": linked},
    )


def _implied(view: View, consent: ConsentBox, params: Params) -> Answer:
    return yes(
        f"仅以「{consent.words[:100]}」视为同意，没有可勾选的同意框",
        f"signing in is taken for consent, without a box: “{consent.words[:100]}”",
        evidence_on_page(view, consent.label, consent.words[:160]),
        fraction=params.limit("implied_share"),
        values={"implied": True},
    )


PROBE = Probe(
    reads=(
        Need(Role.REGISTER, required=False),
        Need(Role.LOGIN, required=False),
        *(Need(role, state, required=False) for role, state in FORM_CAPTURES),
    ),
    judge=judge,
    act=ProbeAct(Role.LOGIN, FORM_CAPTURES, open_forms),
    words=("ways", *WAY_WORDS),
    limits=("box_share", "implied_share", "silent_share", *WAY_LIMITS),
)
