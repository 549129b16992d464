"""Decides when "not found" may stand as a NO: only where the reader is known to find such things; else a person is asked to look."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.doubts.headed import tells_beside
from probes.answers.doubts.own_orders import doubt_own_orders
from probes.answers.doubts.unnamed_places import doubt_place, doubt_words, find_unread_entry
from probes.finding import INSTEAD, NOT_KNOWN, Answer, Outcome, Text, evidence_on_page
from probes.pages.absence import mentioned
from probes.pages.absence.absence import ask_foreign, page_called
from probes.pages.absence.exhausted import nothing_left
from probes.pages.absence.only_names import only_names
from probes.pages.main.language import is_foreign, is_wholly_foreign
from probes.pages.rules import policy
from probes.pages.rules.short_policy import reads_short
from probes.probe import Check
from probes.recall import RULES, UNMEASURED, Recall, Recalls, load_recalls
from probes.schema.absence_table import ABSENCE
from probes.text.ranking import clip_quote

_ABSENCE = ABSENCE.load()
ENTRIES: frozenset[str] = frozenset(RULES.entries)
_FORMED: frozenset[str] = frozenset(RULES.formed)
_FOLLOWS = RULES.follows
_WORDS = RULES.words
_ROLES = _ABSENCE.roles
_NO_PLACE = frozenset({Role.HOME, Role.ERROR})
_OWN = frozenset({Role.COMPLAINT, Role.DELIVERY, Role.AFTER_SALES, Role.PAYMENT})  # pages that tell of one matter


def weigh_absence(
    check: Check,
    answer: Answer,
    surface: Site,
    bar: float,
    recalls: Recalls | None = None,
    explored: Site | None = None,
) -> Answer:
    """Turn a bad NO by absence into UNSURE where the lower bound of the recall behind it is below ``bar`` (0 = never).

    Every other answer is returned unchanged. So is one for which something else was read in the place of what was
    looked for (``INSTEAD``), as the reader overlooked nothing there; and one about a missing page or entry of a shop
    that was explored to its ends (``nothing_left``), in any look of the device (``explored``, by default the surface).
    ``recalls`` defaults to the stored table.

    The UNSURE says that we did not find it, and which pages to look at. It keeps its share as a guess only where the
    measured hit rate is high enough and only the sample too small to be sure; a reader that misses too much, or was
    never measured, suggests nothing.

    A YES with a share not found keeps what it earned, and may earn the rest (``ceiling``) where its reader is not
    known to be good enough, an entry at the foot was never opened, or something beside its quotes sounds like the
    thing or stands in a few lines headed by it: that a reader finds some of it does not tell that it finds all. An UNSURE
    by absence, from a reader of little confidence, keeps its guess on the same terms.
    """
    stands = not answer.by_absence or bar <= 0 or INSTEAD in answer.values
    if check.good is not Outcome.YES or stands:
        return answer
    device = surface if explored is None else explored
    if answer.outcome is Outcome.YES:
        reader = _of_reader(check, surface, load_recalls() if recalls is None else recalls)
        sure = (
            reader.lower >= bar
            and find_unread_entry(check, device) is None
            and not _tells_beside(check, answer, surface)
        )
        return answer if sure else dataclasses.replace(answer, ceiling=1.0)
    guessed = answer.outcome is Outcome.UNSURE and answer.fraction is not None and check.id not in _FORMED
    if answer.outcome is not Outcome.NO and not guessed:
        return answer
    rests = tuple(_rests_on(check, surface, load_recalls() if recalls is None else recalls, bar))
    weak = [rest for rest in rests if rest.lower < bar]
    if not weak or (_of_a_place(check, surface) and nothing_left(device)):
        doubt = doubt_place if _of_a_place(check, surface) else doubt_words
        return doubt_own_orders(check, doubt(check, answer, device), device)
    likely = all(recall.n and recall.share >= bar for recall in weak)
    if guessed:
        return answer if likely else dataclasses.replace(answer, fraction=None)
    weakest = min(weak, key=lambda recall: (recall.lower, recall.n))
    views = tuple(_looked_at(check, surface))
    sounding = mentioned.find_mentioned(check, surface) if mentioned.can_hear(check) else None
    because, evidence = _sentence(answer.because, weakest, bar, views), answer.evidence
    if sounding is not None:
        view, words = sounding
        because = Text(
            *(
                mentioned.WORDS[lang].format(because=said, said=clip_quote(words, policy.SAID))
                for lang, said in (("zh", answer.because.zh), ("en", answer.because.en))
            )
        )
        evidence = (evidence_on_page(view, quote=clip_quote(words, policy.QUOTE)), *evidence)
    known = {piece.view for piece in evidence}
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=because,
        evidence=(*evidence, *(evidence_on_page(view) for view in views if view.id not in known)),
        fraction=(answer.fraction or 0.0) if likely else None,
        reason=NOT_KNOWN,
        question=answer.question or check.question,
    )


def _rests_on(check: Check, surface: Site, recalls: Recalls, bar: float) -> Iterator[Recall]:
    """The recalls that a "not found" rests on.

    Where only the home page is left to answer, these are the recalls of finding each missing page; where the reader
    read anything, its own. A page that says nothing but its name was found and leaves the reader nothing to overlook.
    For an entry on the home page the recalls of the pages it would lead to are enough: there are no other words of it.
    A reader that is good enough may answer from pages that say nothing but their names as from any other. Where
    nothing on the pages sounds like the thing, the recall of whatever sounds like it is enough.
    """
    gone, lacking = _pages_gone(check, surface), _pages_required(check, surface)
    if gone is not None and not lacking and _has_page(check, surface):
        reader = _of_silence(check, surface, recalls, bar)
        if reader.lower >= bar:
            yield reader
            return
    yield from (recalls.of_role(role) for role in gone or ())
    reads_home = any(need.role is Role.HOME for need in check.probe.reads)
    if gone is None or (reads_home and not lacking and check.id not in ENTRIES):
        yield _of_silence(check, surface, recalls, bar)


def _of_reader(check: Check, surface: Site, recalls: Recalls) -> Recall:
    """The reader's recall on pages like these: figures measured on long policies alone say nothing about short ones.

    What an entry leads to is absent where the entry is: then the recall of finding the entry tells.
    """
    own = recalls.of_check(check.id, short=reads_short(check, surface))
    if own.n or check.id not in _FOLLOWS:
        return own
    return recalls.of_check(_FOLLOWS[check.id])


def _of_silence(check: Check, surface: Site, recalls: Recalls, bar: float) -> Recall:
    """The reader's recall, or that of silence where it is better and nothing on the pages sounds like the thing.

    No reader is known to be good on a page opened for the very matter that sounds like the thing and is read as silent, nor on any
    page that sounds loudly like it: its recall was measured over all wordings, and this may be one that it misses.
    """
    reader = _of_reader(check, surface, recalls)
    silence = recalls.of_silence(check.id)
    if not mentioned.can_hear(check) or (reader.lower < bar and silence.lower <= reader.lower):
        return reader
    if reader.lower >= bar:
        return UNMEASURED if _sounds_on_its_page(check, surface) or _sounds_loudly(check, surface) else reader
    return silence if mentioned.find_mentioned(check, surface) is None else reader


def _sounds_on_its_page(check: Check, surface: Site) -> bool:
    """Whether a page of the role that the check reads first, being one for its matter alone, sounds like what it asks for."""
    own = next((need.role for need in check.probe.reads if need.role is not Role.HOME), Role.HOME)
    if own not in _OWN or not surface.all(own):
        return False
    heard = mentioned.find_mentioned(check, surface)
    return heard is not None and heard[0].role is own


def _sounds_loudly(check: Check, surface: Site) -> bool:
    return mentioned.find_mentioned(check, surface, least=mentioned.LOUD) is not None


def _tells_beside(check: Check, answer: Answer, surface: Site) -> bool:
    """Whether anything but what the answer quotes sounds like what the check asks for, or stands in a few lines headed by it."""
    quotes = tuple(piece.quote for piece in answer.evidence if piece.quote)
    if not quotes:
        return False
    heard = mentioned.can_hear(check) and mentioned.find_mentioned(check, surface, quotes) is not None
    return heard or tells_beside(check, surface, quotes)


def _has_page(check: Check, surface: Site) -> bool:
    """Whether any page that the check reads was seen, home aside."""
    roles = {need.role for need in check.probe.reads} - _NO_PLACE
    return any(view.role in roles for view in surface.views)


def _of_a_place(check: Check, surface: Site) -> bool:
    return check.id in ENTRIES or _pages_gone(check, surface) is not None


def _pages_gone(check: Check, surface: Site) -> tuple[Role, ...] | None:
    """The pages, home aside, that the check reads and the shop does not have, where it cannot be answered without them.

    These are the required ones, or else all the pages that would say anything. None where there is a page to answer
    from.
    """
    lacking = _pages_required(check, surface)
    if lacking:
        return lacking
    roles = {need.role for need in check.probe.reads} - _NO_PLACE
    bare = only_names(surface)
    if not roles or any(view.role in roles and view.id not in bare for view in surface.views):
        return None
    return tuple(sorted(roles - {view.role for view in surface.views}))


def _pages_required(check: Check, surface: Site) -> tuple[Role, ...]:
    """The pages that the check requires and the shop does not have."""
    required = {need.role for need in check.probe.reads if need.required} - _NO_PLACE
    return tuple(sorted(role for role in required if not surface.all(role)))


def _looked_at(check: Check, surface: Site) -> Iterator[View]:
    """One view of each page the check reads, home last; home alone where nothing else is there."""
    roles = [need.role for need in check.probe.reads if need.role is not Role.HOME]
    for role in dict.fromkeys((*roles, Role.HOME)):
        view = surface.view(role)
        if view is not None:
            yield view


def _sentence(because: Text, known: Recall, bar: float, views: Iterable[View]) -> Text:
    words = _WORDS["low" if known.n else "unmeasured"]
    figures = {"lower": f"{known.lower:g}", "hits": known.hits, "n": known.n, "bar": f"{bar:g}"}
    roles = [view.role for view in views]
    zh = words["zh"].format(because=because.zh, pages="、".join(_ROLES[role]["zh"] for role in roles), **figures)
    en = words["en"].format(because=because.en, pages=", ".join(_ROLES[role]["en"] for role in roles), **figures)
    return Text(zh, en)


def doubt_foreign(check: Check, answer: Answer, surface: Site) -> Answer:
    """The answer; UNSURE where it rests on words that stand nowhere, and a page it rests on is not in Chinese.

    That is a good YES of a check that ``clears_by_words``, and a NO by absence about what would be stated on pages with
    few words of which not one is Chinese (a cart without goods).
    """
    foreign = _clears_by(check, answer, surface) or _denies_beside(check, answer, surface)
    if foreign is None:
        return answer
    lack, page = _ABSENCE.lacks["language"], page_called(foreign.role)
    because = Text(
        f"{answer.because.zh}；但{lack['zh']}（{page.zh}），不足以认定没有",
        f"{answer.because.en}; but {lack['en']} ({page.en}), so that this is not proven",
    )
    return dataclasses.replace(
        answer, outcome=Outcome.UNSURE, because=because, fraction=None, reason="language", question=ask_foreign(foreign)
    )


def _clears_by(check: Check, answer: Answer, surface: Site) -> View | None:
    if not check.probe.clears_by_words or check.good is not Outcome.YES or answer.outcome is not Outcome.YES:
        return None
    return next((view for view in _read_by(check, surface) if is_foreign(view)), None)


def _denies_beside(check: Check, answer: Answer, surface: Site) -> View | None:
    if not check.stated or answer.outcome is not Outcome.NO or not answer.by_absence:
        return None
    read = _read_by(check, surface)
    return read[0] if read and all(map(is_wholly_foreign, read)) else None


def _read_by(check: Check, surface: Site) -> tuple[View, ...]:
    return tuple(view for need in check.probe.reads for view in surface.all(need.role, need.state))
