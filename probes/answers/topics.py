"""Topics of the rules: is each treated in a section of some length, rather than just named?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crawler.links import role_links
from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.hints import show_hint
from probes.pages.main.own_title import own_title
from probes.pages.rules import brands
from probes.pages.rules.policy import count_prose, pattern
from probes.pages.rules.rule_links import FILE as RULEBOOK_FILE
from probes.pages.rules.rulebook import (
    HEADED,
    ROLES,
    SECTION,
    SHORT,
    RuleSection,
    TopicTreatment,
    find_treatments,
    join_topic_treatments,
    read_sections,
)
from probes.probe import Params
from probes.schema.absence_table import ABSENCE
from probes.text import silence
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

__all__ = ["ROLES", "WITH_SELLERS", "judge_topic"]

_LINE_NAME = RULEBOOK_FILE.load().limits["line_name"]
_QUOTE = 80  # characters of a sentence that are quoted
WITH_SELLERS = (*ROLES, Role.SELLER)
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十\d.]{1,6}[章节条、.．)）:： ]?)?\s*")
_PAGES = ABSENCE.load().roles
_OWN_PAGES = frozenset({Role.COMPLAINT, Role.CREDIT, Role.AFTER_SALES})


def judge_topic(
    site: Site,
    params: Params,
    subject: Text,
    roles: Iterable[Role] = ROLES,
    own: Role | None = None,
    aside: Role | None = None,
) -> Answer:
    """YES where one page treats the topic at length, or several do together; a page for sellers alone earns ``seller_share``.

    A topic in a short section is UNSURE, and so is one spoken of on a page for such matters that is long enough as a
    whole, one that a page of the role ``own`` is given to or named after, in whatever words, or one that a line of ``hint`` may treat
    in words that no topic knows; one that is only mentioned is NO by absence, with a quote. So is one that a page of the
    role ``aside`` alone treats, which speaks of it for another matter's sake: a policy says what data an order leaves.
    """
    roles = tuple(roles)
    found = sorted(
        find_treatments(
            site, params.words["topic"], roles, params.words.get("never", ()), params.words.get("chapter", ())
        ),
        key=lambda treatment: (
            treatment.enough and not _is_aside(treatment.view, aside),
            treatment.enough,
            treatment.view.role is not Role.SELLER,
            treatment.merit.place,
            treatment.score,
            treatment.length,
        ),
        reverse=True,
    )
    best = found[0] if found else None
    parts = join_topic_treatments(found)
    if best is not None and not best.enough and parts:
        quotes = [treatment.sentence.raw[:40] for treatment in parts]
        return yes(
            f"关于{subject.zh}的规则分见 {len(parts)} 个页面：{''.join(f'「{quote}」' for quote in quotes)}",
            f"rules on {subject.en} stand on {count_in_words(len(parts), 'page')}: {' '.join(f'“{quote}”' for quote in quotes)}",
            *(evidence_on_page(treatment.view, quote=quote) for treatment, quote in zip(parts, quotes, strict=True)),
            values={"words": best.words, "length": sum(treatment.length for treatment in parts), "pages": len(parts)},
        )
    titled = (one for one in found if one.titled and one.view.role is own and one.length >= HEADED)
    short = next((treatment for treatment in found if treatment.nearly), None) or next(titled, None)
    if short is not None and best is not None and not best.enough:
        return _ask_of_short(subject, short.view, short.sentence.raw, short.length)
    whole = next((treatment for treatment in found if _on_own_page(treatment)), None)
    if whole is not None and best is not None and not best.enough:
        return _ask_of_own(subject, whole.view, whole.sentence.raw, {"words": whole.words, "length": whole.length})
    headed = None if best is not None and best.enough else _find_headed(site, params, roles)
    if headed is not None:
        return _ask_of_short(subject, headed[0], headed[1].said[0].raw, headed[1].length)
    named = next((treatment for treatment in found if _leads_line(treatment)), None)
    if named is not None and best is not None and not best.enough:
        return _ask_of_short(subject, named.view, named.sentence.raw, _behind(named.view, named.sentence.raw))
    given = None if own is None or (best is not None and best.enough) else _find_given(site, own)
    if given is not None:
        return _ask_of_own(subject, given, own_title(given), {"length": count_prose(given)})
    if best is None or not best.enough:
        hinted = show_hint(_own_views(site, roles), params, subject)
        if hinted is not None:
            return hinted
        said = f"，仅简短提及：「{clip_quote(best.sentence.raw, _QUOTE)}」" if best else ""
        told = f", only mentioned: “{clip_quote(best.sentence.raw, _QUOTE)}”" if best else ""
        return not_found(
            site,
            roles,
            f"未见关于{subject.zh}的规则{said}",
            f"no rule on {subject.en} was found{told}",
            fraction=0.0,
            where=AnswerPlace.TEXTS,
        )
    if _is_aside(best.view, aside):
        return _ask_of_aside(subject, best.view, best.sentence.raw)
    selling = best.view.role is Role.SELLER
    quote = clip_quote(best.sentence.raw, _QUOTE)
    answer = yes(
        f"有关于{subject.zh}的规则{'（仅见于商家页面）' if selling else ''}：「{quote}」",
        f"there is a rule on {subject.en}{' (only on a page for sellers)' if selling else ''}: “{quote}”",
        evidence_on_page(best.view, quote=quote),
        fraction=params.limit("seller_share") if selling else 1.0,
        values={"words": best.words, "length": best.length, "pages": sum(treatment.enough for treatment in found)},
    )
    return answer_hidden(site, roles) or in_part(answer) if selling else answer


def _is_aside(view: View, aside: Role | None) -> bool:
    """Whether a page of that role is not the service agreement as well, as 用户协议与隐私政策 is."""
    return view.role is aside and not role_links.names_role(Role.AGREEMENT, plain_words(own_title(view)))


def _ask_of_aside(subject: Text, view: View, said: str) -> Answer:
    quote = clip_quote(said, _QUOTE)
    page = _PAGES[view.role]
    return unsure(
        f"仅{page['zh']}谈到{subject.zh}，未能确认是否为此立规：「{quote}」",
        f"only {page['en']} speaks of {subject.en}, and whether it lays down rules on it could not be told: “{quote}”",
        evidence_on_page(view, quote=quote),
        guess=0.0,
        question=Text(f"所引文字是否为关于{subject.zh}的规则？", f"Are the words shown rules on {subject.en}?"),
    )


def _ask_of_own(subject: Text, view: View, said: str, values: Mapping[str, Any]) -> Answer:
    quote = clip_quote(said, _QUOTE)
    return unsure(
        f"有一页专讲此类事项，但未能确认是否够得上关于{subject.zh}的规则：「{quote}」",
        f"a page is given to such matters, yet whether it is a rule on {subject.en} could not be told: “{quote}”",
        evidence_on_page(view, quote=quote),
        guess=0.0,
        question=Text(f"该页是否足以说明{subject.zh}？", f"Is that page enough of a rule on {subject.en}?"),
        values=values,
    )


def _own_views(site: Site, roles: Iterable[Role]) -> Iterator[View]:
    """The pages of those roles that no other brand's company speaks on."""
    return (view for role in roles for view in site.all(role) if not brands.foreign_brand(view, site.platform))


