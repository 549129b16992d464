"""What the words say of sentences of our own, and what they say with the second reader, whose weights had never met the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from probes.finding import Answer, Outcome
from probes.text.learnt import topic_weights
from probes.text.learnt.topic_weights import TopicWeights
from probes.text.normalise import fold_text
from tests.eval.topics import learn
from tests.eval.topics.sentences import PLAN, TopicSentence, checks_of, sentences
from tests.eval.topics.words import ask, by_page, hear_all, without_weights


@dataclass(slots=True)
class Rates:
    """Of one check: sentences that state it (``true``) and others of its topics, by what is answered; first quotes that bear it.

    ``false`` leaves out sentences that may state it, for they answer checks alike.
    """

    true: int = 0
    said: int = 0  # yes by words
    kept: int = 0  # of these, still yes with weights
    asked: int = 0  # unsure with weights, no by words
    others: int = 0
    false: int = 0  # yes by words
    false_kept: int = 0  # of these, still yes with weights
    false_asked: int = 0  # unsure with weights, no by words
    pages: int = 0
    bears: int = 0  # the first quote by words
    bears_now: int = 0  # the first quote with weights


@contextmanager
def weights_without(part: int) -> Iterator[None]:
    """The product as if it had learnt without that part of the sentences."""
    made = dict(topic_weights.load_topics())
    for check in learn.taught():
        bias, weights = learn.held_out(check)[part]
        bars = learn.bars(check)
        made[check] = TopicWeights(bias, weights, bars.doubtful, bars.told, fine=True)
    try:
        with patch.object(topic_weights, "topics", lambda: made):
            topic_weights.asked_at_once.cache_clear()
            yield
    finally:
        topic_weights.asked_at_once.cache_clear()


def measure() -> Mapping[str, Rates]:
    """Rates by check, for those that have weights."""
    rates = {check: Rates() for check in learn.taught()}
    for check, of in rates.items():
        for said in learn.lessons(check):
            if (found := hear_all().get((check, said.raw))) is not None:
                yes = found.stated
                of.true += check in said.checks
                of.said += yes and check in said.checks
                of.others += check not in said.checks
                of.false += yes and check not in said.checks
    for part in range(int(PLAN["limits"]["parts"])):
        with weights_without(part):
            for topic in PLAN["pages"]:
                _part(topic, part, rates)
    return rates


def _part(topic: str, part: int, rates: Mapping[str, Rates]) -> None:
    said = [sentence for sentence in sentences() if sentence.topic == topic and sentence.part == part]
    text = "\n".join(sentence.page for sentence in sorted(said, key=lambda sentence: sentence.raw[::-1]))
    for role, asked in by_page(tuple(check for check in checks_of(topic) if check in rates), topic).items():
        for sentence in said:
            for id, (answer, _) in ask(asked, role, sentence.page).items():
                if sentence in learn.lessons(id):
                    _count(rates[id], id in sentence.checks, hear_all()[id, sentence.raw].stated, answer)
        for check in asked:
            if any(check.id in sentence.checks for sentence in said):
                of = rates[check.id]
                of.pages += 1
                of.bears += _bears(ask((without_weights(check),), role, text)[check.id][0], check.id, said)
                of.bears_now += _bears(ask((check,), role, text)[check.id][0], check.id, said)


def _count(of: Rates, true: bool, yes: bool, answer: Answer) -> None:
    still, unsure = answer.outcome is Outcome.YES, answer.outcome is Outcome.UNSURE
    if true:
        of.kept += yes and still
        of.asked += not yes and unsure and _by_weights(answer)
    else:
        of.false_kept += yes and still
        of.false_asked += not yes and unsure and _by_weights(answer)


def _by_weights(answer: Answer) -> bool:
    return answer.because.en.startswith("it may be stated in words not known")


def _bears(answer: Answer, check: str, said: list[TopicSentence]) -> bool:
    quote = next((piece.quote for piece in answer.evidence if piece.quote), "")
    tight = "".join(fold_text(quote).split())
    return bool(tight) and any(
        check in sentence.checks and tight in "".join(fold_text(sentence.page).split()) for sentence in said
    )
