"""Judges one item of a policy: stated and quoted, stated in another company's name, denied, or not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.doubts.policy_mentions import mentioned_in_policy, told_by_the_other, unrecognised_policy
from probes.answers.doubts.policy_topic import sounds_stated
from probes.answers.statements import Found, find_stated, quote_found
from probes.finding import Answer, Evidence, Outcome, Text, Value, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unopened_document import unopened_document
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.joined_lists import read_joined, says_beyond_question
from probes.pages.rules import brands, policy, unfolded
from probes.pages.rules.short_policy import is_brief
from probes.probe import Params
from probes.text.hollow import is_hollow
from probes.text.ranking import clip_quote

_BELOW = ("under", "here")  # lists that hold below a heading: ``find_stated``


def judge_item(
    site: Site,
    params: Params,
    subject: Text,
    parts: tuple[str, ...],
    also: tuple[Role, ...] = (),
    least: int = 1,
    whole: int | None = None,
) -> Answer:
    """YES with quotes where at least ``least`` parts are stated, NO where the item is denied.

    The fraction is stated parts by ``whole`` (all of them if None), 1 at most. ``also`` names further pages that may
    state it. "Not found" is never NO while a page or a linked document that may state it was not seen. Where the only
    sentences with its words are of the check's ``hollow`` classes (titles, definitions and the like), a person is
    asked.
    """
    stated, denied = _found(site, params, parts, also)
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in stated)}
    fraction = min(1.0, len(stated) / (whole or len(parts)))
    if len(stated) >= least:
        said = _stated(site, subject, stated, fraction, values)
        answer = _held(site, params, subject, stated, said, least, whole or len(parts))
        if answer.outcome is Outcome.UNSURE:
            answer = _plainly(site, params, subject, stated, parts, least, whole or len(parts)) or answer
        if answer.outcome is Outcome.UNSURE or answer.fraction != 1.0:
            answer = _freely(site, params, subject, stated, parts, least, whole or len(parts)) or answer
        return answer if answer.fraction == 1.0 else _unless_blind(site, params, subject, also, answer)
    if denied and not stated and answer_hidden(site, (Role.PRIVACY, *also)) is None:
        view, sentence = next(iter(denied.values()))
        return no(
            f"政策否定了{subject.zh}：「{clip_quote(sentence.raw, policy.SAID)}」",
            f"the policy denies {subject.en}: “{clip_quote(sentence.raw, policy.SAID)}”",
            evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE)),
            values=values,
        )
    freely = _freely(site, params, subject, stated, parts, least, whole or len(parts))
    if freely is None or freely.outcome is not Outcome.YES:
        freely = _plainly(site, params, subject, stated, parts, least, whole or len(parts)) or freely
    if freely is not None:
        return freely if freely.fraction == 1.0 else _unless_blind(site, params, subject, also, freely)
    return answer_missing_policy(site, params, subject, also, values, fraction)


def _found(site: Site, params: Params, parts: tuple[str, ...], also: tuple[Role, ...]) -> tuple[Found, Found]:
    """What the policy and the further pages state and deny, by part.

    Where the table has ``elsewhere`` words, what a further page says must hold one of them too: how to edit an address
    book is no step for exercising one's rights in personal data.
    """
    own, more = policy.policy_documents(site), tuple(view for role in also for view in _texts(site, role))
    if also:  # a page named as the policy that we cannot tell to be one says no less than a page of any other name
        more += tuple(view for view in site.all(Role.PRIVACY) if view not in own)
    elsewhere = params.words.get("elsewhere", ())
    if not elsewhere:
        return find_stated(own + more, params, parts)
    stated, denied = find_stated(own, params, parts)
    near = {"near": elsewhere} | {f"{part}_near": elsewhere for part in parts}
    stated_there, denied_there = find_stated(more, dataclasses.replace(params, words={**params.words, **near}), parts)
    return (
        {
            part: stated_parts[part]
            for part in parts
            for stated_parts in (stated_there | stated,)
            if part in stated_parts
        },
        denied_there | denied,
    )


def _texts(site: Site, role: Role) -> tuple[View, ...]:
    """The texts of that role; an answer in the help may be short."""
    return site.all(role) if role is Role.HELP else policy.policy_documents(site, role)


def _unless_blind(site: Site, params: Params, subject: Text, also: tuple[Role, ...], part: Answer) -> Answer:
    """A part of an item counts as the whole answer only where no page that may hold the rest was hidden from us."""
    # What was found is on the topic already: a second reader would only find that again.
    words_alone = dataclasses.replace(
        params, words={k: words for k, words in params.words.items() if k not in ("learnt", "doubt")}
    )
    rest = answer_missing_policy(site, words_alone, Text(f"{subject.zh}的其余部分", f"the rest of {subject.en}"), also)
    if rest.outcome is Outcome.NO or part.outcome is Outcome.UNSURE:
        return part
    because = Text(f"{part.because.zh}；{rest.because.zh}", f"{part.because.en}; {rest.because.en}")
    return dataclasses.replace(
        rest, because=because, evidence=part.evidence, values=part.values, fraction=part.fraction
    )


def _stated(site: Site, subject: Text, stated: Found, fraction: float, values: Mapping[str, Value]) -> Answer:
    evidence: tuple[Evidence, ...] = tuple(
        evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE)) for view, sentence in stated.values()
    )
    view, _ = next(iter(stated.values()))
    words = quote_found(stated)
    zh, en = f"政策说明了{subject.zh}：{words.zh}", f"the policy states {subject.en}: {words.en}"
    brand = brands.foreign_brand(view, site.platform)
    if brand:
        return unsure(
            f"{zh}；但该政策似以「{brand}」名义发布",
            f"{en}; but it seems to speak for “{brand}”",
            *evidence,
            guess=0.0,
            question=Text(
                f"该政策是否为本平台自己的政策（文中自称「{brand}」）？",
                f"Is this the shop's own policy (it speaks for “{brand}”)?",
            ),
            values=values,
        )
    return yes(zh, en, *evidence, fraction=fraction, values=values)


def _held(site: Site, params: Params, subject: Text, stated: Found, answer: Answer, least: int, whole: int) -> Answer:
    """The answer from those parts alone whose sentences state them; UNSURE where these are too few, or read like another topic."""
    classes = params.words.get("hollow", ())
    full = {part: hit for part, hit in stated.items() if not is_hollow(hit[1].text, hit[1].heading, classes)}
    if answer.outcome is not Outcome.YES or len(full) == len(stated):
        return _doubted(params, subject, stated, answer)
    if len(full) < least:
        return _asked(subject, answer)
    earned = min(1.0, len(full) / whole)
    values: dict[str, Value] = {"stated": tuple(full)}
    alone = _doubted(
        params, subject, full, _stated(site, subject, full, earned, values)
    )  # parts that state nothing prove nothing
    if alone.outcome is not Outcome.YES or earned == answer.fraction:
        return alone
    return dataclasses.replace(alone, by_absence=True, ceiling=answer.fraction)


def _doubted(params: Params, subject: Text, stated: Found, answer: Answer) -> Answer:
    """UNSURE where a second reader takes none of the sentences for a statement of the topic."""
    if answer.outcome is not Outcome.YES or sounds_stated(params, (sentence for _, sentence in stated.values())):
        return answer
    return _asked(subject, answer)


def _plainly(
    site: Site, params: Params, subject: Text, known: Found, parts: tuple[str, ...], least: int, whole: int
) -> Answer | None:
    """YES where at least ``least`` parts are stated in the plainest words, which need no second reader; else None.

    The words are ``<part>_plain``, or below a heading with ``<part>_plain_under`` the shorter ``<part>_plain_here``.
    Parts ``known`` by other words add nothing until a person confirms them.
    """
    plain = {part: params.words.get(f"{part}_plain", ()) for part in parts}
    under = {f"{part}_{name}": params.words.get(f"{part}_plain_{name}", ()) for part in parts for name in _BELOW}
    if not any((*plain.values(), *under.values())):
        return None
    never = {"never": params.words.get("never", ()) + params.words.get("plain_never", ())}
    for part in parts:
        own = (params.words.get(f"{part}{name}", ()) for name in ("_never", "_plain_never"))
        never[f"{part}_never"] = tuple(word for words in own for word in words)
    views = policy.policy_documents(site)
    words = {**params.words, **plain, **under, **never}
    stated, _ = find_stated(views, dataclasses.replace(params, words=words), parts)
    classes = params.words.get("hollow", ())
    full = {part: hit for part, hit in stated.items() if not is_hollow(hit[1].text, hit[1].heading, classes)}
    if len(full) < least:
        return None
    earned, most = (min(1.0, len(said) / whole) for said in (full, known | full))
    answer = _stated(site, subject, full, earned, {"stated": tuple(full)})
    if answer.outcome is not Outcome.YES:
        return None
    return answer if most == earned else dataclasses.replace(answer, by_absence=True, ceiling=most)


def _freely(
    site: Site, params: Params, subject: Text, known: Found, parts: tuple[str, ...], least: int, whole: int
) -> Answer | None:
    """YES where a short policy in a small shop's own words (``<part>_free``) states at least ``least`` parts; else UNSURE or None.

    UNSURE where only hollow sentences do. The second reader is not asked: it learnt from long policies and recognises
    too little in short sentences. In long policies the same words say too little. Parts ``known`` by other words count
    too, unless their class is hollow.
    """
    views = [view for view in policy.policy_documents(site) if is_brief(view)]
    words = {part: params.words.get(f"{part}_free", ()) for part in parts}
    if not views or not any(words.values()):
        return None
    near = {f"{part}_near": params.words.get(f"{part}_free_near", ()) for part in parts}
    never = ("never", "plain_never", "free_never")
    more = {"never": tuple(word for name in never for word in params.words.get(name, ()))}
    free, _ = find_stated(views, dataclasses.replace(params, words={**params.words, **words, **near, **more}), parts)
    classes = params.words.get("hollow", ())
    for part in parts:
        hit = free.get(part)
        if hit is None or is_hollow(hit[1].text, hit[1].heading, classes):
            own = words[part] if part in known else params.words.get(part, ()) + words[part]
            beside = near[f"{part}_near"] or params.words.get(f"{part}_near", params.words.get("near", ()))
            free |= _in_lists(views, part, own, beside, more["never"])
    hollow = {part for part, hit in known.items() if is_hollow(hit[1].text, hit[1].heading, classes)}
    best = {part: hit for part, hit in known.items() if part not in hollow} | {
        part: hit for part, hit in free.items() if part in hollow or part not in known
    }
    every = {part: (known | best)[part] for part in parts if part in known or part in best}
    full = {part: hit for part, hit in every.items() if not is_hollow(hit[1].text, hit[1].heading, classes)}
    if not free or len(every) < least:
        return None
    stated = full if len(full) >= least else every
    values: dict[str, Value] = {"stated": tuple(stated)}
    answer = _stated(site, subject, stated, min(1.0, len(stated) / whole), values)
    return answer if stated is full else _asked(subject, answer)


def _in_lists(
    views: Iterable[View], part: str, words: tuple[str, ...], near: tuple[str, ...], never: tuple[str, ...]
) -> Found:
    """The part with the first list, table or answer to a question that states it, or nothing."""
    for view in views:
        said = (joined for joined in read_joined(unfolded.unfolded_text(view)) if says_beyond_question(joined, words))
        if (hit := policy.find_statement(said, words, near=near, never=never, affirmed=True)) is not None:
            return {part: (view, hit)}
    return {}


def _asked(subject: Text, answer: Answer) -> Answer:
    """The answer as a question to a person, with the words shown."""
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(
            f"可能说明了{subject.zh}，但所引文字不像是对此的说明，须由人确认：{_said(answer.because.zh, '：')}",
            f"{subject.en} may be stated, yet the words shown do not read like it: {_said(answer.because.en, ': ')}",
        ),
        question=Text(f"所引文字是否说明了{subject.zh}？", f"Do the words shown state {subject.en}?"),
    )


def _said(because: str, mark: str) -> str:
    """What a sentence quotes after the mark."""
    return because.partition(mark)[2] or because


def answer_missing_policy(
    site: Site,
    params: Params,
    subject: Text,
    also: tuple[Role, ...] = (),
    values: Mapping[str, Value] | None = None,
    fraction: float = 0.0,
) -> Answer:
    """The answer for an item that no sentence states."""
    seen, _ = searched_views(site, (Role.PRIVACY, *also))
    zh, en = f"未见{subject.zh}的说明", f"no statement of {subject.en} was found"
    broken = next((view for view in seen if policy.is_garbled(view)), None)
    if broken is not None:
        return unsure(
            f"{zh}；但页面文字为乱码", f"{en}; but the page's text is garbled", evidence_on_page(broken), guess=0.0
        )
    about = () if not policy.policy_documents(site) else params.words.get("elsewhere", ())
    link = unopened_document(site, about) if about or not policy.policy_documents(site) else ""
    if link:
        return not_seen(
            "not_looked",
            f"{zh}；但「{link}」指向的文件本次未打开",
            f"{en}; but the document behind “{link}” was not opened",
        )
    question = Text(f"政策中是否有{subject.zh}的说明？", f"Does the policy state {subject.en}?")
    roles = (Role.PRIVACY, *also)
    answer = not_found(
        site, roles, zh, en, fraction=fraction, values=values, question=question, where=AnswerPlace.TEXTS
    )
    if answer.outcome is not Outcome.NO:
        return answer
    further = tuple(view for role in also for view in _texts(site, role))
    return (
        told_by_the_other(site, params, subject, answer)
        or mentioned_in_policy(policy.policy_documents(site), further, params, subject, answer)
        or unrecognised_policy(site, subject, answer)
        or answer
    )
