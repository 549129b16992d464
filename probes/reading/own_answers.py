"""Answers from a shop's own words: what it states, which figures it gives, and what may be said where it gives none."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, in_part, shown, yes
from probes.probe import Need, Params
from probes.reading import claims, policy, silence
from probes.reading.own_words import Told, about, asked, over, told, undone, when, without_name
from probes.reading.policy import pattern
from probes.reading.several import hidden, not_found
from probes.reading.whose import NAMING
from probes.text.ranking import clip

Found = dict[str, Told]
_TO: dict[str, str] = claims.DATA["roles"]


def find(site: Site, params: Params, roles: tuple[Role, ...], parts: tuple[str, ...], **options: bool) -> Found:
    """The first sentence that states each part: its words, one of ``near`` in sentence, heading or title, none of ``never``.

    ``<part>_near`` and ``<part>_never`` add to those; ``<part>_heading`` states the part from the heading above. Plans and
    denials state nothing, nor does a campaign that is over, nor what is dated before the ``since`` year, if that is limited.
    """
    since = params.limits.get("since")
    found: Found = {}
    left = list(parts)
    for each in told(site, roles, **options):
        if not left:
            break
        if undone(each) or not about(each, params.words.get("near", ()) or ("",), site.platform):
            continue
        for part in tuple(left):
            if not _states(each, params, part, site.platform):
                continue
            day = when(each, site.at.date())
            if over(each) or (since is not None and day is not None and day.year < since.value):
                continue
            found[part] = each
            left.remove(part)
    return found


def _states(each: Told, params: Params, part: str, platform: Platform) -> bool:
    said = without_name(each.text, platform)
    over = silence.holds(each.sentence.heading, params.words.get(f"{part}_heading", ()))
    if not over and not silence.holds(said, params.words[part]):  # mostly
        return False
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ())
    if never and pattern(never).search(said):
        return False
    near = params.words.get(f"{part}_near", ())
    return not near or about(each, near, platform) or _speaks_to(each, near)


def _speaks_to(each: Told, near: tuple[str, ...]) -> bool:
    """Is its page one of a role that speaks to those people anyhow?"""
    return bool(pattern(near).search(_TO.get(each.view.role, "")))


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
    """YES with the sentences quoted where at least ``least`` parts are stated in the operator's own name; graded by ``whole``."""
    found = find(site, params, roles, parts)
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in found)}
    if len(found) < least:
        return nothing(site, roles, subject, values)
    quote = next(iter(found.values())).raw[:120]
    answer = yes(
        f"写明了{subject.zh}：「{quote}」",
        f"{subject.en} is stated: “{quote}”",
        *evidence(found.values()),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else unseen(site, roles) or in_part(answer)


def unseen(site: Site, roles: tuple[Role, ...]) -> Answer | None:
    """NOT_SEEN where a page that may say more, or whose name a passed-over sentence speaks in, was hidden from us."""
    return hidden(site, asked(site, roles))


def reads(*roles: Role) -> tuple[Need, ...]:
    """What a probe that judges own words reads."""
    return tuple(Need(role, required=False) for role in dict.fromkeys((*roles, *NAMING)))


def nothing(
    site: Site,
    roles: tuple[Role, ...],
    subject: Text,
    values: dict[str, Value] | None = None,
) -> Answer:
    """What may be said where nothing was found on those pages."""
    return not_found(
        site,
        asked(site, roles),
        f"未见{subject.zh}",
        f"{subject.en} was not found",
        fraction=0.0,
        values=values,
    )


def evidence(found: Iterable[Told]) -> tuple[Evidence, ...]:
    """Each sentence once, with its page."""
    return tuple({(each.view.id, each.raw): shown(each.view, quote=clip(each.raw, 200)) for each in found}.values())


def judge_figures(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    *,
    least: int = 1,
) -> Answer:
    """YES where sentences on the subject (``near``) hold ``least`` figures; half where none of them is dated, nothing where all are old.

    A figure counts by the words of its own clause: one of ``counted``, none of ``not_counted``.
    """
    never = pattern(params.words.get("never", ()))
    wanted, other = pattern(params.words["counted"]), pattern(params.words.get("not_counted", ()))
    dated: dict[tuple[float, str], tuple[Told, claims.Figure]] = {}
    undated = dict(dated)
    today = site.at.date()
    for each in told(site, roles):
        figures = claims.figures(each.raw)
        if not figures or undone(each) or over(each) or never.search(each.text):  # mostly
            continue
        if not about(each, params.words["near"], site.platform):
            continue
        day = when(each, today)
        if day is not None and not claims.fresh(day, today, params.limit("months")):
            continue
        for figure in figures:
            said = policy.fold(claims.clause(each.raw, figure))
            if figure.dimension in params.words["dimensions"] and wanted.search(said) and not other.search(said):
                (dated if day else undated).setdefault((figure.value, figure.unit), (each, figure))
    every = list((dated | undated).items())
    fraction = min(1.0, len(dated) / least)
    fraction = max(fraction, min(1.0, len(every) / least) / 2)
    if not every:
        return nothing(site, roles, subject)
    seen = [figure.raw for _, (_, figure) in every[:6]]
    quote = clip(every[0][1][0].raw, 120)
    doubt = Text("", "") if dated else Text("（未注明年份）", " (undated)")
    answer = yes(
        f"{subject.zh}：{'、'.join(seen)}{doubt.zh}，「{quote}」",
        f"{subject.en}: {', '.join(seen)}{doubt.en}, “{quote}”",
        *evidence(pair[0] for _, pair in every[:6]),
        fraction=fraction,
        values={"figures": tuple(seen), "dated": len(dated)},
    )
    return answer if fraction == 1.0 else unseen(site, roles) or in_part(answer)
