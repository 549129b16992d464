"""Can a visitor learn about invoices? One of the functions a shop must have."""

from __future__ import annotations

import dataclasses

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.statements import plain_sentences
from probes.families.function_entry import function_entry
from probes.finding import Answer, Outcome, evidence_on_page, not_seen, yes
from probes.pages.absence import absence
from probes.pages.absence.several import searched_views
from probes.pages.main.main_text import main_surface
from probes.pages.main.manual import doubt_manual, is_manual
from probes.pages.rules import policy
from probes.pages.rules.policy import pattern
from probes.probe import Params
from probes.text.ranking import clip_quote

ELSEWHERE = (Role.AFTER_SALES, Role.PAYMENT, Role.RULES, Role.AGREEMENT)
_ENTRY = function_entry(Role.HOME, Role.HELP, Role.PRODUCT, described=True)


def judge(site: Site, params: Params) -> Answer:
    """The entry, or a sentence on invoices on a page of another name: such information need not have a page of its own.

    Those pages are no place of it, so none of them is missed where the shop does not have it. What a program's manual
    tells of invoices is shown to a person.
    """
    answer = _ENTRY.judge(site, params)
    if answer.outcome in (Outcome.YES, Outcome.NOT_APPLICABLE):
        return answer
    views, blind = searched_views(main_surface(site), (Role.HELP, *ELSEWHERE))
    found = [(view, told) for view in views if (told := _told(view, params)) is not None]
    if own := next((told for view, told in found if not is_manual(view)), None):
        return own  # whatever a label elsewhere leaves in doubt: fewer pages must not tell more
    if answer.outcome is Outcome.UNSURE:
        return answer
    if found:
        return doubt_manual(found[0][1])
    if blind is None or answer.outcome is Outcome.NOT_SEEN:
        return answer
    return not_seen(blind.reason, *absence.gap_words(blind))


def _told(view: View, params: Params) -> Answer | None:
    told, never = pattern(params.words["told"]), pattern(params.words["told_never"])
    for sentence in plain_sentences(view.text):
        if told.search(sentence.text) and not never.search(sentence.text):
            quote = clip_quote(sentence.raw, policy.SAID)
            proof = evidence_on_page(view, quote=clip_quote(sentence.raw, policy.QUOTE))
            return yes(f"写明了发票事项：「{quote}」", f"invoices are told of: “{quote}”", proof)
    return None


PROBE = dataclasses.replace(
    _ENTRY,
    judge=judge,
    words=(*_ENTRY.words, "told", "told_never"),
)
