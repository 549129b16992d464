"""What a policy only seems to say, in words we do not know for sure: a person is asked, with the words shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure
from probes.pages.lists.joined_lists import read_joined
from probes.pages.rules import policy, unfolded
from probes.pages.rules.passages import read_passages
from probes.pages.rules.short_policy import says_sentences
from probes.probe import Params
from probes.text.hollow import is_hollow
from probes.text.learnt import topic_weights
from probes.text.ranking import clip_quote

_TITLE = ("title", "defining")
_NUMBERED = re.compile(r"[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．,]")


def told_by_the_other(site: Site, params: Params, subject: Text, answer: Answer) -> Answer | None:
    """UNSURE with the sentence that a second reader takes for a statement of the topic, where our words found none; else None."""
    topic = next(iter(params.words.get("learnt", ())), "")
    if not topic:
        return None
    said = [
        (topic_weights.score_topic(topic, sentence.text, sentence.heading), view, sentence)
        for view in policy.policy_documents(site)
        for sentence in policy.split_sentences(unfolded.unfolded_text(view))
        if topic_weights.is_readable_sentence(sentence.text)
    ]
    best = max(said, key=lambda row: row[0], default=None)
    if best is None or best[0] < max(policy.TOLD, params.limit("doubtful")):
        return None
    _, view, sentence = best
    return _asked_about(subject, view, sentence, answer)


def mentioned_in_policy(
    own: Iterable[View], further: Iterable[View], params: Params, subject: Text, answer: Answer
) -> Answer | None:
    """UNSURE with the sentence, list or row that holds a ``doubt`` word, where no words state the thing; else None.

    If ``doubt_near`` is given, one of these must stand with it too; none of ``doubt_never`` may. On ``further`` pages,
    which are no policies, it is a word of ``elsewhere`` that must. A brief item of a policy (八、全部存于境内。) leaves out what
    the whole policy is about, so that it needs none. In a policy the word may stand in the heading above
    what is said: 小饼干（Cookie） is spoken of below it. Titles and meanings of words mention nothing. Every shop has
    its own words: what is spoken of but not understood is not absent.
    """
    words, never = params.words.get("doubt", ()), params.words.get("doubt_never", ())
    beside = params.words.get("doubt_near", ())
    elsewhere = params.words.get("elsewhere", ()) or beside
    places = ((own, beside), (further, elsewhere))
    for texts, view, near in ((views, view, near) for views, near in places for view in views):
        if not words:
            return None
        text = unfolded.unfolded_text(view)
        said = (sentence for read in (read_passages, read_joined) for sentence in read(text))
        plain = [sentence for sentence in said if not is_hollow(sentence.text, sentence.heading, _TITLE)]
        hit = policy.find_statement(plain, words, near=near, never=never, deferring=True)
        if hit is None and texts is own:
            brief = [one for one in plain if len(one.text) <= policy.BRIEF and _NUMBERED.match(one.text)]
            hit = policy.find_statement(brief, words, never=never, deferring=True)
        if hit is not None:
            return _asked_about(subject, view, hit, answer)
    for view in own:
        headed = (one for one in policy.split_sentences(unfolded.unfolded_text(view)) if _is_headed(one, words, never))
        below = next(headed, None)
        if below is not None:
            return _asked_about(subject, view, below, answer)
    return None


def _is_headed(sentence: policy.Sentence, words: tuple[str, ...], never: tuple[str, ...]) -> bool:
    """Whether the heading right above a sentence holds one of the words and none of ``never``, and the sentence defines nothing."""
    if policy.pattern(words).search(sentence.heading) is None or is_hollow(sentence.text, sentence.heading, _TITLE):
        return False
    return not never or policy.pattern(never).search(f"{sentence.heading} {sentence.text}") is None


def _asked_about(subject: Text, view: View, sentence: policy.Sentence, answer: Answer) -> Answer:
    quote = clip_quote(sentence.raw, policy.SAID)
    ask = Text(f"所引文字是否说明了{subject.zh}？", f"Do the words shown state {subject.en}?")
    zh, en = (
        f"用词不在已知说法之内，但可能说明了{subject.zh}：「{quote}」",
        f"in words not known, {subject.en} may be stated: “{quote}”",
    )
    return unsure(
        zh, en, evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE)), question=ask, values=answer.values
    )


def unrecognised_policy(site: Site, subject: Text, answer: Answer) -> Answer | None:
    """UNSURE where the policy's page holds a text, or a few words on the matter, that we did not recognise as a policy; else None.

    A person who reads it can tell; we cannot.
    """
    odd = next((view for view in site.all(Role.PRIVACY) if policy.is_text(view) or says_sentences(site, view)), None)
    if odd is None or policy.policy_documents(site) or answer.outcome is not Outcome.NO:
        return None
    zh, en = answer.because.zh, answer.because.en
    ask = Text(
        f"该页面是否为隐私政策，其中有无{subject.zh}？", f"Is this page the policy, and does it state {subject.en}?"
    )
    return unsure(
        f"{zh}；但打开的页面是否为隐私政策，未能认出",
        f"{en}; but whether the page that opened is the policy could not be told",
        evidence_on_page(odd),
        question=ask,
        values=answer.values,
    )
