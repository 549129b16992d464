"""What is asked of a person where a page of rules speaks of a thing in words that are not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.site import View
from probes.answers.statements import ask_whether_stated, is_denied, is_news
from probes.finding import Answer, Text
from probes.pages.lists.joined_lines import join_columns, join_lists, loose_lines
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy, unfolded
from probes.pages.rules.best_sentence import PLACES
from probes.pages.rules.passages import TO_SELLERS, is_vain, read_passages
from probes.pages.rules.policy import Sentence
from probes.pages.rules.questions import JoinedSentence, begins_with_refusal, join_pieces
from probes.probe import Params
from probes.text import silence
from probes.text.announced import announces_only
from probes.text.normalise import fold_text
from probes.text.remember import per_view

_VALUE = re.compile("[:0-9]")  # below a heading of the subject, a labelled value or a number is about it
_CLAUSE = re.compile(r"[,，;；。]")
_SELLERS = policy.pattern(TO_SELLERS)


@per_view
def joined_sentences(view: View) -> tuple[JoinedSentence, ...]:
    """Answers, labelled lines, rows of tables and whole lists of a page, each as one sentence."""
    return (*join_pieces(view), *join_lists(view), *join_columns(view))


def _letters(said: str) -> str:
    """What is left where a quote is compared with a sentence: quotes are of one spelling and bear no marks of items."""
    return "".join(filter(str.isalpha, said))


def doubt_rules(
    views: Iterable[View], params: Params, subject: Text, *, denying: bool = False, besides: Sequence[str] = ()
) -> Answer | None:
    """UNSURE with a quote where a sentence, an answer, a row, a list or a loose line speaks of the subject; else None.

    ``doubt`` are words of the subject, of which one stands in the sentence, or in its heading where the sentence gives a value; one of ``doubt_near``
    stands in either or in the page's title. Clauses that deny say nothing, unless the subject is as well stated by
    what is denied (``denying``); nor do those that hold a word of ``never``. What stands in ``besides`` is known.
    """
    if not params.words.get("doubt"):
        return None
    near, never = params.words.get("doubt_near", ()), params.words.get("never", ())
    words = policy.pattern(params.words["doubt"])
    sought = _Sought(words, policy.pattern(near), policy.pattern(never), bool(near), bool(never), denying)
    known = [letters for quote in besides if (letters := _letters(fold_text(quote)))]
    for view in views:
        place = PLACES.get(view.role, "")
        titled = sought.near.search(f"{fold_text(own_title(view))}\n{place}") is not None
        below: Sentence | None = None
        for sentence in _said(view):
            headed = silence.line_holds(sentence.heading, params.words["doubt"])
            if not (headed or silence.line_holds(sentence.text, params.words["doubt"])) or _tells_nothing(sentence):
                continue
            if any(_letters(sentence.text) in quote or quote in _letters(sentence.text) for quote in known):
                continue
            told = ",".join(sought.leave_affirmed(sentence.text))
            if sought.needs_near and not (titled or sought.near.search(told) or sought.near.search(sentence.heading)):
                continue
            if sought.speaks(told):
                return ask_whether_stated(view, sentence.raw, subject)
            if below is None and headed and _VALUE.search(told):
                below = sentence
        if below is not None:
            return ask_whether_stated(view, below.raw, subject)
    return None


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is searched for, as patterns, and which of them apply."""

    words: re.Pattern[str]
    near: re.Pattern[str]
    never: re.Pattern[str]
    needs_near: bool
    has_never: bool
    denying: bool

    def leave_affirmed(self, said: str) -> Iterator[str]:
        """The clauses that neither deny nor hold a word of ``never``."""
        for clause in _CLAUSE.split(said):
            denied = not self.denying and is_denied(clause)
            if clause and not denied and not (self.has_never and self.never.search(clause)):
                yield clause

    def speaks(self, told: str) -> bool:
        """Does what is left hold a word of the subject?"""
        if self.denying:
            return self.words.search(told) is not None
        return policy.affirms_word(told, self.words)


@per_view
def _said(view: View) -> tuple[Sentence, ...]:
    """All that a page says, whole sentences first."""
    joined = (sentence.sentence for sentence in joined_sentences(view))
    return (*read_passages(unfolded.unfolded_text(view)), *joined, *loose_lines(view))


def _tells_nothing(said: Sentence) -> bool:
    if is_vain(said.text) or announces_only(said.text) or is_news(said.heading, said.text):
        return True
    return begins_with_refusal(said.text) or _SELLERS.search(said.text) is not None
