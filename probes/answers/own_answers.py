"""Answers from a shop's own words: what it states, which figures it gives, and what may be said where it gives none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.main.listed import list_words
from probes.pages.operator.own_words import (
    OwnSentence,
    asked_roles,
    find_told,
    is_about,
    is_over,
    is_undone,
    statement_day,
    without_name,
)
from probes.pages.operator.whose import NAMING
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params
from probes.text import silence
from probes.text.normalise import fold_text
from probes.text.numbers import claims
from probes.text.ranking import clip_quote

Found = dict[str, OwnSentence]
_TO = claims.DATA.roles


def find_own_statements(
    site: Site, params: Params, roles: tuple[Role, ...], parts: tuple[str, ...], **options: bool
) -> Found:
    """The first sentence that states each part: with its words, one of ``near`` in sentence, heading or title, none of ``never``.

    ``<part>_near`` and ``<part>_never`` add to those lists; ``<part>_heading`` states the part from the heading above, and
    below one with ``<part>_under`` the shorter ``<part>_here`` is enough. Nothing below a heading with ``never_under`` counts.
    Plans, denials and campaigns that are over state nothing; nor does anything dated before the year ``since``, if
    that limit is set.
    """
    since = params.limits.get("since")
    found: Found = {}
    left = list(parts)
    for sentence in find_told(site, roles, **options):
        if not left:
            break
        if _left_undone(sentence, params) or not is_about(
            sentence, params.words.get("near", ()) or ("",), site.platform
        ):
            continue
        for part in tuple(left):
            if not _states(sentence, params, part, site.platform):
                continue
            day = statement_day(sentence, site.at.date())
            if is_over(sentence) or (since is not None and day is not None and day.year < since.value):
                continue
            found[part] = sentence
            left.remove(part)
    return found


def _left_undone(sentence: OwnSentence, params: Params) -> bool:
    """Is it undone, but for words of ``done``: what is done by leaving a thing out (没有第二层箱子)?"""
    done = params.words.get("done", ())
    if not is_undone(sentence):  # the usual case
        return False
    rest = pattern(done).sub("", sentence.text) if done else sentence.text
    return rest == sentence.text or is_undone(
        dataclasses.replace(sentence, sentence=dataclasses.replace(sentence.sentence, text=rest))
    )


def _states(sentence: OwnSentence, params: Params, part: str, platform: Platform) -> bool:
    said = without_name(sentence.text, platform)
    heading = sentence.sentence.heading
    over = silence.line_holds(heading, params.words.get(f"{part}_heading", ())) or (
        silence.line_holds(heading, params.words.get(f"{part}_under", ()))
        and silence.line_holds(said, params.words.get(f"{part}_here", ()))
    )
    if not over and not silence.line_holds(said, params.words[part]):  # the usual case
        return False
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ())
    if never and pattern(never).search(said):
        return False
    if silence.line_holds(heading, params.words.get("never_under", ())):
        return False
    near = params.words.get(f"{part}_near", ())
    return not near or is_about(sentence, near, platform) or _speaks_to(sentence, near)


def _speaks_to(sentence: OwnSentence, near: tuple[str, ...]) -> bool:
    """Does its page belong to a role that addresses those people anyway?"""
    return bool(pattern(near).search(_TO.get(sentence.view.role, "")))


def judge_told(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    parts: tuple[str, ...] = ("rule",),
    *,
    least: int = 1,
    whole: int | None = None,
) -> Answer:
    """YES with quotes where at least ``least`` parts are stated in the operator's own name; graded by ``whole`` (all parts if None)."""
    found = find_own_statements(site, params, roles, parts)
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in found)}
    if len(found) < least:
        views, _ = searched_views(site, roles)
        return show_hint(views, params, subject) or answer_nothing_stated(site, roles, subject, values)
    quote = next(iter(found.values())).raw[:120]
    answer = yes(
        f"写明了{subject.zh}：「{quote}」",
        f"the page states {subject.en}: “{quote}”",
        *own_evidence(found.values()),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else answer_own_unseen(site, roles) or in_part(answer)


def answer_own_unseen(site: Site, roles: tuple[Role, ...]) -> Answer | None:
    """NOT_SEEN where a hidden page may say more, or may name the operator as a sentence that was passed over does; else None."""
    return answer_hidden(site, asked_roles(site, roles))


def own_pages_needed(*roles: Role) -> tuple[Need, ...]:
    """What a probe that judges own words reads."""
    return tuple(Need(role, required=False) for role in dict.fromkeys((*roles, *NAMING)))


def answer_nothing_stated(
    site: Site,
    roles: tuple[Role, ...],
    subject: Text,
    values: dict[str, Value] | None = None,
) -> Answer:
    """The answer where nothing was found on those pages."""
    return not_found(
        site,
        asked_roles(site, roles),
        f"未见{subject.zh}",
        f"{subject.en} was not found",
        fraction=0.0,
        values=values,
    )


def _lead(text: str) -> str:
    """What stands before the first colon of a folded sentence; "" without one."""
    lead, colon, _ = text.partition(":")
    return lead if colon else ""


def own_evidence(found: Iterable[OwnSentence]) -> tuple[Evidence, ...]:
    """Evidence for each sentence once, on its page."""
    return tuple(
        {
            (sentence.view.id, sentence.raw): evidence_on_page(sentence.view, quote=clip_quote(sentence.raw, 200))
            for sentence in found
        }.values()
    )


def judge_figures(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    *,
    least: int = 1,
) -> Answer:
    """YES where sentences on the subject (``near``) hold ``least`` figures; half the points if none is dated, none if all are old.

    A figure counts by the words of its own clause: one of ``counted``, none of ``not_counted``; or by its heading or what
    leads its sentence up to a colon: one of ``counted_heading``.
    """
    never = pattern(params.words.get("never", ()))
    wanted, other = pattern(params.words["counted"]), pattern(params.words.get("not_counted", ()))
    headed = pattern(params.words.get("counted_heading", ()))
    dated: dict[tuple[float, str], tuple[OwnSentence, claims.ClaimedFigure]] = {}
    undated = dict(dated)
    today = site.at.date()
    for sentence in find_told(site, roles):
        figures = claims.find_figures(sentence.raw)
        if (
            not figures or _left_undone(sentence, params) or is_over(sentence) or never.search(sentence.text)
        ):  # the usual case
            continue
        if not is_about(sentence, params.words["near"], site.platform):
            continue
        day = statement_day(sentence, today)
        if day is not None and not claims.is_recent(day, today, params.limit("months")):
            continue
        told = headed.search(f"{sentence.sentence.heading}\n{_lead(sentence.text)}")
        for figure in figures:
            said = fold_text(claims.figure_clause(sentence.raw, figure))
            counts = wanted.search(said) or told
            if figure.dimension in params.words["dimensions"] and counts and not other.search(said):
                (dated if day else undated).setdefault((figure.value, figure.unit), (sentence, figure))
    every = list((dated | undated).items())
    fraction = min(1.0, len(dated) / least)
    fraction = max(fraction, min(1.0, len(every) / least) / 2)
    if not every:
        views, _ = searched_views(site, roles)
        return show_hint(views, params, subject) or answer_nothing_stated(site, roles, subject)
    seen = [figure.raw for _, (_, figure) in every[:6]]
    figures_said = list_words(seen)
    quote = clip_quote(every[0][1][0].raw, 120)
    doubt = Text("", "") if dated else Text("（未注明年份）", " (undated)")
    answer = yes(
        f"{subject.zh}：{figures_said.zh}{doubt.zh}，「{quote}」",
        f"{subject.en}: {figures_said.en}{doubt.en}, “{quote}”",
        *own_evidence(pair[0] for _, pair in every[:6]),
        fraction=fraction,
        values={"figures": tuple(seen), "dated": len(dated)},
    )
    return answer if fraction == 1.0 else answer_own_unseen(site, roles) or in_part(answer)
