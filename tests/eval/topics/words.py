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
    words = {name: word for name, word in check.params.words.items() if name != "learnt"}
    return dataclasses.replace(check, params=dataclasses.replace(check.params, words=words))


def ask(asked: Iterable[Check], role: Role, text: str) -> Mapping[str, tuple[Answer, View]]:
    """What those checks say of a shop one of whose pages, of that role, holds that text; with the page."""
    page = frame(role, text)
    views = (frame(Role.HOME), page)
    asked = tuple(asked)
    there = {(view.role, view.state) for view in views}
    places = {(wanted, LANDED) for wanted in Role} | {(n.role, n.state) for check in asked for n in check.probe.reads}
    gaps = (build.gap(place, GapReason.NOT_OFFERED, state=state) for place, state in sorted(places - there))
    found = judge_site(asked, build.site(*views, *gaps, platform=SHOP), strict=True)
    return {finding.probe: (finding.answer, page) for finding in found if finding.device is Device.DESKTOP}


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
        roles = [Role(PLAN["pages"][value]) for value in (topic, *PLAN["pages"])]
        role = next((role for role in roles if role in reads), roles[0])
        found[role] = (*found.get(role, ()), checks()[id])
    return found


def _heard(answer: Answer, page: View, of: TopicSentence) -> Heard:
    """What the plain page around it says is not heard."""
    own = "".join(fold_text(of.page).split())
    answer = dataclasses.replace(
        answer, evidence=tuple(e for e in answer.evidence if "".join(fold_text(e.quote).split()) in own)
    )
    stated = answer.outcome is Outcome.YES and bool(answer.evidence)
    headings = {passage.text: passage.heading for passage in read_passages(page.text)}
    quoted = (fold_text(piece.quote) for piece in answer.evidence if piece.quote)
    return Heard(answer.outcome, stated, tuple((text, headings.get(text, "")) for text in quoted))


def pieces(said: TopicSentence) -> tuple[tuple[str, str], ...]:
    """The sentences that the second reader meets where words found nothing, as (folded text, folded heading): no heading, question or denial."""
    return tuple(
        (e.text, e.heading)
        for e in plain_sentences(said.page)
        if topic_weights.is_readable_sentence(e.text) and is_ours(e)
    )