def _find_given(site: Site, own: Role) -> View | None:
    """A page of that role which is no stub."""
    views = (view for view in site.all(own) if not brands.foreign_brand(view, site.platform))
    return next((view for view in views if count_prose(view) >= SHORT), None)


def _ask_of_short(subject: Text, view: View, said: str, length: int) -> Answer:
    quote = clip_quote(said, _QUOTE)
    return unsure(
        f"对{subject.zh}仅有较短的规定（{length} 字）：「{quote}」",
        f"{subject.en} is treated shortly ({length} characters): “{quote}”",
        evidence_on_page(view, quote=quote),
        guess=0.0,
        question=Text(f"该规定是否足以说明{subject.zh}？", f"Is this rule on {subject.en} enough?"),
        values={"length": length},
    )


def _find_headed(site: Site, params: Params, roles: Iterable[Role]) -> tuple[View, RuleSection] | None:
    """A section that its heading puts to the topic and that goes on in none of its words: it may say it in others.

    Several sentences under a heading that is the topic's name and nothing more are a short rule, whatever words they use.
    """
    words, never = params.words["topic"], pattern(params.words.get("never", ()))
    for view in _own_views(site, roles):
        for section in read_sections(view):
            if section.length < HEADED or not silence.line_holds(section.heading, words):
                continue
            known = any(silence.line_holds(sentence.text, words) for sentence in section.said)
            named = len(section.said) > 1 and _is_name(section.heading, words)
            if (named or not known) and not never.search(section.heading):
                return view, section
    return None


def _leads_line(treatment: TopicTreatment) -> bool:
    """Whether the only words on the topic number a line that goes on in others: 六、生意上的秘密。谈的价钱不跟第三家讲。"""
    said = treatment.sentence.raw.strip()
    numbered = _NUMBER.match(said)
    short = len(said) <= _LINE_NAME and numbered is not None and numbered.end() > 0
    return short and _behind(treatment.view, said) >= HEADED


def _behind(view: View, said: str) -> int:
    """How many characters stand behind those words on the line that they begin."""
    lines = (line.strip() for line in view.text.split("\n"))
    return next((len(line) - len(said) for line in lines if line.startswith(said)), 0)


def _is_name(heading: str, words: tuple[str, ...]) -> bool:
    """Whether a heading is one of those words and nothing more, its number left out."""
    return pattern(words).fullmatch(_NUMBER.sub("", heading).strip()) is not None


def _on_own_page(treatment: TopicTreatment) -> bool:
    """Is it on a page for one kind of matter that is as long as a section must be?"""
    return treatment.view.role in _OWN_PAGES and count_prose(treatment.view) >= SECTION
