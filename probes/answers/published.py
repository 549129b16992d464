"""Whether notices of a kind are published: a notice itself, an entry to them, or only a rule that promises them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers import statements
from probes.answers.statements import doubt_statement
from probes.finding import Answer, Text, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.main.linked import Unreached, linked_view
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.schema.part_words import DOUBT, stated_words
from probes.schema.roles_read import need_if_there
from probes.text.normalise import fold_text
from probes.text.numbers import dates
from probes.text.ranking import clip_quote
from probes.text.shown import list_seen

_PARTS = ("dated", "notice", "rule")
_TEXTS = ("notice", "entry", "rule", "none")  # as ``Notices`` has them


@dataclasses.dataclass(frozen=True, slots=True)
class Notices:
    """What such notices are called in sentences for people, depending on what was found."""

    notice: Text  # one was found
    entry: Text  # an entry to them was
    rule: Text  # a rule that promises them was
    none: Text


def judge_published(site: Site, params: Params, roles: tuple[Role, ...], said: Notices) -> Answer:
    """All points for a notice, ``link_share`` for an entry whose page is not known to be empty, ``rule_share`` for a promise.

    ``dated``, ``notice`` and ``rule`` are parts of ``statements.find_stated``; ``dated`` is a notice with its day.
    ``link`` are labels; ``empty`` says that nothing has been published yet.
    """
    views, _ = searched_views(site, roles)
    parts = tuple(part for part in _PARTS if part in params.words)
    found, _denied = statements.find_stated(views, params, parts)
    published = found.get("dated") or found.get("notice")
    if published is not None:
        view, sentence = published
        quote = clip_quote(sentence.raw, 100)
        told = (f"{said.notice.zh}：「{quote}」", f"{said.notice.en}: “{quote}”")
        evidence = evidence_on_page(view, quote=clip_quote(sentence.raw, 160))
        return yes(*told, evidence, fraction=1.0, values={"found": "notice"})
    link = next(_links((*site.all(Role.HOME), *views), site, params), None)
    if link is not None:
        view, element = link
        words = " ".join(element.words.split())[:40]
        told = (f"{said.entry.zh}「{words}」", f"{said.entry.en} “{words}”")
        answer = yes(
            *told, evidence_on_page(view, element), fraction=params.limit("link_share"), values={"found": "entry"}
        )
        return answer_hidden(site, roles) or in_part(answer)
    if "rule" in found:
        view, sentence = found["rule"]
        quote = clip_quote(sentence.raw, 100)
        told = (f"{said.rule.zh}：「{quote}」", f"{said.rule.en}: “{quote}”")
        evidence = evidence_on_page(view, quote=clip_quote(sentence.raw, 160))
        answer = yes(*told, evidence, fraction=params.limit("rule_share"), values={"found": "rule"})
        return answer_hidden(site, roles) or in_part(answer)
    spoken = answer_hidden(site, roles, public=True) or doubt_statement(views, params, said.notice)
    spoken = spoken or show_hint(views, params, said.notice)
    return spoken or not_found(site, roles, said.none.zh, said.none.en, fraction=0.0)


def _links(views: Iterable[View], site: Site, params: Params) -> Iterator[tuple[View, Element]]:
    """Entries to such notices, except those whose page is gone or was seen to be empty."""
    wanted, empty = pattern(params.words["link"]), pattern(params.words["empty"])
    for view in views:
        for element in list_seen(view.elements):
            if not (element.href or element.clickable):
                continue
            words = fold_text(element.text or element.name)
            if len(words) > params.limit("label") or not wanted.search(words):
                continue
            page = linked_view(site, element.href)
            if page is Unreached.GONE:
                continue
            if not isinstance(page, View) or not empty.search(fold_text(page.text)) or dates.find_dates(page.text):
                yield view, element


def published_notices(roles: tuple[Role, ...]) -> Probe:
    """Are notices published, as the table's texts call them? Reads the home page and pages of those roles."""

    def judge(site: Site, params: Params) -> Answer:
        return judge_published(site, params, roles, name_notices(params))

    return declare_notices((Need(Role.HOME), *need_if_there(roles)), judge)


def declare_notices(
    reads: tuple[Need, ...], judge: Callable[[Site, Params], Answer], doubted: tuple[str, ...] = DOUBT
) -> Probe:
    """A probe judged by ``judge_published``, with everything this asks of the table; ``doubted`` are lists of what is only mentioned."""
    return Probe(
        reads=reads,
        judge=judge,
        words=("link", "empty"),
        limits=("label", "link_share", "rule_share"),
        texts=_TEXTS,
        may_words=(*_PARTS, *stated_words(_PARTS), *doubted),
    )


def name_notices(params: Params) -> Notices:
    """The table's names for such notices."""
    return Notices(*(params.texts[name] for name in _TEXTS))
