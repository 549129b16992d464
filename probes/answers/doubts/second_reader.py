"""A second reader beside the words of a check: it questions a YES that does not read like one, and asks where words found none.

It never decides: it either gives UNSURE with the sentence shown, or changes nothing. It uses weights learnt from
labelled sentences (``probes.text.learnt.topic_weights``), for the checks whose table names them (``learnt``), and for
all subjects alike weights that tell near misses from statements (``probes.text.learnt.near_misses``) and those by which
a check is heard (``probes.text.learnt.mentions``): what scores far below their bar is of another matter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from crawler.site import Site, View
from probes.answers.complaints.complaint_items import NOT_OURS, OTHER
from probes.answers.doubts.contract_terms import quotes_terms_alone
from probes.answers.doubts.unstated import quotes_unstated
from probes.answers.statements import plain_sentences
from probes.finding import Answer, Evidence, Outcome, Text, evidence_on_page, unsure
from probes.pages.absence.several import searched_views
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy, unfolded
from probes.pages.rules.passages import is_vain, read_passages
from probes.pages.rules.policy import Sentence
from probes.probe import Check, Params
from probes.text.announced import announces_only, is_unasserted
from probes.text.learnt import mentions, near_misses, topic_weights
from probes.text.normalise import fold_text
from probes.text.numbered import only_asks, strip_item_mark
from probes.text.ranking import clip_quote
from probes.text.remember import per_text

_NOT_OURS = policy.pattern(NOT_OURS)


def read_again(check: Check, main: Site, answer: Answer) -> Answer:
    """The answer after a second reading of the main texts of the surface's pages."""
    good = check.good is Outcome.YES and answer.outcome is Outcome.YES
    if good and (
        _tells_nothing_of_today(answer)
        or quotes_unstated(check, answer)
        or quotes_terms_alone(check, main, answer)
        or _misses_narrowly(check, answer)
        or _tells_of_another_matter(check, answer)
    ):
        return _ask_whether(check, answer)
    name = next(iter(check.params.words.get("learnt", ())), "")
    topic = topic_weights.load_topics().get(name)
    if topic is None or check.good is not Outcome.YES:
        return answer
    if answer.outcome is Outcome.YES and topic.doubtful is not None:
        return _doubted(check, name, topic.doubtful, main, answer)
    found_in_part = bool(answer.values.get("stated"))  # what is missing is not due to unknown words
    if answer.outcome is Outcome.NO and answer.by_absence and topic.told is not None and not found_in_part:
        return _asked(check, name, main, answer)
    return answer


def doubt_unstated(check: Check, answer: Answer) -> Answer:
    """The answer, but a question where what it quotes lays nothing down; for checks that more than the shop's own texts may answer."""
    doubtful = check.good is Outcome.YES and answer.outcome is Outcome.YES and quotes_unstated(check, answer)
    return _ask_whether(check, answer) if doubtful else answer


def _doubted(check: Check, name: str, doubtful: int, main: Site, answer: Answer) -> Answer:
    """UNSURE where none of the quoted sentences reads like a statement of the topic; table rows and other languages are not judged."""
    quoted = [piece for piece in answer.evidence if piece.quote]
    read = [fold_text(piece.quote) for piece in quoted]
    if not read or not all(map(topic_weights.is_readable_sentence, read)):
        return answer
    over = (
        topic_weights.score_topic(name, said, above)
        for piece, said in zip(quoted, read, strict=True)
        for above in _above(main, piece)
    )
    return answer if max(over) >= doubtful else _ask_whether(check, answer)


def _tells_nothing_of_today(answer: Answer) -> bool:
    """Is each quoted sentence one that nobody here says of today: asked, planned, of the past, somebody else's?"""
    quoted = [piece.quote for piece in answer.evidence if piece.quote]
    return bool(quoted) and all(is_unasserted(fold_text(quote)) for quote in quoted)


