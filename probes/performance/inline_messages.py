"""Do form fields say at once what is wrong? Its act focuses and leaves the login fields, typing and sending nothing."""

from __future__ import annotations

from crawler.plan import ActContext
from crawler.site import Site
from crawler.vocabulary import FoundBy, Role
from probes.finding import Answer, evidence_on_page, not_seen, yes
from probes.pages.absence import absence
from probes.probe import Need, Params, Probe, ProbeAct
from probes.text.quotes import quote_spoken

LEFT_EMPTY = "left_empty"


async def run(visit: ActContext, params: Params) -> None:
    """Focus and leave each text field of the login page once, then read the page."""
    view = visit.here
    fields = [
        element
        for element in view.elements
        if element.seen and element.tag == "input" and element.input_type in params.words["types"]
    ]
    if not fields:
        await visit.nothing(Role.LOGIN, LEFT_EMPTY, "the log-in has no field to leave empty")
        return
    touched = [await visit.focus(field) for field in fields[: int(params.limit("fields"))]]
    if any(touched):
        await visit.capture(Role.LOGIN, LEFT_EMPTY, FoundBy.CLICK, view.path)


def judge(site: Site, params: Params) -> Answer:
    before, after = site.view(Role.LOGIN), site.view(Role.LOGIN, LEFT_EMPTY)
    if before is None or after is None:
        gap = site.gap(Role.LOGIN) or site.gap(Role.LOGIN, LEFT_EMPTY)
        zh, en = absence.gap_words(gap) if gap else ("登录表单未能试填", "the login form was not tried")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    old = {element.own for element in before.elements if element.seen}
    for element in after.elements:
        if (
            element.seen
            and element.own
            and element.own not in old
            and quote_spoken(element.own, params.words["message"])
        ):
            return yes(
                f"字段留空时即时提示：「{element.own[:40]}」",
                f"an empty field says at once: “{element.own[:40]}”",
                evidence_on_page(after, element),
            )
    zh, en = (
        "字段留空未见提示；未输入错误内容，纠错能力未测",
        "no message at empty fields; nothing was typed, so this is not decided",
    )
    return not_seen("not_typed", zh, en, evidence_on_page(after))


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LOGIN, required=False), Need(Role.LOGIN, LEFT_EMPTY, required=False)),
    judge=judge,
    act=ProbeAct(Role.LOGIN, ((Role.LOGIN, LEFT_EMPTY),), run),
    words=("types", "message"),
    limits=("fields",),
)
