"""Rules on orders and payments: where they stand, and answers about the steps and entries on those pages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.answers.statements import doubt_statement, find_stated
from probes.answers.told_steps import find_hinted_steps, find_told_steps, tells_another, tells_in_order
from probes.finding import Answer, Evidence, Text, evidence_on_page, in_part, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.listed import list_words
from probes.pages.rules import unfolded
from probes.pages.rules.passages import TO_SELLERS
from probes.pages.rules.policy import affirms_word, find_statement, pattern, split_sentences
from probes.pages.rules.rules_nothing import rules_nothing
from probes.pages.rules.steps import Procedure, ProcedureKind, find_procedures
from probes.probe import Params
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text, plain_text
from probes.text.ranking import clip_quote, read_leading_label
from probes.text.remember import per_drawn, per_line

ORDER_ROLES = (Role.HELP, Role.AFTER_SALES, Role.RULES, Role.AGREEMENT)
PAY_ROLES = (Role.PAYMENT, Role.HELP, Role.RULES, Role.AGREEMENT)
# A control by its name, to be pressed, and not one that must not or cannot be.
_PRESS = re.compile(r"(?<![不勿能法])(?:点击|点按|单击|轻触|点|按)\s?[\"“「『【\[][^\"”」』】\]]{1,14}[\"”」』】\]]")
_SELLERS = pattern(TO_SELLERS)
ENTRY_REGIONS = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING, Region.SIDE})


def described_procedures(site: Site, roles: Iterable[Role], params: Params) -> tuple[tuple[View, Procedure], ...]:
    """The procedures that ``about`` names (also ``headed`` in headings) or that begin and end as such (``told_steps``).

    Sellers' are left out. Those of at most ``most`` steps and given as steps come first.
    """
    about, headed = params.words["about"], params.words.get("headed", ())
    found = [
        (view, procedure)
        for view in searched_views(site, roles)[0]
        for procedure in find_procedures(view)
        if (procedure.about(about, headed) or _tells_of_it(procedure, params)) and not _is_of_others(procedure, params)
    ]
    if not found:
        found = [
            (view, Procedure(ProcedureKind.PROSE, told.steps, told.raw))
            for view in searched_views(site, roles)[0]
            for told in find_told_steps(view, params)
        ]

    def order(pair: tuple[View, Procedure]) -> tuple[bool, bool, int]:
        return pair[1].count > params.limit("most"), pair[1].kind is ProcedureKind.PROSE, pair[1].count

    return tuple(sorted(found, key=order))


def _is_of_others(procedure: Procedure, params: Params) -> bool:
    """Is it for sellers, or does the label that leads it name another procedure (绑定银行卡步骤:…)?"""
    said = fold_text(procedure.raw)
    named = said if procedure.kind is ProcedureKind.PROSE else read_leading_label(said)
    return bool(_SELLERS.search(f"{procedure.above}\n{said}")) or tells_another(named, params)


def _tells_of_it(procedure: Procedure, params: Params) -> bool:
    """Do its own steps begin and end as the procedure does that is asked about, under no heading of another?"""
    whole = ",".join((*procedure.headings[:1], procedure.above, *procedure.steps))
    return tells_in_order(",".join(procedure.steps), params) and not tells_another(whole, params)


def judge_steps(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES where a procedure named by ``about`` has at most ``most`` steps; half the points where it has more."""
    found = described_procedures(site, roles, params)
    if not found:
        pressed = answer_by_a_press(site, roles, params, subject)
        if pressed is not None:
            return pressed
        spoken = answer_unclear_steps(site, roles, params, subject)
        if spoken is not None:
            return answer_hidden(site, roles) or spoken
        zh, en = f"未见{subject.zh}的分步说明", f"no steps of {subject.en} are described"
        return not_found(site, roles, zh, en, fraction=0.0)
    view, procedure = found[0]
    few = procedure.count <= params.limit("most")
    said = "、".join(step.strip(" ;,。") for step in procedure.steps)[:120]
    answer = yes(
        f"{subject.zh}分 {procedure.count} 步：「{said}」",
        f"{subject.en} takes {count_in_words(procedure.count, 'step')}: “{said}”",
        evidence_on_page(view, quote=clip_quote(procedure.raw, 200)),
        fraction=1.0 if few else params.limit("long_share"),
        values={"steps": procedure.count},
    )
    return answer if few else answer_hidden(site, roles) or in_part(answer)


