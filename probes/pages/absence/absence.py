"""When "not found" may be said: only after a look that missed nothing (rule 0.3 of the project's criteria)."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.site import Element, Gap, View
from crawler.vocabulary import LANDED, GapReason, Role
from probes.finding import Answer, Outcome, Text, Value, evidence_on_page
from probes.pages.absence import gap_details, unfinished, unread
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main import language
from probes.pages.wire.lost_requests import list_blank_places, was_kept_back
from probes.schema.absence_table import ABSENCE
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote
from probes.text.remember import per_view_and

_DATA = ABSENCE.load()
_ROLES = _DATA.roles
_STATES = _DATA.states
_GAPS = _DATA.gaps
_DEVICES = _DATA.devices
_LACKS = _DATA.lacks
TOTAL_CHARS: int = _DATA.limits.total_chars
MIN_INK: float = _DATA.limits.min_ink
INK_SHARE: float = _DATA.limits.ink_share
SHORT_OWN: int = _DATA.limits.short_own
GLYPH_INK: float = _DATA.limits.glyph_ink
NAMED: int = _DATA.limits.named
DECIDING: float = _DATA.limits.deciding


@per_view_and  # every check that finds nothing asks for the pages that it looked through
def missing_of_view(view: View, where: AnswerPlace = AnswerPlace.ANYWHERE) -> tuple[str, ...]:
    """What was missing from the look at this view, by name; empty when absence may rest on it.

    A finished page lacks nothing however few words it holds, even none. ``where`` says in which pictures the answer
    could stand.
    """
    thorough = view.thoroughness
    empty = unfinished.is_empty(view) and thorough.ink < MIN_INK  # otherwise something wordless is drawn there
    found = {
        "status": view.status is None or not 200 <= view.status < 300,
        "scripts": not thorough.scripts_ran,
        "scroll": not thorough.scrolled_stable,
        "layers": not thorough.layers_closed,
        "frames": not thorough.frames_read,
        "images": unread.is_blind(view, where) or _lacks_description(view, where),
        "chars": thorough.chars == 0 and not empty,
        "unfinished": bool(unfinished.unfinished_sign(view)),
        "refused": was_kept_back(view),
        "ink": thorough.ink < _least_ink(view) and not empty,
    }
    return tuple(name for name, missing in found.items() if missing)


def _lacks_description(view: View, where: AnswerPlace) -> bool:
    """Whether pictures did not come on a page of goods, where their description may have stood and the answer with it."""
    described = where in (AnswerPlace.ANYWHERE, AnswerPlace.TEXTS, AnswerPlace.ALIKE) and view.role is Role.PRODUCT
    return described and bool(list_blank_places(view))


def _least_ink(view: View) -> float:
    """The share of the screenshot that the page's words must at least mark; ``min_ink`` for a page full of words."""
    area = max(1.0, float(view.width) * max(view.height, view.viewport_height))
    return min(MIN_INK, max(1e-9, INK_SHARE * GLYPH_INK * view.thoroughness.chars / area))


def answer_absent(
    views: tuple[View, ...],
    zh: str,
    en: str,
    *,
    fraction: float | None = None,
    values: Mapping[str, Value] | None = None,
    question: Text | None = None,
    thin_ok: bool = False,
    where: AnswerPlace = AnswerPlace.ANYWHERE,
    worded: bool = True,
) -> Answer:
    """NO by absence if every view was looked at completely; else UNSURE or NOT_SEEN.

    UNSURE where a picture that may hold the answer was left unread, or a page is in a language other than Chinese;
    otherwise NOT_SEEN, saying what was missing.

    Words are counted over all views together. ``thin_ok`` is for pages that are short by nature (a form, a modal): it
    waives the minimum number of characters. ``where`` says where the answer could stand, and so which unread pictures
    matter. ``worded`` is False where the answer rests on no Chinese word (for example a search field).
    """
    told = unread.spoken_for(views) if where is AnswerPlace.ALIKE else frozenset()
    missing = {
        name for view in views for name in missing_of_view(view, where) if name != "images" or view.id not in told
    }
    wordless = bool(views) and all(map(unfinished.is_empty, views))
    if sum(view.thoroughness.chars for view in views) < TOTAL_CHARS and not wordless:
        missing.add("chars")
    if thin_ok:
        missing.discard("chars")
    evidence = tuple(evidence_on_page(view) for view in views)
    foreign = next((view for view in views if worded and language.is_foreign(view)), None)
    if not missing and foreign is None:
        said = _with_length(views, zh, en)
        return Answer(Outcome.NO, said, evidence, fraction, values or {}, by_absence=True)
    names = sorted(missing) or ["language"]
    unread_ones = tuple(view for view in views if view.id not in told)
    why = [_lacking(name, unread_ones if name == "images" else views, where, foreign) for name in names]
    why_zh, why_en = "、".join(reason.zh for reason in why), ", ".join(reason.en for reason in why)
    because = Text(f"{zh}；但不足以认定缺失：{why_zh}", f"{en}; but absence is not proven: {why_en}")
    if missing <= {"images"}:
        return Answer(
            Outcome.UNSURE,
            because,
            evidence,
            fraction or None,  # a picture nobody has read suggests nothing, nor do words nobody has understood
            values or {},
            reason=names[0],
            by_absence=True,
            question=ask_foreign(foreign) if not missing and foreign is not None else question,
        )
    return Answer(Outcome.NOT_SEEN, because, evidence, None, values or {}, reason=names[0])


