"""What a platform's own rules on after-sales service and delivery say, and whether they can be reached within a few clicks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, in_part, not_seen, shown, unsure, yes
from probes.pages.best_sentence import Sought, best
from probes.pages.unopened import Surface
from probes.pages.unread import Where
from probes.probe import Need, Params
from probes.reading import policy, returns
from probes.reading.answers import answers, joined, rows
from probes.reading.passages import TO_SELLERS, passages, vain
from probes.reading.policy import Sentence
from probes.reading.rulebook import title
from probes.reading.several import hidden, not_found, searched
from probes.reading.statements import Found
from probes.text.ranking import Merit, clip

RETURN_ROLES = (Role.AFTER_SALES, Role.HELP, Role.RULES, Role.AGREEMENT, Role.COMPLAINT)
DELIVERY_ROLES = (Role.DELIVERY, Role.HELP, Role.RULES, Role.AFTER_SALES)
_ON_ONE_THING = frozenset({Role.DELIVERY})
_QUOTED = 3  # sentences quoted in an answer


def reads(roles: Iterable[Role]) -> tuple[Need, ...]:
    """Pages that are read where they are there."""
    return tuple(Need(role, required=False) for role in roles)


def find(views: Iterable[View], params: Params, parts: Iterable[str]) -> Found:
    """What is stated, by part, in sentences or lists.

    Words of a part stand under its name in the table; ``<part>_near`` (or ``near``) must stand in the passage too, in its heading
    or in the name of its page; ``<part>_never``, ``never`` and what is said to sellers about their own tools spoil a passage.
    """
    found: dict[str, tuple[Merit, View, Sentence]] = {}
    views = tuple(views)
    for part in parts:
        never = params.words.get("never", ()) + params.words.get(f"{part}_never", ()) + TO_SELLERS
        near = params.words.get(f"{part}_near", params.words.get("near", ()))
        chapters = params.words.get(f"{part}_chapter", params.words.get("chapter", ()))
        for view in views:
            sought = Sought(params.words[part], () if _called(view, near) else near, never, chapters)
            titled = policy.fold(title(view))
            hit = best(_told(view), sought, titled) or best(_joined(view, sought), sought, titled)
            if hit is not None and (part not in found or hit[0] > found[part][0]):
                found[part] = hit[0], view, hit[1]
    return {part: (view, sentence) for part, (_, view, sentence) in found.items()}


def _called(view: View, near: tuple[str, ...]) -> bool:
    """Whether the page's own name says what all of it is about: that of delivery speaks of delivery in every sentence."""
    own = view.role in _ON_ONE_THING and bool(near)
    return own and policy.pattern(near).search(policy.fold(" ".join(view.path[-1:]) or view.title)) is not None


def _told(view: View) -> tuple[Sentence, ...]:
    return tuple(each for each in passages(view.text) if not vain(each.text))


def _joined(view: View, sought: Sought) -> tuple[Sentence, ...]:
    """The answers and rows of tables that say so, and not in a question alone."""
    nearby, banned, wanted = policy.pattern(sought.near), policy.pattern(sought.never), policy.pattern(sought.words)
    return tuple(
        each.sentence
        for each in joined(view)
        if each.says(wanted)
        and not vain(each.sentence.text)
        and not (sought.never and banned.search(each.sentence.text))
        and (not sought.near or nearby.search(each.sentence.text) is not None)
    )


def judge_rules(
    site: Site,
    params: Params,
    subject: Text,
    roles: tuple[Role, ...],
    parts: Mapping[str, Text],
    *,
    known: Found | None = None,
    needs: tuple[str, ...] = (),
    whole: int | None = None,
) -> Answer:
    """YES with the sentences quoted where a part, and each of ``needs``, is stated on any page of those roles.

    The fraction is stated parts by ``whole`` (all of them, if not given), 1 at most. ``known`` are parts that the caller has
    read by other means. What is not found, or found in part, is only said where no page that may hold it was hidden, and no
    entry that speaks of it (``elsewhere`` words) was left unopened.
    """
    views, _ = searched(site, roles)
    found = find(views, params, [part for part in parts if part in params.words]) | (known or {})
    found = {part: found[part] for part in parts if part in found}
    missing = [part for part in parts if part not in found]
    fraction = min(1.0, len(found) / (whole or len(parts)))
    values: dict[str, Value] = {"stated": tuple(found), "missing": tuple(missing)}
    if not found or any(part in missing for part in needs):
        zh, en = f"未见{subject.zh}", f"{subject.en} was not found"
        if found:
            lacked = [parts[part] for part in needs if part in missing]
            zh += f"：缺少{_listed(lacked).zh}"
            en += f": {_listed(lacked).en} is missing"
        return not_found(site, roles, zh, en, fraction=0.0, values=values, where=Where.TEXTS)
    brand = next((name for view, _ in found.values() if (name := policy.foreign(view, site.platform))), "")
    quotes = list(dict.fromkeys(clip(sentence.raw, 80) for _, sentence in found.values()))[:_QUOTED]
    zh = f"写明了{subject.zh}：" + "".join(f"「{quote}」" for quote in quotes)
    en = f"{subject.en} is stated: " + " ".join(f"“{quote}”" for quote in quotes)
    if fraction < 1.0:
        lacked_zh, lacked_en = _listed(parts[part] for part in missing).zh, _listed(parts[part] for part in missing).en
        zh, en = f"{zh}；未见{lacked_zh}", f"{en}; not found: {lacked_en}"
    if brand:
        return unsure(
            f"{zh}；但页面似以「{brand}」名义发布",
            f"{en}; but the page seems to speak for {brand}",
            *evidence(found),
            guess=0.0,
            question=Text(
                f"该页面是否为本平台自己的规则（文中自称「{brand}」）？", f"Are these the shop's own rules ({brand})?"
            ),
            values=values,
        )
    answer = yes(zh, en, *evidence(found), fraction=fraction, values=values)
    return answer if fraction == 1.0 else hidden(site, roles) or unopened(site, params, roles) or in_part(answer)