def answer_by_a_press(site: Site, roles: Iterable[Role], params: Params, subject: Text) -> Answer | None:
    """YES where a sentence below such a heading names the control to press and what that brings about (``effect``); else None.

    Where one press does it (在“我的订单”点“取消”，立即生效) there are no further steps to be told apart.
    """
    effect = pattern(params.words.get("effect", ()))
    about = pattern(params.words["about"])
    for view in searched_views(site, roles)[0]:
        for sentence in split_sentences(unfolded.unfolded_text(view)):
            presses = [found.group() for found in _PRESS.finditer(sentence.text)]
            if not presses or not about.search(sentence.heading) or not affirms_word(sentence.text, effect):
                continue
            quote = clip_quote(sentence.raw, 120)
            return yes(
                f"{subject.zh}只需按 {len(presses)} 处：「{quote}」",
                f"{subject.en} takes {count_in_words(len(presses), 'press', 'presses')}: “{quote}”",
                evidence_on_page(view, quote=quote),
                fraction=1.0 if len(presses) <= params.limit("most") else params.limit("long_share"),
                values={"steps": len(presses)},
            )
    return None


def answer_unclear_steps(site: Site, roles: Iterable[Role], params: Params, subject: Text) -> Answer | None:
    """UNSURE where a heading that names the procedure has sentences below, but no separate steps could be made out; else None.

    So too where lines only hint at steps (``hinted``).
    """
    about = pattern(params.words["about"])
    views, _ = searched_views(site, roles)
    for view in views:
        for sentence in split_sentences(unfolded.unfolded_text(view)):
            if about.search(sentence.heading):
                quote = clip_quote(sentence.raw, 120)
                zh = f"有一节说明{subject.zh}，但未能分辨步骤：「{quote}」"
                en = f"a section is about {subject.en}, yet its steps could not be told apart: “{quote}”"
                ask = Text(f"该节是否分步说明了{subject.zh}？", f"Does this section describe {subject.en} in steps?")
                return unsure(zh, en, evidence_on_page(view, quote=quote), guess=0.5, question=ask)
    for view in views:
        for raw in find_hinted_steps(view, params):
            quote = clip_quote(raw, 120)
            zh = f"页面提及{subject.zh}的做法，但未能分辨步骤：「{quote}」"
            en = f"a page speaks of {subject.en}, yet its steps could not be told apart: “{quote}”"
            ask = Text(f"所引文字是否分步说明了{subject.zh}？", f"Do the quoted words describe {subject.en} in steps?")
            return unsure(zh, en, evidence_on_page(view, quote=quote), guess=0.5, question=ask)
    return None


@per_drawn
def _labels(view: View) -> tuple[tuple[tuple[Element, tuple[str, ...]], ...], str]:
    """Visible controls and the elements of the page's frame, each with its words without blanks; and all these words as one text."""
    found = []
    for element in view.elements:
        if element.seen and (element.clickable or element.region in ENTRY_REGIONS):
            found.append((element, read_labels(element)))
    return tuple(found), "\n".join(part for _, parts in found for part in parts)


def read_labels(element: Element) -> tuple[str, ...]:
    """What an element says, from each source that says anything, without blanks."""
    return _parts(element.text or element.own, element.name, element.pseudo, element.ocr)


@per_line
def _parts(*said: str) -> tuple[str, ...]:
    """An element's texts without blanks, empty ones left out."""
    tight = ("".join(plain_text(part).split()) for part in said)
    return tuple(part for part in tight if part)


def labelled_entries(view: View, words: Iterable[str], longest: float) -> Iterator[Element]:
    """Visible controls, and labels in the frame of the page, that say one of the words and little more."""
    labels, whole = _labels(view)
    wanted = tuple(word for word in words if word in whole)
    for element, parts in labels if wanted else ():
        if any(len(said) <= longest and any(word in said for word in wanted) for said in parts):
            yield element


