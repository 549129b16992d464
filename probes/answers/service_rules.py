"""What a platform's own rules on after-sales service and delivery say, and whether they can be reached within a few clicks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.doubts.service_doubts import doubt_rules, joined_sentences
from probes.answers.statements import Found
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, in_part, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unopened import Surface
from probes.pages.absence.unread import AnswerPlace
from probes.pages.absence.walked import describe_way
from probes.pages.layout.entry import ShopEntry, list_labels
from probes.pages.lists.joined_lines import list_items
from probes.pages.main.own_title import own_title
from probes.pages.rules import brands, policy
from probes.pages.rules.best_sentence import SaidSentences, SoughtWords, best_sentence
from probes.pages.rules.passages import TO_SELLERS, is_vain, lines_below, read_passages
from probes.pages.rules.policy import Sentence
from probes.pages.rules.questions import JoinedSentence, join_answers, join_rows
from probes.pages.service import returns
from probes.probe import Need, Params
from probes.text import silence
from probes.text.amounts import count_in_words
from probes.text.announced import announces_only
from probes.text.normalise import fold_text
from probes.text.ranking import SentenceMerit, clip_quote
from probes.text.remember import per_site, per_view

RETURN_ROLES = (Role.AFTER_SALES, Role.HELP, Role.RULES, Role.AGREEMENT, Role.COMPLAINT)
DELIVERY_ROLES = (Role.DELIVERY, Role.HELP, Role.RULES, Role.AFTER_SALES)
_ON_ONE_THING = frozenset({Role.DELIVERY})
_QUOTED = 3  # sentences quoted in an answer


def rule_pages_needed(roles: Iterable[Role]) -> tuple[Need, ...]:
    """Those pages, as needs: read if they are there."""
    return tuple(Need(role, required=False) for role in roles)


def find_service_rules(views: Iterable[View], params: Params, parts: Iterable[str]) -> Found:
    """What is stated in sentences or lists, by part.

    The words of a part stand under its name in the table; ``<part>_near`` (or ``near``) must stand in the passage too,
    in its heading or in the name of its page. Words of ``<part>_never`` or ``never`` rule a passage out, as does being
    addressed to sellers about their own tools; ``never_under`` rules out all below such a heading or title.
    """
    found: dict[str, tuple[SentenceMerit, View, Sentence]] = {}
    views, learnt = tuple(views), next(iter(params.words.get("learnt", ())), "")
    under = params.words.get("never_under", ())
    for part in parts:
        never = params.words.get("never", ()) + params.words.get(f"{part}_never", ()) + TO_SELLERS
        near = params.words.get(f"{part}_near", params.words.get("near", ()))
        chapters = params.words.get(f"{part}_chapter", params.words.get("chapter", ()))
        for view in views:
            around = () if _called(view, near) else near
            sought = SoughtWords(params.words[part], around, never, chapters, True, learnt)
            titled = fold_text(own_title(view))
            if under and policy.pattern(under).search(titled):
                continue
            told = _told(view).speaking(params.words[part])
            hit = best_sentence(_not_below(view, told, under), sought, titled) or best_sentence(
                _not_below(view, _joined(view, sought), under), sought, titled
            )
            if hit is not None and (part not in found or hit[0] > found[part][0]):
                found[part] = hit[0], view, hit[1]
    return {part: (view, sentence) for part, (_, view, sentence) in found.items()}


def _not_below(view: View, said: tuple[Sentence, ...], under: tuple[str, ...]) -> tuple[Sentence, ...]:
    """The sentences that stand under no heading with those words, be it one of the text or of the markup."""
    if not under:
        return said
    below = lines_below(view, under)
    return tuple(one for one in said if not silence.line_holds(one.heading, under) and one.raw not in below)


def _called(view: View, near: tuple[str, ...]) -> bool:
    """Whether the page's own name gives the subject of all of it: on a page about delivery every sentence is about delivery."""
    own = view.role in _ON_ONE_THING and bool(near)
    return own and policy.pattern(near).search(fold_text(" ".join(view.path[-1:]) or view.title)) is not None


@per_view
def _told(view: View) -> SaidSentences:
    told = tuple(passage for passage in read_passages(view.text) if not is_vain(passage.text))
    return SaidSentences(told, silence.index_lines(tuple(passage.text for passage in told)))


