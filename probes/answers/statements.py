"""What pages state in whole sentences: the one reading behind every question of the form "is it written down that …?"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, in_part, no, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.hints import show_hint
from probes.pages.lists.listed_lines import list_lines
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy, unfolded
from probes.pages.rules.best_sentence import PLACES, SaidSentences, SoughtWords, best_sentence, told_in_rows
from probes.pages.rules.passages import read_lines, read_passages
from probes.pages.rules.policy import Sentence
from probes.probe import Params
from probes.schema.reading_table import Numbers, Texts, Words
from probes.text import silence
from probes.text.hollow import is_hollow
from probes.text.normalise import fold_text
from probes.text.numbered import heads_with_title, only_asks
from probes.text.ranking import SentenceMerit, clip_quote
from probes.text.remember import per_line, per_text, per_view_and
from probes.text.shown import list_seen

Found = dict[str, tuple[View, Sentence]]


@dataclass(frozen=True, slots=True)
class StatementsTable:
    """The file statements.toml."""

    limits: Numbers[Literal["quote", "quoted", "line", "guess"]]
    words: Words[Literal["news"]]
    patterns: Texts[Literal["denied", "follow", "sellers", "stamp"]]


FILE = SettingsFile("probes.answers", "statements.toml", StatementsTable)
_DATA = FILE.load()
_NEWS = policy.pattern(tuple(_DATA.words["news"]))
_PATTERNS = {name: re.compile(text) for name, text in _DATA.patterns.items()}
_LIMITS = _DATA.limits
_QUOTE, _QUOTED = int(_LIMITS["quote"]), int(_LIMITS["quoted"])
_GUESS = _LIMITS["guess"]


def find_stated(views: Iterable[View], params: Params, parts: tuple[str, ...]) -> tuple[Found, Found]:
    """What is stated and what is denied, by part.

    The words of a part stand under its name in the table. Further lists qualify it: a word of ``<part>_near`` (or
    ``near``) must stand in the sentence too, or in its heading or the title of its page. ``<part>_never`` and
    ``never`` rule a sentence out, ``never_under`` all sentences below such a heading or title. ``<part>_denied`` are
    counter-evidence. Below a heading or question with ``<part>_under`` the shorter ``<part>_here`` is enough: a
    sentence there need not name its subject again. Words that are negated, news about others, and words of ``aside``
    without any of ``matter`` state nothing.
    """
    stated: dict[str, tuple[SentenceMerit, View, Sentence]] = {}
    denied: Found = {}
    under = params.words.get("never_under", ())
    others = policy.pattern(under)
    buyers = any(
        "卖家" in word or "商家" in word for word in under
    )  # questions about buyers leave out what sellers are told
    for view in views:
        titled = fold_text(own_title(view))
        if others.search(titled):
            continue
        subject = _of_subject(view, (under, buyers)).leave_out(params)
        for part in parts:
            hit = _stated(subject, params, part, titled)
            if hit is not None and (part not in stated or hit[0] > stated[part][0]):
                stated[part] = hit[0], view, hit[1]
            denials = params.words.get(f"{part}_denied", ())
            if part in denied or not denials:
                continue
            if (against := policy.find_statement(subject.speaking(denials), denials)) is not None:
                denied[part] = view, against
    return {part: stated[part][1:] for part in parts if part in stated}, denied


@per_view_and
def _of_subject(view: View, told: tuple[tuple[str, ...], bool]) -> SaidSentences:
    """The sentences under no heading with those words, without those of the contract and, for questions about buyers, to sellers."""
    under, buyers = told
    text = unfolded.unfolded_text(view)
    said = _to_buyers(text) if buyers else _no_news(text)
    said += told_in_rows(view) + tuple(line for line in list_lines(text) if not is_news(line.heading, line.text))
    said = tuple(quote for quote in said if not is_hollow(quote.text, "", ("contract",)))
    if under:
        said = tuple(quote for quote in said if not silence.line_holds(quote.heading, under))
    return SaidSentences(said, silence.index_lines(tuple(quote.text for quote in said)))


@per_text
def _to_buyers(text: str) -> tuple[Sentence, ...]:
    return tuple(notice for notice in _no_news(text) if not _to_sellers(notice.text))


@per_line
def _to_sellers(text: str) -> bool:
    return _PATTERNS["sellers"].search(text) is not None


@per_text
def _no_news(text: str) -> tuple[Sentence, ...]:
    return tuple(passage for passage in read_passages(text) if not is_news(passage.heading, passage.text))


@per_line
def is_news(heading: str, text: str) -> bool:
    """Is a folded sentence under that folded heading news of somebody else, a call to follow, or no more than when an article was put up?"""
    other = _NEWS.search(f"{heading}\n{text}") is not None
    return other or _PATTERNS["follow"].search(text) is not None or _PATTERNS["stamp"].fullmatch(text) is not None


def _stated(subject: SaidSentences, params: Params, part: str, titled: str) -> tuple[SentenceMerit, Sentence] | None:
    """The sentence that states the part best on a page with that title, by its own words or below its heading."""
    words = params.words[part]
    under, here = params.words.get(f"{part}_under", ()), params.words.get(f"{part}_here", ())
    spoken, below = subject.speaking(words), subject.speaking(here) if under and here else ()
    if not spoken and not below:  # the usual case
        return None
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ())
    chapters = params.words.get(f"{part}_chapter", params.words.get("chapter", ()))
    topic = next(iter(params.words.get("learnt", ())), "")
    hollow = params.words.get("hollow", ())
    hits = []
    if spoken:
        near = params.words.get(f"{part}_near", params.words.get("near", ()))
        near = () if near and policy.pattern(near).search(titled) else near
        hits.append(best_sentence(spoken, SoughtWords(words, near, never, chapters, True, topic, hollow), titled))
    if below:
        # 评价规则 > 显示次序: a heading need not say again what its page is about.
        headed = [quote for quote in below if heads_with_title(titled, quote.heading, under)]
        hits.append(best_sentence(headed, SoughtWords(here, (), never, chapters, True, topic, hollow), titled))
    return max((hit for hit in hits if hit is not None), key=lambda hit: hit[0], default=None)


def judge_stated(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    parts: tuple[str, ...] = ("rule",),
    *,
    least: int = 1,
    whole: int | None = None,
    needs: tuple[str, ...] = (),
    where: AnswerPlace = AnswerPlace.TEXTS,
    known: Mapping[str, tuple[View, Sentence]] = MappingProxyType({}),
) -> Answer:
    """YES with quotes where at least ``least`` parts, and each of ``needs``, are stated on any page of those roles.

    The fraction is stated parts by ``whole`` (all of them if None), 1 at most. A part that is denied never counts as
    stated; where only denials were found the answer is NO with the denial quoted. "Not found", or "found in part", is
    only said where no page that may hold it was hidden. ``known`` are parts that the caller has read by other means.
    """
    views, _ = searched_views(site, roles)
    found, denied = find_stated(views, params, parts)
    found = dict(known) | found
    found = {part: found[part] for part in parts if part in found and part not in denied}
    found = found if all(part in found for part in needs) else {}
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(found)}
    if denied and len(found) < least:
        blind = answer_hidden(site, roles)
        if blind is not None:
            return dataclasses.replace(blind, evidence=_evidence(denied))
        _, sentence = next(iter(denied.values()))
        quote = clip_quote(sentence.raw, _QUOTE)
        return no(
            f"页面所述与{subject.zh}相反：「{quote}」",
            f"the page says the opposite of {subject.en}: “{quote}”",
            *_evidence(denied),
            fraction=0.0,
            values=values,
        )
    if len(found) < least:
        zh, en = f"未见{subject.zh}", f"{subject.en} was not found"
        spoken = answer_hidden(site, roles, public=True) or doubt_statement(views, params, subject)
        spoken = spoken or show_hint(views, params, subject)
        if spoken is not None:
            return dataclasses.replace(spoken, values=values)
        return not_found(site, roles, zh, en, fraction=0.0, values=values, where=where)
    words = quote_found(found)
    answer = yes(
        f"写明了{subject.zh}：{words.zh}",
        f"the page states {subject.en}: {words.en}",
        *_evidence(found),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else answer_hidden(site, roles, public=True) or in_part(answer)


def doubt_statement(views: Iterable[View], params: Params, subject: Text) -> Answer | None:
    """UNSURE with a quote where a page mentions the subject in words we do not know; None where it does not, or denies it.

    ``doubt`` are words of the subject, in a sentence or its heading; if ``doubt_near`` is given, the sentence must
    hold one of these too, or stand below one. ``doubt_line`` are words that are enough in any line, be it a row of a
    table or an entry of a list, except a link. ``doubt_never`` stands for ``never`` where a person may well be asked
    about what is surely no statement. Every shop has its own words: what is mentioned but not understood is
    not absent.
    """
    words, near = params.words.get("doubt", ()), params.words.get("doubt_near", ())
    never = _doubt_never(params)
    others = policy.pattern(params.words.get("never_under", ()))
    for view in views if words or params.words.get("doubt_line", ()) else ():
        titled = fold_text(own_title(view))
        if others.search(titled):
            continue
        said = [line for line in plain_sentences(unfolded.unfolded_text(view)) if not others.search(line.heading)]
        around = () if policy.pattern(near).search(f"{titled}\n{PLACES.get(view.role, '')}") else near
        hit = policy.find_statement(said, words, near=around, never=never, affirmed=True, deferring=True)
        if hit is None and not near:
            spoken = policy.pattern(words)
            below = [quote for quote in said if spoken.search(quote.heading) and not _only_denied(quote.text, spoken)]
            hit = policy.find_statement(below, ("",), never=never)
        if hit is None:
            hit = _doubted_line(view, params)
        if hit is None:
            continue
        return ask_whether_stated(view, hit.raw, subject)
    return None


def ask_whether_stated(view: View, raw: str, subject: Text) -> Answer:
    """UNSURE: the page says ``raw``, of which a person is to tell whether it states the subject."""
    quote = clip_quote(raw, _QUOTE)
    zh = f"页面提及此事，但未能确认是否写明{subject.zh}：「{quote}」"
    en = f"a page speaks of it, yet whether it states {subject.en} could not be told: “{quote}”"
    ask = Text(f"所引文字是否写明了{subject.zh}？", f"Do the quoted words state {subject.en}?")
    return unsure(zh, en, evidence_on_page(view, quote=clip_quote(raw, policy.QUOTE)), guess=_GUESS, question=ask)


def _doubt_never(params: Params) -> tuple[str, ...]:
    return params.words.get("doubt_never", params.words.get("never", ()))


def _doubted_line(view: View, params: Params) -> Sentence | None:
    """The first line of a page with words of ``doubt_line`` and none of ``never`` that is no link, question, menu or bare name."""
    words, never = params.words.get("doubt_line", ()), _doubt_never(params)
    text = unfolded.unfolded_text(view)
    if not words or not silence.speaks_of(fold_text(text), words):  # the usual case
        return None
    links = frozenset(" ".join((link.text or link.own).split()) for link in list_seen(view.elements) if link.href)
    said = (
        Sentence(folded, raw)
        for raw, folded in read_lines(text)
        if len(folded) >= _LIMITS["line"] and raw not in links and not _tells_nothing(raw, folded)
    )
    return policy.find_statement(said, words, never=never, affirmed=True)


@per_line
def _tells_nothing(raw: str, folded: str) -> bool:
    """Is it a question or a menu, news, or for sellers?"""
    named = folded[-1] in "?？" or folded.count("|") > 1 or only_asks(folded) or policy.is_menu(raw)
    return named or is_news("", folded) or _to_sellers(folded)


@per_text
def plain_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that are neither news (``is_news``) nor denials nor addressed to sellers."""
    return tuple(
        passage
        for passage in read_passages(text)
        if not is_news("", passage.text) and not is_denied(passage.text) and not _to_sellers(passage.text)
    )


def _only_denied(said: str, words: re.Pattern[str]) -> bool:
    return words.search(said) is not None and not policy.affirms_word(said, words)


def is_denied(said: str) -> bool:
    """Does folded text say that something is not done, or rests with somebody else?"""
    return _PATTERNS["denied"].search(said) is not None


def quote_found(found: Found) -> Text:
    """The sentences found, each once, limited to the first few."""
    said = list(dict.fromkeys(clip_quote(sentence.raw, _QUOTE) for _, sentence in found.values()))[:_QUOTED]
    return Text("".join(f"「{quote}」" for quote in said), " ".join(f"“{quote}”" for quote in said))


def _evidence(found: Found) -> tuple[Evidence, ...]:
    return tuple(
        evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE)) for view, sentence in found.values()
    )