def evidence(found: Found) -> tuple[Evidence, ...]:
    """Where each part was seen, a passage once."""
    places = {(view.id, sentence.raw): shown(view, quote=clip(sentence.raw, 200)) for view, sentence in found.values()}
    return tuple(places.values())


def _listed(names: Iterable[Text]) -> Text:
    names = tuple(names)
    return Text("、".join(each.zh for each in names), ", ".join(each.en for each in names))


def unopened(site: Site, params: Params, roles: Iterable[Role]) -> Answer | None:
    """NOT_SEEN where an entry on those pages or the home page speaks of it (``elsewhere``) and its page was not looked at.

    For answers that found a part: where nothing is found, whoever runs the checks asks this of every one.
    """
    words, places = params.words.get("elsewhere", ()), {Role.HOME, *roles}
    for entry in Surface(site, site.views[0].look).entries if words and site.views else ():
        if entry.url and entry.view.role in places and entry.speaks(words):
            return not_seen(
                "not_looked",
                f"「{entry.label}」指向的页面本次未打开",
                f"the page behind “{entry.label}” was not opened",
                shown(entry.view, entry.element),
            )
    return None


def judge_published(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES where a page of those roles has enough sentences of ``about``: all points within ``clicks`` of the home page, else half."""
    about, least, near = policy.pattern(params.words["about"]), params.limit("sentences"), params.limit("clicks")
    best: tuple[float, View, tuple[str, ...]] | None = None
    for view in searched(site, roles)[0]:
        said = tuple(each.raw for each in _told(view) if about.search(each.text))
        # An answer that a question alone makes speak of it counts, once a question.
        by_question = {each.sentence.heading: each for each in answers(view.text) if about.search(each.sentence.text)}
        rows_on_it = tuple(each.sentence.raw for each in rows(view) if about.search(each.sentence.text))
        told = {each.sentence.raw for each in by_question.values() if not any(one in each.sentence.raw for one in said)}
        said += (*sorted(told), *rows_on_it)
        fraction = 1.0 if view.clicks is not None and view.clicks <= near else 0.5
        if len(set(said)) >= least and (best is None or fraction > best[0]):
            best = (fraction, view, said)
    if best is None:
        zh, en = f"未见{subject.zh}页面", f"no page on {subject.en} was found"
        return not_found(site, roles, zh, en, fraction=0.0, where=Where.TEXTS)
    fraction, view, said = best
    path = " → ".join(view.path) or view.url
    depth_zh = f"{view.clicks} 次点击可达" if view.clicks is not None else "未能从首页逐级点击到达"
    depth_en = f"{view.clicks} clicks from home" if view.clicks is not None else "not reachable by clicks from home"
    answer = yes(
        f"{subject.zh}已公开（{depth_zh}：{path}）：「{clip(said[0], 80)}」",
        f"{subject.en} are public ({depth_en}: {path}): “{clip(said[0], 80)}”",
        shown(view, quote=clip(said[0], 200)),
        fraction=fraction,
        values={"clicks": -1 if view.clicks is None else view.clicks},
    )
    return answer if fraction == 1.0 else hidden(site, roles) or in_part(answer)


def refund_within(views: Iterable[View], days: float) -> Found:
    """The part ``refund``: a refund promised within so many calendar days, until it is sent rather than until it arrives."""
    found = [(each, view) for view in views for each in returns.refunds(view) if each.days <= days]
    found.sort(key=lambda pair: list(returns.Money).index(pair[0].money))
    return {"refund": (found[0][1], found[0][0].sentence)} if found else {}


def with_note(answer: Answer, zh: str, en: str, *more: Evidence) -> Answer:
    """The answer with a further sentence and evidence."""
    because = Text(f"{answer.because.zh}；{zh}", f"{answer.because.en}; {en}")
    return dataclasses.replace(answer, because=because, evidence=(*answer.evidence, *more))
