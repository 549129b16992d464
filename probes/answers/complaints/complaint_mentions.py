"""What a page on complaints mentions in words that state nothing known: a person is asked before it is called absent."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, unsure
from probes.pages.lists.listed_lines import list_lines, read_bare_lines
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy
from probes.pages.rules.passages import is_vain, read_passages
from probes.pages.rules.policy import Sentence
from probes.pages.rules.questions import join_answers
from probes.pages.rules.unfolded import unfolded_text
from probes.probe import Params
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote
from probes.text.remember import per_text

_GUESS = 0.5  # share that words which are not understood are guessed to be worth


def ask_mention(views: Iterable[View], params: Params, subject: Text) -> Answer | None:
    """UNSURE with the first sentence, item of a list or row that holds a word of ``doubt`` and does not deny it; else None.

    ``doubt_near`` words must stand in it too, or above it; for a word of ``doubt_line`` a bare line is enough, which may lead
    to what was not seen (投诉进度查询); and what the page opened for complaints states needs no such word near it, as its
    name may have none (不满意找谁). Unlike ``statements.doubt_statement`` it also reads lists,
    tables, what is told to sellers and what is denied beside the thing (不能举证的，由商家负责): rules on complaints say so.
    """
    words, near = params.words.get("doubt", ()), params.words.get("doubt_near", ())
    never = params.words.get("never", ()) + params.words.get("doubt_never", ())
    others = policy.pattern(params.words.get("never_under", ()))
    for view in views if words else ():
        titled = fold_text(own_title(view))
        if others.search(titled):
            continue
        said = [sentence for sentence in _mentioned(unfolded_text(view)) if not others.search(sentence.heading)]
        around = () if policy.pattern(near).search(titled) else near
        hit = policy.find_statement(
            said, words, near=around, never=never, affirmed=True, announcing=True, deferring=True
        )
        if hit is None and view.role is Role.COMPLAINT:  # whatever it is called, such matters are what it is about
            stated, apart = params.words.get("rule", ()), never + params.words.get("rule_never", ())
            hit = policy.find_statement(said, stated, never=apart, affirmed=True) if stated else None
        bare = params.words.get("doubt_line", ())
        if hit is None and bare:
            hit = policy.find_statement(read_bare_lines(unfolded_text(view)), bare, never=never, affirmed=True)
        if hit is None and not near:  # a heading speaks of it, and something stands below
            below = [sentence for sentence in said if policy.affirms_word(sentence.heading, policy.pattern(words))]
            hit = policy.find_statement(below, ("",), never=never)
        if hit is None:
            continue
        quote = clip_quote(hit.raw, policy.SAID)
        zh = f"页面提及此事，但未能确认是否写明{subject.zh}：「{quote}」"
        en = f"a page speaks of it, yet whether it states {subject.en} could not be told: “{quote}”"
        ask = Text(f"所引文字是否写明了{subject.zh}？", f"Do the quoted words state {subject.en}?")
        proof = evidence_on_page(view, quote=clip_quote(hit.raw, policy.QUOTE))
        return unsure(zh, en, proof, guess=_GUESS, question=ask)
    return None


@per_text
def _mentioned(text: str) -> tuple[Sentence, ...]:
    """The sentences, answers with their questions, items and rows, without what has ended."""
    answers = tuple(answer.sentence for answer in join_answers(text))
    return tuple(
        passage for passage in (*read_passages(text), *answers, *list_lines(text)) if not is_vain(passage.text)
    )