def _with_length(views: tuple[View, ...], zh: str, en: str) -> Text:
    """The sentence, with the length of the shortest page (home aside) where it holds next to nothing.

    Of several pages of one role the longest tells: a menu that drops down on a page shows no second, empty help centre.
    """
    lengths: dict[Role, tuple[int, View]] = {}
    for view in views:
        known = lengths.get(view.role)
        if view.role is not Role.HOME and (known is None or known[0] < unfinished.own_length(view)):
            lengths[view.role] = unfinished.own_length(view), view
    count, shortest = min(lengths.values(), key=lambda pair: pair[0], default=(SHORT_OWN, None))
    if shortest is None or count >= SHORT_OWN:
        return Text(zh, en)
    page = _ROLES[shortest.role]
    if not count:
        return Text(f"{zh}（{page['zh']}正文为空）", f"{en} ({page['en']} holds nothing between header and footer)")
    return Text(
        f"{zh}（{page['zh']}正文仅 {count} 字）", f"{en} ({page['en']} holds {count_in_words(count, 'character')})"
    )


def _lacking(name: str, views: tuple[View, ...], where: AnswerPlace, foreign: View | None) -> Text:
    """What was missing from the look, with the picture, page or sign that shows it."""
    zh, en = _LACKS[name]["zh"], _LACKS[name]["en"]
    more: Text | None = None
    if name == "images":
        more = unread.describe_unread(views, where)
    elif name == "unfinished":
        more = next(unfinished.describe_unfinished(view) for view in views if unfinished.unfinished_sign(view))
    elif name == "language" and foreign is not None:
        more = Text(_ROLES[foreign.role]["zh"], _ROLES[foreign.role]["en"])
    return Text(f"{zh}（{more.zh}）", f"{en} ({more.en})") if more else Text(zh, en)


def ask_foreign(foreign: View) -> Text:
    """The question about a page that is not in Chinese."""
    page = _ROLES[foreign.role]
    return Text(
        f"{page['zh']}并非中文，请人工查看其内容是否符合要求。",
        f"{page['en']} is not in Chinese: does what it says meet what is asked?",
    )


def not_looked(role: str, state: str = LANDED, zh: str = "", en: str = "") -> Answer:
    """NOT_SEEN for a page nobody looked at in this audit; ``zh`` and ``en`` first say what was looked for and not found."""
    said_zh, said_en = not_looked_words(role, state)
    return Answer(
        Outcome.NOT_SEEN,
        Text(f"{zh}；但{said_zh}" if zh else said_zh, f"{en}; but {said_en}" if en else said_en),
        reason="not_looked",
    )


def page_called(role: str) -> Text:
    """The name of a role's page as used in a sentence. Raises KeyError for an unknown role."""
    return Text(**_ROLES[role])


def device_called(device: str) -> Text:
    """The name of a device as used in a sentence. Raises KeyError for an unknown device."""
    return Text(**_DEVICES[device])


def not_looked_words(role: str, state: str = LANDED) -> tuple[str, str]:
    """The sentence for a page nobody looked at in this audit, in Chinese and English."""
    page, mode = _ROLES[role], _STATES.get(state, {"zh": "", "en": ""})
    return f"本次未查看{mode['zh']}{page['zh']}", f"{mode['en']}{page['en']} was not looked at in this audit"


def not_opened(view: View, element: Element, label: str, url: str, said: Text, asked: Text) -> Answer:
    """NOT_SEEN where an entry with that label names what ``said`` says was not found, and nobody opened it; ``url`` "" = a control.

    ``asked`` is the check's question, which a person can answer by looking there.
    """
    page, label = _ROLES[view.role], label[:NAMED]
    address_zh, address_en = (f"（{url[:200]}）", f" ({url[:200]})") if url else ("", "")
    return Answer(
        Outcome.NOT_SEEN,
        Text(
            f"{said.zh}；但{page['zh']}上的「{label}」{address_zh}本次未打开，请人工查看",
            f"{said.en}; but “{label}”{address_en} on {page['en']} was not opened in this audit: please look there",
        ),
        (evidence_on_page(view, element),),
        reason="not_looked",
        question=Text(
            f"请打开{page['zh']}上的「{label}」查看：{asked.zh}", f"Open “{label}” on {page['en']}: {asked.en}"
        ),
    )


