"""Accounts of something done: one passage that names it and says when, how far, with what effect."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, yes
from probes.probe import Params
from probes.reading import claims
from probes.reading.own_answers import evidence, nothing
from probes.reading.own_words import Told, section, told, undone, when
from probes.reading.policy import pattern

Parts = dict[str, Told]


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
    """YES where one passage gives every part, the first of which names the thing; parts of several passages do not add up.

    A part in ``figured`` needs a figure in its sentence, one in ``dated`` a year. A passage whose newest day is too old counts for
    nothing. Accounts with partners (``of_others``) must speak of the shop, too.
    """
    best: Parts = {}
    for passage in _passages(site, roles, of_others):
        found = _parts(passage, params, parts, figured, dated)
        if parts[0] not in found or not _recent(passage, site, params):
            continue
        if of_others and not any(pattern(params.words["ours"]).search(each.text) for each in passage):
            continue
        if len(found) > len(best):
            best = found
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in best)}
    if len(best) < len(parts):
        lacking = tuple(part for part in parts if part not in best)
        return nothing(site, roles, subject, {**values, "lacking": lacking})
    quote = best[parts[0]].raw[:120]
    return yes(
        f"有线索：{subject.zh}，「{quote}」",
        f"a lead: {subject.en}, “{quote}”",
        *evidence(best.values()),
        fraction=1.0,
        values=values,
    )


def _passages(site: Site, roles: tuple[Role, ...], of_others: bool) -> list[list[Told]]:
    """Sentences under one heading of one page."""
    passages: dict[tuple[str, str], list[Told]] = {}
    for each in told(site, roles, of_others=of_others):
        if not undone(each):
            passages.setdefault(section(each), []).append(each)
    return list(passages.values())


def _parts(
    passage: list[Told], params: Params, parts: tuple[str, ...], figured: tuple[str, ...], dated: tuple[str, ...]
) -> Parts:
    """The parts that a passage gives, each with its sentence; none where it does not name the thing, as mostly."""
    found: Parts = {}
    never = pattern(params.words.get("never", ()))
    for part in parts:
        if parts[0] not in found and part != parts[0]:
            break
        words = pattern(params.words[part])
        for each in passage:
            if not words.search(each.text) or never.search(each.text):
                continue
            if (part in figured and not claims.figures(each.raw)) or (part in dated and not claims.years(each.raw)):
                continue
            found[part] = each
            break
    return found


def _recent(passage: list[Told], site: Site, params: Params) -> bool:
    today = site.at.date()
    days = [day for each in passage if (day := when(each, today)) is not None]
    return not days or claims.fresh(max(days), today, params.limit("months"))
