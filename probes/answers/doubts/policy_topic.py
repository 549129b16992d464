"""Asks a second reader, trained on sentences that lawyers labelled, whether what words found in a policy states the topic."""

from __future__ import annotations

from collections.abc import Iterable

from probes.pages.rules.policy import Sentence
from probes.probe import Params
from probes.text.learnt import topic_weights
from probes.text.learnt.formal_voice import put_plainly


def sounds_stated(params: Params, stated: Iterable[Sentence]) -> bool:
    """Does one sentence at least read like a statement of the table's ``learnt`` topic?

    So too where one cannot be read, or no topic is named.
    """
    topic = next(iter(params.words.get("learnt", ())), "")
    return not topic or any(_passes(params, topic, sentence) for sentence in stated)


def _passes(params: Params, topic: str, sentence: Sentence) -> bool:
    if not topic_weights.is_readable_sentence(sentence.text):
        return True
    # no heading can make a plain sentence unclear, nor can a formal voice
    ways = {(said, over) for said in (sentence.text, put_plainly(sentence.text)) for over in (sentence.heading, "")}
    best = max(topic_weights.score_topic(topic, said, over) for said, over in ways)
    return best >= params.limit("doubtful")
