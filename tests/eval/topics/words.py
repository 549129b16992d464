"""What the words alone say of each labelled sentence on an otherwise plain page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from crawler.site import Platform, View
from crawler.vocabulary import LANDED, Device, GapReason, Role
from probes.answers.doubts.second_reader import is_ours
from probes.answers.statements import plain_sentences
from probes.finding import Answer, Outcome
from probes.pages.rules.passages import read_passages
from probes.probe import Check
from probes.run import judge_site
from probes.text.learnt import topic_weights
from probes.text.normalise import fold_text
from tests.cases import build
from tests.eval.recall.wordings import frame
from tests.eval.table import checks
from tests.eval.topics.sentences import PLAN, TopicSentence, checks_of, sentences

SHOP = Platform(build.SHOP, "示例商城", PLAN["sells"])  # of a kind that all checks are asked of


@dataclass(frozen=True, slots=True)
class Heard:
    """What was answered, and the sentences quoted for it as (folded text, folded heading)."""

    outcome: Outcome
    stated: bool
    quotes: tuple[tuple[str, str], ...]


def without_weights(check: Check) -> Check:
    """The check by its words alone."""
    words = {name: each for name, each in check.params.words.items() if name != "learnt"}
    return dataclasses.replace(check, params=dataclasses.replace(check.params, words=words))


def ask(asked: Iterable[Check], role: Role, text: str) -> Mapping[str, tuple[Answer, View]]:
    """What those checks say of a shop one of whose pages, of that role, holds that text; with the page."""
    page = frame(role, text)
    views = (frame(Role.HOME), page)
    asked = tuple(asked)
    there = {(view.role, view.state) for view in views}
    places = {(each, LANDED) for each in Role} | {(n.role, n.state) for check in asked for n in check.probe.reads}
    gaps = (build.gap(each, GapReason.NOT_OFFERED, state=state) for each, state in sorted(places - there))
    found = judge_site(asked, build.site(*views, *gaps, platform=SHOP), strict=True)
    return {each.probe: (each.answer, page) for each in found if each.device is Device.DESKTOP}


@cache
def hear_all() -> Mapping[tuple[str, str], Heard]:
    """By check and sentence, for every sentence and every check of its topic."""
    found = {}
    for said in sentences():
        for role, asked in by_page(checks_of(said.topic), said.topic).items():
            for id, (answer, page) in ask(map(without_weights, asked), role, said.page).items():
                found[id, said.raw] = _heard(answer, page, said)
    return found


@cache
def by_page(ids: tuple[str, ...], topic: str) -> Mapping[Role, tuple[Check, ...]]:
    """Those checks by the page on which a sentence of that topic is put for them: the topic's, or that of another topic that they read."""
    found: dict[Role, tuple[Check, ...]] = {}
    for id in ids:
        reads = {need.role for need in checks()[id].probe.reads}
        roles = [Role(PLAN["pages"][each]) for each in (topic, *PLAN["pages"])]
        role = next((each for each in roles if each in reads), roles[0])
        found[role] = (*found.get(role, ()), checks()[id])
    return found


def _heard(answer: Answer, page: View, of: TopicSentence) -> Heard:
    """What the plain page around it says is not heard."""
    own = "".join(fold_text(of.page).split())
    answer = dataclasses.replace(
        answer, evidence=tuple(e for e in answer.evidence if "".join(fold_text(e.quote).split()) in own)
    )
    stated = answer.outcome is Outcome.YES and bool(answer.evidence)
    headings = {each.text: each.heading for each in read_passages(page.text)}
    quoted = (fold_text(each.quote) for each in answer.evidence if each.quote)
    return Heard(answer.outcome, stated, tuple((each, headings.get(each, "")) for each in quoted))


def pieces(said: TopicSentence) -> tuple[tuple[str, str], ...]:
    """The sentences that the second reader meets where words found nothing, as (folded text, folded heading): no heading, question or denial."""
    return tuple(
        (e.text, e.heading)
        for e in plain_sentences(said.page)
        if topic_weights.is_readable_sentence(e.text) and is_ours(e)
    )
