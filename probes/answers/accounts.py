"""Accounts of something done: one passage that names it and says when, to what extent and with what effect."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.own_answers import answer_nothing_stated, own_evidence
from probes.finding import Answer, Text, Value, yes
from probes.pages.operator.own_words import OwnSentence, find_told, is_undone, statement_day, statement_section
from probes.pages.rules.policy import pattern
from probes.probe import Params
from probes.text.numbers import claims

Parts = dict[str, OwnSentence]


def judge_account(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    parts: tuple[str, ...],
    *,
    figured: tuple[str, ...] = (),
    dated: tuple[str, ...] = (),
    of_others: bool = False,
) -> Answer:
    """YES where one passage gives every part, the first of which names the thing; parts from several passages do not add up.

    A part in ``figured`` needs a figure in its sentence, one in ``dated`` a year. A passage whose latest day is too
    old counts for nothing. Accounts with partners (``of_others``) must mention the shop too.
    """
    best: Parts = {}
    for passage in _passages(site, roles, of_others):
        found = _parts(passage, params, parts, figured, dated)
        if parts[0] not in found or not _recent(passage, site, params):
            continue
        if of_others and not any(pattern(params.words["ours"]).search(sentence.text) for sentence in passage):
            continue
        if len(found) > len(best):
            best = found
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in best)}
    if len(best) < len(parts):
        lacking = tuple(part for part in parts if part not in best)
        return answer_nothing_stated(site, roles, subject, {**values, "lacking": lacking})
    quote = best[parts[0]].raw[:120]
    return yes(
        f"有线索：{subject.zh}，「{quote}」",
        f"a lead: {subject.en}, “{quote}”",
        *own_evidence(best.values()),
        fraction=1.0,
        values=values,
    )


def _passages(site: Site, roles: tuple[Role, ...], of_others: bool) -> list[list[OwnSentence]]:
    """The sentences of those pages, grouped by page and heading; plans, and what is no longer so, are left out."""
    passages: dict[tuple[str, str], list[OwnSentence]] = {}
    for passage in find_told(site, roles, of_others=of_others):
        if not is_undone(passage):
            passages.setdefault(statement_section(passage), []).append(passage)
    return list(passages.values())


def _parts(
    passage: list[OwnSentence], params: Params, parts: tuple[str, ...], figured: tuple[str, ...], dated: tuple[str, ...]
) -> Parts:
    """The parts that a passage gives, each with its sentence; empty where it does not name the thing, as most do not."""
    found: Parts = {}
    never = pattern(params.words.get("never", ()))
    for part in parts:
        if parts[0] not in found and part != parts[0]:
            break
        words = pattern(params.words[part])
        for sentence in passage:
            if not words.search(sentence.text) or never.search(sentence.text):
                continue
            if (part in figured and not claims.find_figures(sentence.raw)) or (
                part in dated and not claims.find_years(sentence.raw)
            ):
                continue
            found[part] = sentence
            break
    return found


def _recent(passage: list[OwnSentence], site: Site, params: Params) -> bool:
    today = site.at.date()
    days = [day for sentence in passage if (day := statement_day(sentence, today)) is not None]
    return not days or claims.is_recent(max(days), today, params.limit("months"))
