"""Is there a programme page or a channel for rural revitalisation?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import NO_SUCH_PAGE, Role
from probes.answers.own_answers import answer_nothing_stated, own_evidence, own_pages_needed
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.main.own_title import own_title
from probes.pages.operator.own_words import OwnSentence, find_told, is_about, is_undone, statement_day, without_name
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.text.announced import is_unasserted
from probes.text.normalise import fold_text
from probes.text.silence import line_holds

_LABEL = re.compile(r"([^:|—。,，]+)[:|—]")
PAGES = (Role.SOCIAL, Role.ABOUT)
ROLES = (*PAGES, Role.HOME)
SUBJECT = Text("乡村振兴专题页或频道", "a programme page or channel for rural revitalisation")


def judge(site: Site, params: Params) -> Answer:
    """YES for a page with sentences on the subject, words that tell of such a page, or an entry on the home page that is not dead.

    UNSURE for a section of a page on the whole company, which is no page of its own.
    """
    passages = _passages(site, params)
    passage = next((told for told in passages if not _in_passing(told[0], site, params)), [])
    if passage:
        quote = passage[0].raw[:120]
        return yes(
            f"有乡村振兴专题：「{quote}」",
            f"there is an account of it: “{quote}”",
            *own_evidence(passage),
            fraction=1.0,
        )
    told = next(_told(site, params), None)
    if told is not None:
        quote = told.raw[:120]
        return yes(
            f"写明有乡村振兴专题页或频道：「{quote}」",
            f"a programme page or channel is told of: “{quote}”",
            *own_evidence([told]),
            fraction=1.0,
        )
    dead = {fetch.asked for fetch in site.fetches if fetch.purpose == "link" and fetch.status in NO_SUCH_PAGE}
    for view in site.all(Role.HOME):
        for element in view.elements:
            if element.href not in dead and _entry(element, view, site, params):
                said = fold_text(element.text or element.own or element.name)
                return yes(
                    f"首页有频道入口：「{said}」",
                    f"the home page leads to a channel: “{said}”",
                    evidence_on_page(view, element),
                )
    if passages:
        quote = passages[0][0].raw[:120]
        return unsure(
            f"「关于我们」一类页面中有一节讲此事，未能确认是否算专题页：「{quote}」",
            f"a section of a page on the company is about it, yet whether it is a programme page could not be told: “{quote}”",
            *own_evidence(passages[0]),
            guess=0.5,
            question=Text("该节是否算得上乡村振兴专题页？", "Does that section amount to a programme page?"),
        )
    views, _ = searched_views(site, PAGES)
    return show_hint(views, params, SUBJECT) or answer_nothing_stated(site, ROLES, SUBJECT)


def _in_passing(sentence: OwnSentence, site: Site, params: Params) -> bool:
    """Does it stand on a page on the company, not on one that is called by the subject?"""
    titled = without_name(fold_text(own_title(sentence.view)), site.platform)
    return sentence.view.role is Role.ABOUT and not pattern(params.words["near"]).search(titled)


def _passages(site: Site, params: Params) -> list[list[OwnSentence]]:
    """The sentences of each page under a heading or title on the subject, where there are enough: one below a page's usual name."""
    never, near = pattern(params.words["never"]), pattern(params.words["near"])
    called = pattern(params.words["titled"])
    found: dict[str, list[OwnSentence]] = {}
    met: dict[str, bool] = {}  # one heading stands over many sentences
    for sentence in find_told(site, PAGES):
        if sentence.where not in met:
            met[sentence.where] = near.search(without_name(sentence.where, site.platform)) is not None
        if not met[sentence.where]:
            continue
        if (
            never.search(sentence.text)
            or is_undone(sentence)
            or not is_about(sentence, params.words["near"], site.platform)
        ):
            continue
        day = statement_day(sentence, site.at.date())
        if day is not None and day.year < params.limit("since"):
            continue
        found.setdefault(sentence.view.id, []).append(sentence)
    return [
        sentences
        for sentences in found.values()
        if len(sentences) >= params.limit("sentences")
        or any(called.search(without_name(said.sentence.heading, site.platform)) for said in sentences)
    ]


def _told(site: Site, params: Params) -> Iterator[OwnSentence]:
    """Sentences that say that there is such a page or channel, or that begin with what such an account is called."""
    untold = params.words["never"] + params.words["untold"]
    for sentence in find_told(site, ROLES):
        said = without_name(sentence.text, site.platform)
        label = _LABEL.match(said)
        called = (
            label is not None
            and len(label[1]) <= params.limit("title")
            and line_holds(label[1], params.words["titled"])
        )
        if not called and not line_holds(said, params.words["told"]):  # the usual case
            continue
        if is_undone(sentence) or is_unasserted(said) or line_holds(said, untold):
            continue
        if called or line_holds(said, params.words["subject"]):
            yield sentence


def _entry(element: Element, view: View, site: Site, params: Params) -> bool:
    said = without_name(fold_text(element.text or element.own or element.name).strip(), site.platform)
    pressed = bool(element.href) or element.clickable
    short = 0 < len(said) <= params.limit("label")
    return element.seen and pressed and short and bool(pattern(params.words["entry"]).search(said))


PROBE = Probe(
    reads=own_pages_needed(*ROLES),
    judge=judge,
    words=("near", "entry", "never", "told", "titled", "subject", "untold"),
    may_words=HINT,
    limits=("sentences", "label", "title", "since"),
)
