"""Are price, period, reminder and cancellation of a paid membership stated, and is auto-renewal never on by default?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers.membership import READS, ROLES, is_advertised, membership_sentences
from probes.finding import Answer, Outcome, Text, evidence_on_page, in_part, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.rules.policy import affirms_word, pattern
from probes.probe import Params, Probe
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

PARTS = ("price", "period", "reminder", "cancel", "kept")
BOXES = ("checkbox", "switch")


def judge(site: Site, params: Params) -> Answer:
    for view, line in membership_sentences(site, params.words["default_on"], params.words["default_on_never"]):
        return no(
            f"自动续费默认开启：「{line[:120]}」",
            f"auto-renewal is on by default: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
            fraction=0.0,
            values={"default_on": True},
        )
    for view in site.all(Role.MEMBER):
        box = _ticked(view, params)
        if box is not None:
            words = _label(view, box)[:60]
            return no(
                f"自动续费预先勾选：「{words}」",
                f"auto-renewal is ticked beforehand: “{words}”",
                evidence_on_page(view, box, words),
                fraction=0.0,
                values={"default_on": True},
            )
    offered = pattern(params.words["paid"])
    told = membership_sentences(site, params.words["paid"], params.words["never"] + params.words["free"])
    coupons = pattern(params.words["coupons"])  # a member's monthly coupon is given, and no fee
    paid = next(((view, line) for view, line in told if affirms_word(coupons.sub("", fold_text(line)), offered)), None)
    if paid is None:
        return _unpaid(site, params)
    return _paid(site, params)


def _ticked(view: View, params: Params) -> Element | None:
    """A visible box for auto-renewal that is ticked before anybody touched it; None without one."""
    renewal = pattern(params.words["renewal"])
    for element in view.elements:
        boxed = element.input_type in BOXES or element.role in BOXES
        if element.seen and boxed and element.checked and renewal.search(fold_text(_label(view, element))):
            return element
    return None


def _label(view: View, box: Element) -> str:
    around = view.element(box.parent).text if box.parent is not None else ""
    return " ".join(f"{box.name} {box.text} {around if len(around) <= 60 else ''}".split())


def _unpaid(site: Site, params: Params) -> Answer:
    """The answer without a paid tier, which leaves nothing to renew; a person is asked where no membership page was seen."""
    free = next(membership_sentences(site, params.words["free"]), None)
    if free is not None and answer_hidden(site, ROLES) is None:
        view, line = free
        quote = clip_quote(line, 120)
        zh, en = f"会员免费，没有付费会员：「{quote}」", f"membership is free of charge: “{quote}”"
        return not_applicable(zh, en, evidence_on_page(view, quote=quote))
    answer = not_found(site, ROLES, "未见付费会员", "no paid membership was found")
    if answer.outcome is not Outcome.NO:
        return answer
    if is_advertised(site) and site.view(Role.MEMBER) is not None:
        return not_applicable(
            "会员页未见收费，无需续费", "membership is free of charge, nothing is renewed", *answer.evidence
        )
    return unsure(
        "未见付费会员，也没有公开的会员页",
        "neither a paid membership nor a public page on membership was found",
        *answer.evidence,
        guess=0.5,
        question=Text("平台是否有付费会员？", "Has the platform a paid membership?"),
    )


def _of_plan(told: tuple[tuple[View, str], ...], params: Params) -> tuple[View, str] | None:
    """The line that gives a price of the plan itself, by its period or name (一年 199 元), else the first (会员价 12 元)."""
    plan = pattern(params.words["paid"])
    return next((one for one in told if plan.search(fold_text(one[1]))), next(iter(told), None))


def _paid(site: Site, params: Params) -> Answer:
    found: dict[str, tuple[View, str]] = {}
    for part in PARTS:
        told = membership_sentences(site, params.words[part], params.words["never"] + params.words["points"])
        hit = _of_plan(tuple(told), params) if part == "price" else next(told, None)
        if hit is not None:
            found[part] = hit
    unchosen = params.words["default_on_never"]  # that none is ticked beforehand tells of no renewal that runs
    renewed = membership_sentences(
        site, params.words["renewal"], params.words["never"] + params.words["free"] + unchosen
    )
    renewal = next(
        (sentence for sentence in renewed if affirms_word(fold_text(sentence[1]), pattern(params.words["renewal"]))),
        None,
    )
    blind = answer_hidden(site, ROLES)
    if renewal is not None and not {"reminder", "cancel"} & found.keys():
        view, line = renewal
        if blind is not None:
            return blind
        answer = not_found(site, ROLES, "", "")
        if answer.outcome is not Outcome.NO:
            return answer
        return no(
            f"有自动续费，但未见提醒与取消的办法：「{line[:120]}」",
            f"auto-renewal without reminder or way out: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
            fraction=0.0,
            values={"stated": tuple(found)},
        )
    if not found:  # that there is such a plan states none of its terms
        zh, en = (
            "有付费会员，但未见价格、周期、提醒与取消的说明",
            "a paid membership without price, period, reminder or way out",
        )
        return blind or not_found(site, ROLES, zh, en, fraction=0.0)
    view, line = next(iter(found.values()))
    fraction = min(1.0, len(found) / params.limit("parts"))
    answer = yes(
        f"付费会员写明 {len(found)}/{len(PARTS)} 项（价格、周期、提醒、取消、权益不减）：「{line[:120]}」",
        f"paid membership: {len(found)} of {len(PARTS)} stated (price, period, reminder, cancelling, benefits kept): “{line[:120]}”",
        *(evidence_on_page(seen, quote=line[:200]) for seen, line in found.values()),
        fraction=fraction,
        values={"stated": tuple(found)},
    )
    return answer if fraction == 1.0 else blind or in_part(answer)


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=(
        "free",
        "points",
        "paid",
        "coupons",
        "price",
        "period",
        "reminder",
        "cancel",
        "kept",
        "renewal",
        "default_on",
        "default_on_never",
        "never",
    ),
    limits=("parts",),
)