def behind_login(view: View, element: Element, label: str, url: str, said: Text, asked: Text) -> Answer:
    """NOT_SEEN where an entry with that label names what ``said`` says was not found, and leads to a login: it was opened, and is not public."""
    page, label = _ROLES[view.role], label[:NAMED]
    address_zh, address_en = (f"（{url[:200]}）", f" ({url[:200]})") if url else ("", "")
    return Answer(
        Outcome.NOT_SEEN,
        Text(
            f"{said.zh}；{page['zh']}上的「{label}」{address_zh}已打开，登录后才可见",
            f"{said.en}; “{label}”{address_en} on {page['en']} was opened and can be seen only after login",
        ),
        (evidence_on_page(view, element),),
        reason=str(GapReason.LOGIN),
        question=Text(
            f"请登录后打开{page['zh']}上的「{label}」查看：{asked.zh}",
            f"Open “{label}” on {page['en']} after logging in: {asked.en}",
        ),
    )


def not_followed(way: View, said: Text) -> Answer:
    """NOT_SEEN where another device reached what ``said`` says was not found, from a page that this device has not been on."""
    page, there = _ROLES[way.role], _DEVICES[way.device]
    return Answer(
        Outcome.NOT_SEEN,
        Text(
            f"{said.zh}（{there['zh']}经{page['zh']}到达，此端未见{page['zh']}）",
            f"{said.en} (on {there['en']} it was reached from {page['en']}, which was not seen here)",
        ),
        (evidence_on_page(way),),
        reason="not_looked",
    )


def not_known(gap: Gap, said: Text) -> Answer:
    """NOT_SEEN where too many pages of the shop were hidden (``gap`` is one) to tell whether an entry stood on one of them."""
    zh, en = gap_words(gap)
    return Answer(Outcome.NOT_SEEN, Text(f"{said.zh}；但{zh}", f"{said.en}; but {en}"), reason=str(gap.reason))


def page_missing(role: str, state: str, device: str, elsewhere: View | None) -> tuple[str, str]:
    """The sentence for a page or state that the shop does not offer on that device, in Chinese and English.

    ``elsewhere`` is the same page as another device saw it.
    """
    page, mode = _ROLES[role], _STATES.get(state, {"zh": "", "en": ""})
    zh, en = f"未找到{mode['zh']}{page['zh']}的入口", f"no entry to {mode['en']}{page['en']} was found"
    if elsewhere is None:
        return zh, en
    here, there, url = _DEVICES[device], _DEVICES[elsewhere.device], elsewhere.url[:200]
    return f"{here['zh']}{zh}，{there['zh']}见于 {url}", f"{en} on {here['en']}; on {there['en']} it is at {url}"


def page_unopened(elsewhere: View, device: str) -> tuple[str, str]:
    """The sentence for a page that another device opened and that one did not, in Chinese and English."""
    here, there, url = _DEVICES[device], _DEVICES[elsewhere.device], elsewhere.url[:200]
    return (
        f"{there['zh']}见于 {url}，{here['zh']}未打开该页",
        f"on {there['en']} it is at {url}, not opened on {here['en']}",
    )


def said_there_too(quote: str, device: str) -> tuple[str, str]:
    """The sentence for words that stand on a page which that device opened too, in Chinese and English."""
    here, said = _DEVICES[device], clip_quote(quote, NAMED)
    return f"{here['zh']}打开的页面上有「{said}」", f"a page opened on {here['en']} says “{said}”"


def gap_detail(gap: Gap) -> tuple[str, str]:
    """What a gap says besides its reason, in Chinese and English."""
    said = gap_details.describe_gap(gap)
    return said.zh, said.en


def gap_words(gap: Gap) -> tuple[str, str]:
    """The sentence for a gap, in Chinese and English."""
    page, why, mode = _ROLES[gap.role], _GAPS[gap.reason], _STATES.get(gap.state, {"zh": "", "en": ""})
    zh, en = gap_detail(gap)
    return (
        f"{mode['zh']}{page['zh']}未能查看：{why['zh']}{f'（{zh}）' if zh else ''}",
        f"{mode['en']}{page['en']} was not seen: {why['en']}{f' ({en})' if en else ''}",
    )


def gap_elsewhere(gap: Gap) -> tuple[str, str]:
    """The sentence for a gap of another device, in Chinese and English."""
    there, (zh, en) = _DEVICES[gap.device], gap_words(gap)
    return f"{there['zh']}{zh}", f"on {there['en']} {en}"