def _joined(view: View, sought: SoughtWords) -> tuple[Sentence, ...]:
    """The answers and table rows that state what is sought, other than in a question alone."""
    nearby, banned, wanted = policy.pattern(sought.near), policy.pattern(sought.never), policy.pattern(sought.words)
    said, lines = _index_joined(view)
    return tuple(
        sentence.sentence
        for sentence in (said[at] for at in silence.find_speaking(lines, sought.words))
        if sentence.says(wanted)
        and not is_vain(sentence.sentence.text)
        and not announces_only(sentence.sentence.text)
        and not (sought.never and banned.search(sentence.sentence.text))
        and (not sought.near or nearby.search(sentence.sentence.text) is not None)
    )


@per_view
def _index_joined(view: View) -> tuple[tuple[JoinedSentence, ...], silence.Lines]:
    said = joined_sentences(view)
    return said, silence.index_lines(tuple(one.sentence.text for one in said))


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
    """YES with quotes where a part, and each of ``needs``, is stated on any page of those roles.

    The fraction is stated parts by ``whole`` (all of them if None), 1 at most. ``known`` are parts that the caller has
    read by other means. "Not found", or "found in part", is only said where no page that may hold it was hidden, and
    no entry that mentions it (``elsewhere`` words) was left unopened.
    """
    views, _ = searched_views(site, roles)
    found = find_service_rules(views, params, [part for part in parts if part in params.words]) | (known or {})
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
        spoken = answer_hidden(site, roles, public=True) or doubt_rules(views, params, subject)
        if spoken is not None:
            return dataclasses.replace(spoken, values=values)
        return not_found(site, roles, zh, en, fraction=0.0, values=values, where=AnswerPlace.TEXTS)
    brand = next((name for view, _ in found.values() if (name := brands.foreign_brand(view, site.platform))), "")
    quotes = list(dict.fromkeys(clip_quote(sentence.raw, 80) for _, sentence in found.values()))[:_QUOTED]
    zh = f"写明了{subject.zh}：" + "".join(f"「{quote}」" for quote in quotes)
    en = f"the page states {subject.en}: " + " ".join(f"“{quote}”" for quote in quotes)
    if fraction < 1.0:
        lacked_zh, lacked_en = _listed(parts[part] for part in missing).zh, _listed(parts[part] for part in missing).en
        zh, en = f"{zh}；未见{lacked_zh}", f"{en}; not found: {lacked_en}"
    if brand:
        return unsure(
            f"{zh}；但页面似以「{brand}」名义发布",
            f"{en}; but the page seems to speak for “{brand}”",
            *rule_evidence(found),
            guess=0.0,
            question=Text(
                f"该页面是否为本平台自己的规则（文中自称「{brand}」）？",
                f"Are these the shop's own rules (they speak for “{brand}”)?",
            ),
            values=values,
        )
    answer = yes(zh, en, *rule_evidence(found), fraction=fraction, values=values)
    return (
        answer
        if fraction == 1.0
        else answer_hidden(site, roles) or answer_unopened(site, params, roles) or in_part(answer)
    )


def rule_evidence(found: Found) -> tuple[Evidence, ...]:
    """Where each part was seen, each passage once."""
    places = {
        (view.id, sentence.raw): evidence_on_page(view, quote=clip_quote(sentence.raw, 200))
        for view, sentence in found.values()
    }
    return tuple(places.values())


def _listed(names: Iterable[Text]) -> Text:
    names = tuple(names)
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def answer_unopened(site: Site, params: Params, roles: Iterable[Role]) -> Answer | None:
    """NOT_SEEN where an entry on those pages or the home page mentions it (``elsewhere``) and its page was not looked at; else None.

    For answers that found a part; where nothing is found, ``probes.run`` does this for every check.
    """
    words, places = params.words.get("elsewhere", ()), {Role.HOME, *roles}
    named = any(view.role in places and silence.speaks_of(list_labels(view.elements), words) for view in site.views)
    for entry in _list_closed(site) if named else ():
        if entry.url and entry.view.role in places and entry.speaks(words):
            return not_seen(
                "not_looked",
                f"「{entry.label}」指向的页面本次未打开",
                f"the page behind “{entry.label}” was not opened",
                evidence_on_page(entry.view, entry.element),
            )
    return None


