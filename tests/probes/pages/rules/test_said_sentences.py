"""Sentences are left out, and found said, exactly as their patterns tell, whatever is looked up first to save time."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from probes.pages.rules.best_sentence import ASIDE, MATTER, SaidSentences
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.rules.questions import JoinedSentence
from probes.probe import Params
from probes.text import silence
from probes.text.remember import judging_cache

WORDS = st.lists(st.text("发票投诉~… ", min_size=1, max_size=3), max_size=3).map(tuple)
SAID = st.text("发票投诉开。 ", max_size=10)


@given(WORDS, WORDS, st.lists(SAID, max_size=6))
def test_what_speaks_of_another_matter_and_not_of_ours_is_left_out(
    aside: tuple[str, ...], matter: tuple[str, ...], said: list[str]
) -> None:
    sentences = tuple(Sentence(text, text, "") for text in said)
    params = Params(words={ASIDE: aside, MATTER: matter})
    others, ours = pattern(aside), pattern(matter)
    with judging_cache():
        whole = SaidSentences(sentences, silence.index_lines(tuple(said)))
        for _ in range(2):  # the second time from notes
            left = whole.leave_out(params)
            assert left.sentences == tuple(
                one for one in sentences if not others.search(one.text) or ours.search(one.text)
            )
            assert left.lines.texts == tuple(one.text for one in left.sentences)
            for words in (aside, matter):
                assert left.speaking(words) == tuple(one for one in left.sentences if pattern(words).search(one.text))


@given(SAID, SAID, st.sampled_from(["发票", "投诉|发", "发.?投", "开*", "诉。|票"]))
def test_words_of_the_question_alone_are_not_said(question: str, answer: str, words: str) -> None:
    wanted, led = re.compile(words), len(question)
    joined = JoinedSentence(Sentence(question + answer, answer, question), led)
    assert joined.says(wanted) == any(found.end() > led for found in wanted.finditer(question + answer))