def _misses_narrowly(check: Check, answer: Answer) -> bool:
    """Does each quoted sentence sound as if it spoke of the thing without stating it? What cannot be judged does not."""
    read = _read_sentences(answer)
    return bool(read) and all(near_misses.misses_narrowly(check.id, said, answer.fraction) for said in read)


def _tells_of_another_matter(check: Check, answer: Answer) -> bool:
    """Does no quoted sentence sound like anything ever said of the thing? What cannot be judged does."""
    read = _read_sentences(answer)
    return bool(read) and all(mentions.is_of_another_matter(check.id, said) for said in read)


def _read_sentences(answer: Answer) -> tuple[str, ...]:
    """What is quoted, folded and without the mark of its item; nothing where any of it cannot be judged, as a question with its answer."""
    read = tuple(strip_item_mark(fold_text(piece.quote)) for piece in answer.evidence if piece.quote)
    return read if all(topic_weights.is_readable_sentence(said) and not _asks(said) for said in read) else ()


def _asks(said: str) -> bool:
    return only_asks(said) or said.endswith(("?", "？", "吗"))


def _ask_whether(check: Check, answer: Answer) -> Answer:
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(
            f"所引文字不像是对此的说明，须由人确认：{answer.because.zh}",
            f"the words shown do not read like a statement of it: {answer.because.en}",
        ),
        by_absence=False,
        ceiling=None,
        question=answer.question
        or Text(f"所引文字是否足以回答：{check.question.zh}", f"Do the words shown answer this: {check.question.en}"),
    )


def _above(main: Site, quoted: Evidence) -> frozenset[str]:
    """The headings above the quote, and "", since a plain sentence is clear without one."""
    raw = fold_text(quoted.quote)
    views = (view for view in main.views if view.id == quoted.view)
    return frozenset(
        {"", *(sentence.heading for view in views for sentence in _said(view) if sentence.text.startswith(raw))}
    )


def _said(view: View) -> tuple[Sentence, ...]:
    return read_passages(unfolded.unfolded_text(view))


def _asked(check: Check, name: str, main: Site, answer: Answer) -> Answer:
    """UNSURE with the sentence that reads most like a statement of the topic, where the words found none."""
    roles = dict.fromkeys(need.role for need in check.probe.reads)
    found = (
        (score, view, sentence)
        for view in searched_views(main, roles)[0]
        for score, sentence in _told(view, name, check.params)
    )
    best = max(found, key=lambda row: row[0], default=None)
    if best is None:
        return answer
    _, view, sentence = best
    zh, en = (
        f"用词不在已知说法之内，但可能写明：「{clip_quote(sentence.raw, policy.SAID)}」",
        f"it may be stated in words not known: “{clip_quote(sentence.raw, policy.SAID)}”",
    )
    proof = evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE))
    return unsure(zh, en, proof, guess=answer.fraction, question=check.question, values=answer.values)


def _told(view: View, name: str, params: Params) -> Iterator[tuple[int, Sentence]]:
    """The page's sentences that read like a statement of the topic, without ``never`` words and ``never_under`` headings."""
    others, never = (policy.pattern(params.words.get(ending, ())) for ending in ("never_under", "never"))
    titled = fold_text(own_title(view))
    if others.search(titled) or OTHER.search(titled):
        return
    for topic, score, sentence in _read(unfolded.unfolded_text(view)):
        if topic == name and not others.search(sentence.heading) and not never.search(sentence.text):
            yield score, sentence


def is_ours(said: Sentence) -> bool:
    """Whether it may state what buyers are promised: not about rights holders, others' duties or what has ended, and no announcement."""
    return not (
        is_vain(said.text) or announces_only(said.text) or _NOT_OURS.search(said.text) or OTHER.search(said.heading)
    )


@per_text
def _read(text: str) -> tuple[tuple[str, int, Sentence], ...]:
    """The topics found in a page's text, each with its score and sentence."""
    return tuple(
        (topic, score, sentence)
        for sentence in plain_sentences(text)
        if topic_weights.is_readable_sentence(sentence.text) and is_ours(sentence)
        for topic, score in topic_weights.find_topics(sentence.text, sentence.heading)
    )