@per_site
def _list_closed(site: Site) -> tuple[ShopEntry, ...]:
    return Surface(site, site.views[0].look).entries


def judge_published(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES where a page of those roles has enough sentences on ``about``: all points within ``clicks`` of the home page, else half.

    A sentence with one of ``never`` is about something else.
    """
    about, never = policy.pattern(params.words["about"]), policy.pattern(params.words.get("never", ()))
    least, near = params.limit("sentences"), params.limit("clicks")

    def tells(text: str) -> bool:
        return about.search(text) is not None and never.search(text) is None

    best: tuple[tuple[float, bool, int], View, tuple[str, ...]] | None = None
    for view in searched_views(site, roles)[0]:
        said = tuple(sentence.raw for sentence in _told(view).sentences if tells(sentence.text))
        # An answer that is about it only through its question counts once for each question.
        by_question = {
            answer.sentence.heading: answer for answer in join_answers(view.text) if tells(answer.sentence.text)
        }
        rows_on_it = tuple(sentence.sentence.raw for sentence in join_rows(view) if tells(sentence.sentence.text))
        told = {
            sentence.sentence.raw
            for sentence in by_question.values()
            if not any(one in sentence.sentence.raw for one in said)
        }
        listed = tuple(sentence.raw for sentence in list_items(view) if tells(sentence.text))
        said += (
            *sorted(told),
            *rows_on_it,
            *(one for one in listed if not any(one in told_line for told_line in said)),
        )
        fraction = 1.0 if view.clicks is not None and view.clicks <= near else 0.5
        # Among pages as near, the one that is called by the subject and says most of it.
        merit = (fraction, about.search(fold_text(own_title(view))) is not None, len(set(said)))
        if len(set(said)) >= least and (best is None or merit > best[0]):
            best = (merit, view, said)
    if best is None:
        zh, en = f"未见{subject.zh}页面", f"no page on {subject.en} was found"
        spoken = answer_hidden(site, roles, public=True) or doubt_rules(
            searched_views(site, roles)[0], params, subject, denying=True
        )
        if spoken is not None:
            return spoken
        return not_found(site, roles, zh, en, fraction=0.0, where=AnswerPlace.TEXTS)
    (fraction, _, _), view, said = best
    shown = next((one for one in said if policy.affirms_word(fold_text(one), about)), said[0])  # not what is refused
    way = describe_way(view)
    depth_zh = f"{view.clicks} 次点击可达" if view.clicks is not None else "未能从首页逐级点击到达"
    depth_en = (
        f"{count_in_words(view.clicks, 'click')} from home"
        if view.clicks is not None
        else "not reachable by clicks from home"
    )
    answer = yes(
        f"{subject.zh}已公开（{depth_zh}：{way.zh}）：「{clip_quote(shown, 80)}」",
        f"{subject.en} are public ({depth_en}: {way.en}): “{clip_quote(shown, 80)}”",
        evidence_on_page(view, quote=clip_quote(shown, 200)),
        fraction=fraction,
        values={"clicks": -1 if view.clicks is None else view.clicks},
    )
    return answer if fraction == 1.0 else answer_hidden(site, roles) or in_part(answer)


def refund_within(views: Iterable[View], days: float) -> Found:
    """The part ``refund``: a refund promised within that many calendar days, until it is sent rather than until it arrives.

    Where one way of paying takes longer than that until the money arrives, the others promise nothing.
    """
    found = [
        (refund, view)
        for view in views
        for told in (returns.find_refunds(view),)
        for refund in told
        if refund.days <= days and (not refund.by_way or returns.longest_beside(refund, told).days <= days)
    ]
    found.sort(key=lambda pair: list(returns.RefundMoment).index(pair[0].money))
    return {"refund": (found[0][1], found[0][0].sentence)} if found else {}


def with_note(answer: Answer, zh: str, en: str, *more: Evidence) -> Answer:
    """The answer with a further sentence and evidence."""
    because = Text(f"{answer.because.zh}；{zh}", f"{answer.because.en}; {en}")
    return dataclasses.replace(answer, because=because, evidence=(*answer.evidence, *more))