def judge_offered(site: Site, params: Params, subject: Text, roles: tuple[Role, ...], parts: tuple[str, ...]) -> Answer:
    """YES with the share of kinds offered, of which ``kinds`` make all points: by a control (``<part>_entry``) or in a sentence."""
    views, _ = searched_views(site, roles)
    said, _ = find_stated(views, params, tuple(part for part in parts if part in params.words))
    found: dict[str, Evidence] = {
        part: evidence_on_page(view, quote=clip_quote(sentence.raw, 160)) for part, (view, sentence) in said.items()
    }
    for view in views:
        for part in parts:
            words = params.words.get(f"{part}_entry", ())
            for entry in labelled_entries(view, words, params.limit("label")) if part not in found else ():
                never = any(word in plain_text(entry.words) for word in params.words.get("entry_never", ()))
                if not never and not _keeps_page(entry, params):
                    found[part] = evidence_on_page(view, entry)
                    break
    named = tuple(part for part in parts if part in found)
    fraction = min(1.0, len(named) / params.limit("kinds"))
    if not named:
        doubted = answer_hidden(site, roles, public=True) or doubt_statement(views, params, subject)
        if doubted is not None:
            return doubted
        return not_found(site, roles, f"未见{subject.zh}", f"{subject.en} were not found", fraction=0.0)
    quotes = list_words(found[part].quote.split("\n")[0][:30] for part in named)
    most = params.limit("kinds")
    asked = Text(f"（要求 {most:g} 种）", f" of {most:g} asked") if fraction < 1.0 else Text("", "")
    answer = yes(
        f"{subject.zh} {len(named)} 种{asked.zh}，见{quotes.zh}",
        f"{subject.en}: {len(named)}{asked.en}, seen in {quotes.en}",
        *(found[part] for part in named),
        fraction=fraction,
        values={"kinds": named},
    )
    return answer if fraction == 1.0 else answer_hidden(site, roles) or in_part(answer)


def _keeps_page(entry: Element, params: Params) -> bool:
    """Whether a control around the page's content does to the page itself what its label says (``entry_page``: 加入收藏 beside 登录)."""
    framed = entry.region in (Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING)
    return framed and any(word in plain_text(entry.words) for word in params.words.get("entry_page", ()))


def judge_free_of(site: Site, params: Params, subject: Text, roles: tuple[Role, ...], ask: Text) -> Answer:
    """NO where a sentence holds one of ``bad``; YES where those about ``about`` hold none; NOT_APPLICABLE without such sentences.

    UNSURE where ``by_phone`` is the one way told and what is done ``by_oneself`` is for ``unpaid`` orders.
    """
    views, _ = searched_views(site, roles)
    about, under = pattern(params.words["about"]), pattern(params.words["never_under"])
    told = 0
    for view in views:
        said = [
            sentence for sentence in split_sentences(unfolded.unfolded_text(view)) if not under.search(sentence.heading)
        ]
        bad = find_statement(said, params.words["bad"], never=params.words["never"])
        if bad is not None:
            quote = clip_quote(bad.raw, 160)
            zh, en = f"疑似{subject.zh}：「{quote}」", f"this seems to be {subject.en}: “{quote}”"
            answer = no(zh, en, evidence_on_page(view, quote=quote))
            return dataclasses.replace(answer, question=ask)
        if rules_nothing(view):
            continue  # how to use a program is no rule of the shop
        told += sum(1 for sentence in said if about.search(sentence.text) or about.search(sentence.heading))
    blind = answer_hidden(site, roles)
    if blind is not None:
        return blind
    if not told:
        return not_applicable(f"未见可供核对{subject.zh}的说明", f"nothing is said in which {subject.en} could stand")
    called = _told_by_phone_alone([view for view in views if not rules_nothing(view)], params)
    if called is not None:
        quote = clip_quote(called[1], 160)
        zh = f"只见到打电话这一种办法，未能确认是否属于{subject.zh}：「{quote}」"
        en = f"the telephone is the one way told; whether this is {subject.en} could not be told: “{quote}”"
        return unsure(zh, en, evidence_on_page(called[0], quote=quote), guess=0.0, question=ask)
    return yes(
        f"已读 {told} 句相关说明，未见{subject.zh}",
        f"{count_in_words(told, 'sentence')} read; none is {subject.en}",
        *(evidence_on_page(view) for view in views[:3]),
        values={"sentences": told},
    )


def _told_by_phone_alone(views: Iterable[View], params: Params) -> tuple[View, str] | None:
    """The page and sentence that tell to telephone, where no sentence tells what one does oneself once an order is paid."""
    by_phone, under = params.words.get("by_phone", ()), pattern(params.words["never_under"])
    own, unpaid = params.words.get("by_oneself", ()), params.words.get("unpaid", ())
    if not by_phone:
        return None
    called = None
    for view in views:
        said = [line for line in split_sentences(unfolded.unfolded_text(view)) if not under.search(line.heading)]
        if find_statement(said, own, never=unpaid, affirmed=True) is not None:
            return None
        phoned = find_statement(said, by_phone, never=params.words.get("by_phone_never", ()), affirmed=True)
        if called is None and phoned is not None:
            called = view, phoned.raw
    return called
