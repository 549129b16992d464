"""What pages state in whole sentences: the one reading behind every question of the form "is it written down that …?"."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, no, shown, yes
from probes.probe import Params
from probes.reading import policy
from probes.reading.policy import Sentence
from probes.reading.several import hidden, not_found, searched

Found = dict[str, tuple[View, Sentence]]


def find(views: Iterable[View], params: Params, parts: tuple[str, ...]) -> tuple[Found, Found]:
    """What is stated and what is denied, by part.

    Words of a part stand under its name in the table; ``<part>_near`` (or ``near``) must stand in the sentence too, or in its
    heading; ``<part>_never`` and ``never`` spoil a sentence, ``never_under`` all sentences below such a heading;
    ``<part>_denied`` are counter-evidence.
    """
    stated: Found = {}
    denied: Found = {}
    others = policy.pattern(params.words.get("never_under", ()))
    for view in views:
        said = [each for each in policy.sentences(view.text) if not others.search(each.heading)]
        for part in parts:
            never = params.words.get("never", ()) + params.words.get(f"{part}_never", ())
            near = params.words.get(f"{part}_near", params.words.get("near", ()))
            hit = policy.stated(said, params.words[part], near=near, never=never)
            if hit is not None:
                stated.setdefault(part, (view, hit))
            against = policy.stated(said, params.words.get(f"{part}_denied", ()))
            if against is not None:
                denied.setdefault(part, (view, against))
    return stated, denied


def judge_stated(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    parts: tuple[str, ...] = ("rule",),
    *,
    least: int = 1,
    whole: int | None = None,
) -> Answer:
    """YES with the sentences quoted where at least ``least`` parts are stated on any page of those roles.

    The fraction is stated parts by ``whole`` (all of them, if not given), 1 at most. A part that is denied is never stated;
    where nothing but denials was found the answer is NO with the denial quoted. What is not found, or found in part, is only
    said where no page that may hold it was hidden.
    """
    views, _ = searched(site, roles)
    found, denied = find(views, params, parts)
    found = {part: found[part] for part in parts if part in found and part not in denied}
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(found)}
    blind = hidden(site, roles)
    if denied and len(found) < least:
        if blind is not None:
            return dataclasses.replace(blind, evidence=_evidence(denied))
        _, sentence = next(iter(denied.values()))
        quote = sentence.raw[:120]
        return no(
            f"页面所述与{subject.zh}相反：「{quote}」",
            f"the page says the opposite of {subject.en}: “{quote}”",
            *_evidence(denied),
            fraction=0.0,
            values=values,
        )
    if len(found) < least:
        zh, en = f"未见{subject.zh}", f"{subject.en} was not found"
        return not_found(site, roles, zh, en, fraction=0.0, values=values)
    _, sentence = next(iter(found.values()))
    quote = sentence.raw[:120]
    answer = yes(
        f"写明了{subject.zh}：「{quote}」",
        f"{subject.en} is stated: “{quote}”",
        *_evidence(found),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else blind or answer


def _evidence(found: Found) -> tuple[Evidence, ...]:
    return tuple(shown(view, quote=sentence.raw[:200]) for view, sentence in found.values())
