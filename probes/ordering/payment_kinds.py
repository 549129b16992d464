"""Are at least three kinds of payment offered, one of them not the platform's own?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import describe_unread
from probes.pages.products.payments import PaymentMethod, find_listed_ways, payment_methods, unreadable_payments
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

ROLES = (Role.PAYMENT, Role.HELP, Role.HOME, Role.PRODUCT, Role.CART, Role.AGREEMENT)
DOCUMENTS = frozenset({Role.PAYMENT, Role.HELP})
LISTED = Text("此处列出的是否为本店的支付方式？", "Are the ways named here those by which the shop is paid?")
ASK = Text("截图中的支付标志代表哪些支付方式？", "Which ways to pay do the marks in the screenshot stand for?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found: dict[str, tuple[View, PaymentMethod]] = {}
    for view in views:
        for method in payment_methods(view):
            found.setdefault(method.kind, (view, method))
    others = [method for _, method in found.values() if method.foreign_to(site.platform)]
    kinds = [kind for kind in found if kind not in params.words.get("uncounted", ())]
    counted = len(kinds) if others else min(len(kinds), 1)
    wanted = int(params.limit("kinds"))
    fraction = 1.0 if counted >= wanted else params.limit("two_share") if counted == 2 else params.limit("one_share")
    marks = [(view, payment) for view in views for payment in unreadable_payments(view)]
    if counted < wanted and len(marks) >= params.limit("marks"):
        zh, en = (
            f"有 {len(marks)} 个支付标志未能识别",
            f"{count_in_words(len(marks), 'mark')} of payment could not be read",
        )
        guess = fraction if found else None  # a picture nobody has read suggests nothing
        return answer_hidden(site, ROLES) or unsure(
            zh, en, *(evidence_on_page(*mark) for mark in marks[:3]), guess=guess, question=ASK
        )
    if not found:
        named = next(
            ((view, line) for view in views if view.role in DOCUMENTS and (line := find_listed_ways(view))), None
        )
        if named is not None:
            zh, en = f"未能确认「{named[1]}」说的是支付方式", f"it is not clear that “{named[1]}” tells the ways to pay"
            return unsure(zh, en, evidence_on_page(named[0], quote=named[1]), question=LISTED)
        members = _members_only(site)
        roles = tuple(role for role in ROLES if role not in members)
        return not_found(site, roles, "未见支付方式", "no way to pay is named", fraction=0.0)
    zh = "、".join(method.name.zh for _, method in found.values())
    en = ", ".join(method.name.en for _, method in found.values())
    own_zh, own_en = ("", "") if others else ("，均为平台自有", ", all the platform's own")
    answer = yes(
        f"支付方式 {len(found)} 种：{zh}{own_zh}",
        f"{count_in_words(len(found), 'kind')} of payment: {en}{own_en}",
        *(evidence_on_page(view, method.element, method.quote) for view, method in found.values()),
        fraction=fraction,
        values={"kinds": tuple(found), "others": len(others)},
    )
    members = _members_only(site)
    pictures = describe_unread(views)
    if fraction < 1.0 and pictures is not None:
        zh, en = f"{answer.because.zh}；{pictures.zh}未识别", f"{answer.because.en}; the {pictures.en} was not read"
        unseen = answer_hidden(site, [role for role in ROLES if role not in members])
        return unseen or unsure(zh, en, *answer.evidence, guess=fraction, question=ASK, values=answer.values)
    return answer if fraction == 1.0 else answer_hidden(site, [r for r in ROLES if r not in members]) or in_part(answer)


def _members_only(site: Site) -> frozenset[Role]:
    """The cart's role, where only members see the cart: it names nothing in public."""
    gap = site.gap(Role.CART)
    return frozenset({Role.CART}) if gap is not None and gap.reason.not_public else frozenset()


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("uncounted",),
    limits=("kinds", "two_share", "one_share", "marks"),
)
