"""What pages state in whole sentences: the one reading behind every question of the form "is it written down that …?"."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, in_part, no, shown, unsure, yes
from probes.pages.best_sentence import Sought, best, told_in_rows
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading import policy, silence, unfolded
from probes.reading.passages import passages
from probes.reading.policy import Sentence
from probes.reading.remember import per_line, per_text, per_view_and
from probes.reading.rulebook import title
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import Merit, clip

Found = dict[str, tuple[View, Sentence]]
_DATA = tomllib.loads(files("probes.reading").joinpath("statements.toml").read_text("utf-8"))
_NEWS = policy.pattern(tuple(_DATA["words"]["news"]))
_DENIED = re.compile(_DATA["patterns"]["denied"])
_SELLERS = re.compile(_DATA["patterns"]["sellers"])
_QUOTE, _QUOTED = 120, 3  # characters of a sentence quoted for people, and how many are
_GUESS = 0.5  # what words that are not understood are guessed to be worth


def find(views: Iterable[View], params: Params, parts: tuple[str, ...]) -> tuple[Found, Found]:
    """What is stated and what is denied, by part.

    Words of a part stand under its name in the table; ``<part>_near`` (or ``near``) must stand in the sentence too, or in its
    heading or the title of its page; ``<part>_never`` and ``never`` spoil a sentence, ``never_under`` all sentences below such a
    heading or title;
    ``<part>_denied`` are counter-evidence. Below a heading or question of ``<part>_under`` the shorter ``<part>_here`` will do:
    there a sentence need not name its subject again. Words that are negated, and news of others, state nothing.
    """
    stated: dict[str, tuple[Merit, View, Sentence]] = {}
    denied: Found = {}
    under = params.words.get("never_under", ())
    others = policy.pattern(under)
    buyers = any(
        "卖家" in word or "商家" in word for word in under
    )  # a question of buyers: what sellers are told is none
    for view in views:
        titled = policy.fold(title(view))
        if others.search(titled):
            continue
        said, whole = _of_subject(view, (under, buyers))
        for part in parts:
            hit = _stated(said, whole, params, part, titled)
            if hit is not None and (part not in stated or hit[0] > stated[part][0]):
                stated[part] = hit[0], view, hit[1]
            denials = params.words.get(f"{part}_denied", ())
            if part in denied or not denials or not silence.speaks(whole, denials):
                continue
            if (against := policy.stated(said, denials)) is not None:
                denied[part] = view, against
    return {part: stated[part][1:] for part in parts if part in stated}, denied


@per_view_and
def _of_subject(view: View, told: tuple[tuple[str, ...], bool]) -> tuple[tuple[Sentence, ...], str]:
    """The sentences below no heading of those words, and their texts together: what is not in these is in no sentence, and most is in
    none. Where buyers are asked about, what sellers are told is left out too."""
    under, buyers = told
    text = unfolded.text(view)
    said = _to_buyers(text) if buyers else _no_news(text)
    said += told_in_rows(view)
    if under:
        said = tuple(each for each in said if not silence.holds(each.heading, under))
    return said, "\n".join(each.text for each in said)


@per_text
def _to_buyers(text: str) -> tuple[Sentence, ...]:
    return tuple(each for each in _no_news(text) if not _to_sellers(each.text))


@per_line
def _to_sellers(text: str) -> bool:
    return _SELLERS.search(text) is not None


@per_text
def _no_news(text: str) -> tuple[Sentence, ...]:
    return tuple(each for each in passages(text) if not _news(each.heading, each.text))


@per_line
def _news(heading: str, text: str) -> bool:
    return _NEWS.search(f"{heading}\n{text}") is not None


def _stated(
    said: tuple[Sentence, ...], whole: str, params: Params, part: str, titled: str
) -> tuple[Merit, Sentence] | None:
    """The sentence that states the part best on a page of that title, by its words or below its heading."""
    words = params.words[part]
    under, here = params.words.get(f"{part}_under", ()), params.words.get(f"{part}_here", ())
    spoken, below = silence.speaks(whole, words), bool(under and here) and silence.speaks(whole, here)
    if not spoken and not below:  # mostly
        return None
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ())
    chapters = params.words.get(f"{part}_chapter", params.words.get("chapter", ()))
    topic = next(iter(params.words.get("learnt", ())), "")
    hits = []
    if spoken:
        near = params.words.get(f"{part}_near", params.words.get("near", ()))
        near = () if near and policy.pattern(near).search(titled) else near
        hits.append(best(said, Sought(words, near, never, chapters, affirmed=True, topic=topic), titled))
    if below:
        headed = [each for each in said if silence.holds(each.heading, under)]
        hits.append(best(headed, Sought(here, (), never, chapters, affirmed=True, topic=topic), titled))
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
    where: Where = Where.TEXTS,
) -> Answer:
    """YES with the sentences quoted where at least ``least`` parts, and each of ``needs``, are stated on any page of those roles.

    The fraction is stated parts by ``whole`` (all of them, if not given), 1 at most. A part that is denied is never stated;
    where nothing but denials was found the answer is NO with the denial quoted. What is not found, or found in part, is only
    said where no page that may hold it was hidden.
    """
    views, _ = searched(site, roles)
    found, denied = find(views, params, parts)
    found = {part: found[part] for part in parts if part in found and part not in denied}
    found = found if all(part in found for part in needs) else {}
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(found)}
    blind = hidden(site, roles)
    if denied and len(found) < least:
        if blind is not None:
            return dataclasses.replace(blind, evidence=_evidence(denied))
        _, sentence = next(iter(denied.values()))
        quote = clip(sentence.raw, 120)
        return no(
            f"页面所述与{subject.zh}相反：「{quote}」",
            f"the page says the opposite of {subject.en}: “{quote}”",
            *_evidence(denied),
            fraction=0.0,
            values=values,
        )
    if len(found) < least:
        zh, en = f"未见{subject.zh}", f"{subject.en} was not found"
        spoken = hidden(site, roles, public=True) or doubt(views, params, subject)
        if spoken is not None:
            return dataclasses.replace(spoken, values=values)
        return not_found(site, roles, zh, en, fraction=0.0, values=values, where=where)
    words = quoted(found)
    answer = yes(
        f"写明了{subject.zh}：{words.zh}",
        f"{subject.en} is stated: {words.en}",
        *_evidence(found),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else blind or in_part(answer)


def doubt(views: Iterable[View], params: Params, subject: Text) -> Answer | None:
    """UNSURE with the sentence quoted where a page speaks of the subject in words we do not know.

    ``doubt`` are words of the subject, in a sentence or its heading; where ``doubt_near`` is given, in a sentence that has one of
    these too, or stands below it. Every shop has its own words: what is spoken of and not understood is no absence. None where it is
    not spoken of, or denied.
    """
    words, near = params.words.get("doubt", ()), params.words.get("doubt_near", ())
    never = params.words.get("never", ())
    others = policy.pattern(params.words.get("never_under", ()))
    for view in views if words else ():
        titled = policy.fold(title(view))
        if others.search(titled):
            continue
        said = [each for each in _plainly(unfolded.text(view)) if not others.search(each.heading)]
        around = () if policy.pattern(near).search(titled) else near
        hit = policy.stated(said, words, near=around, never=never, affirmed=True)
        if hit is None and not near:
            spoken = policy.pattern(words)
            below = [each for each in said if spoken.search(each.heading) and not _only_denied(each.text, spoken)]
            hit = policy.stated(below, ("",), never=never)
        if hit is None:
            continue
        quote = clip(hit.raw, 120)
        zh = f"页面提及此事，但未能确认是否写明{subject.zh}：「{quote}」"
        en = f"a page speaks of it, yet whether it states {subject.en} could not be told: “{quote}”"
        ask = Text(f"所引文字是否写明了{subject.zh}？", f"Do the quoted words state {subject.en}?")
        return unsure(zh, en, shown(view, quote=clip(hit.raw, 200)), guess=_GUESS, question=ask)
    return None


@per_text
def _plainly(text: str) -> tuple[Sentence, ...]:
    """The sentences that are neither news nor denials nor told to sellers."""
    return tuple(
        each
        for each in passages(text)
        if not _NEWS.search(each.text) and not _DENIED.search(each.text) and not _to_sellers(each.text)
    )


def _only_denied(said: str, words: re.Pattern[str]) -> bool:
    return words.search(said) is not None and not policy.affirms(said, words)


def quoted(found: Found) -> Text:
    """The sentences found, each once, the first few of them."""
    said = list(dict.fromkeys(clip(sentence.raw, _QUOTE) for _, sentence in found.values()))[:_QUOTED]
    return Text("".join(f"「{each}」" for each in said), " ".join(f"“{each}”" for each in said))


def _evidence(found: Found) -> tuple[Evidence, ...]:
    return tuple(shown(view, quote=clip(sentence.raw, 200)) for view, sentence in found.values())
