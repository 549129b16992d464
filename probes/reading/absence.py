"""When not finding something may be said: only after a look that missed nothing (rule 0.3 of the project's criteria)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from crawler.site import Element, Gap, View
from crawler.vocabulary import LANDED, Role
from probes.finding import Answer, Outcome, Text, Value, shown
from probes.pages import language, unfinished, unread
from probes.pages.unread import Where

_DATA = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))
_ROLES: dict[str, dict[str, str]] = _DATA["roles"]
_STATES: dict[str, dict[str, str]] = _DATA["states"]
_GAPS: dict[str, dict[str, str]] = _DATA["gaps"]
_DEVICES: dict[str, dict[str, str]] = _DATA["devices"]
_DETAILS: dict[str, str] = _DATA["details"]
_PAGE = re.compile(r"<(\w+)>")
_LACKS: dict[str, dict[str, str]] = _DATA["lacks"]
TOTAL_CHARS: int = _DATA["limits"]["total_chars"]
MIN_INK: float = _DATA["limits"]["min_ink"]
INK_SHARE: float = _DATA["limits"]["ink_share"]
SHORT_OWN: int = _DATA["limits"]["short_own"]
GLYPH_INK: float = _DATA["limits"]["glyph_ink"]
NAMED: int = _DATA["limits"]["named"]
DECIDING: float = _DATA["limits"]["deciding"]


def lacks(view: View, where: Where = Where.ANYWHERE) -> tuple[str, ...]:
    """Names of what was missing from the look at this view; empty when absence may rest on it.

    How few words a finished page holds is no lack, not even none. ``where`` says in which pictures the answer could stand.
    """
    thorough = view.thoroughness
    empty = unfinished.is_empty(view) and thorough.ink < MIN_INK  # else something is drawn there that says no words
    found = {
        "status": view.status is None or not 200 <= view.status < 300,
        "scripts": not thorough.scripts_ran,
        "scroll": not thorough.scrolled_stable,
        "layers": not thorough.layers_closed,
        "frames": not thorough.frames_read,
        "images": unread.is_blind(view, where),
        "chars": thorough.chars == 0 and not empty,
        "unfinished": bool(unfinished.sign(view)),
        "ink": thorough.ink < _least_ink(view) and not empty,
    }
    return tuple(name for name, missing in found.items() if missing)


def _least_ink(view: View) -> float:
    """The share of the picture that the page's words leave their marks on, at least; of a page full of words ``min_ink``."""
    area = max(1.0, float(view.width) * max(view.height, view.viewport_height))
    return min(MIN_INK, max(1e-9, INK_SHARE * GLYPH_INK * view.thoroughness.chars / area))


def absent(
    views: tuple[View, ...],
    zh: str,
    en: str,
    *,
    fraction: float | None = None,
    values: Mapping[str, Value] | None = None,
    question: Text | None = None,
    thin_ok: bool = False,
    where: Where = Where.ANYWHERE,
    worded: bool = True,
) -> Answer:
    """NO by absence if every view was looked at wholly; UNSURE where a picture that may hold it was left unread, or a page is in
    another language than Chinese; else NOT_SEEN, saying what lacked.

    Words are counted over all views together. ``thin_ok`` is for pages that are short by nature (a form, a modal): it waives the least
    number of characters. ``where`` says where the answer could stand, so which unread pictures matter. ``worded`` is False where it
    rests on no Chinese word (a field to search in).
    """
    missing = {name for view in views for name in lacks(view, where)}
    wordless = bool(views) and all(map(unfinished.is_empty, views))
    if sum(view.thoroughness.chars for view in views) < TOTAL_CHARS and not wordless:
        missing.add("chars")
    if thin_ok:
        missing.discard("chars")
    evidence = tuple(shown(view) for view in views)
    foreign = next((view for view in views if worded and language.is_foreign(view)), None)
    if not missing and foreign is None:
        said = _with_length(views, zh, en)
        return Answer(Outcome.NO, said, evidence, fraction, values or {}, by_absence=True)
    names = sorted(missing) or ["language"]
    why = [_lacking(name, views, where, foreign) for name in names]
    why_zh, why_en = "、".join(each.zh for each in why), ", ".join(each.en for each in why)
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
            question=_asked(foreign) if not missing and foreign is not None else question,
        )
    return Answer(Outcome.NOT_SEEN, because, evidence, None, values or {}, reason=names[0])


def _with_length(views: tuple[View, ...], zh: str, en: str) -> Text:
    """The sentence, with how little the shortest page beside the home page holds where that is next to nothing."""
    lengths = [(unfinished.own_length(view), view) for view in views if view.role is not Role.HOME]
    count, shortest = min(lengths, key=lambda pair: pair[0], default=(SHORT_OWN, None))
    if shortest is None or count >= SHORT_OWN:
        return Text(zh, en)
    page = _ROLES[shortest.role]
    if not count:
        return Text(f"{zh}（{page['zh']}正文为空）", f"{en} ({page['en']} holds nothing between header and footer)")
    return Text(f"{zh}（{page['zh']}正文仅 {count} 字）", f"{en} ({page['en']} holds {count} characters)")


def _lacking(name: str, views: tuple[View, ...], where: Where, foreign: View | None) -> Text:
    """What lacked, with the picture, the page or the sign that shows it."""
    zh, en = _LACKS[name]["zh"], _LACKS[name]["en"]
    more: Text | None = None
    if name == "images":
        more = unread.words(views, where)
    elif name == "unfinished":
        more = next(unfinished.words(view) for view in views if unfinished.sign(view))
    elif name == "language" and foreign is not None:
        more = Text(_ROLES[foreign.role]["zh"], _ROLES[foreign.role]["en"])
    return Text(f"{zh}（{more.zh}）", f"{en} ({more.en})") if more else Text(zh, en)


def _asked(foreign: View) -> Text:
    page = _ROLES[foreign.role]
    return Text(
        f"{page['zh']}并非中文，请人工查看其内容是否符合要求。",
        f"{page['en']} is not in Chinese: does what it says meet what is asked?",
    )


def not_looked(role: str, state: str = LANDED, zh: str = "", en: str = "") -> Answer:
    """NOT_SEEN for a page nobody looked at in this audit; ``zh`` and ``en`` say before it what was looked for in vain."""
    page, mode = _ROLES[role], _STATES.get(state, {"zh": "", "en": ""})
    said_zh = f"本次未查看{mode['zh']}{page['zh']}"
    said_en = f"{mode['en']}{page['en']} was not looked at in this audit"
    return Answer(
        Outcome.NOT_SEEN,
        Text(f"{zh}；但{said_zh}" if zh else said_zh, f"{en}; but {said_en}" if en else said_en),
        reason="not_looked",
    )


def not_opened(view: View, element: Element, label: str, url: str, said: Text, asked: Text) -> Answer:
    """NOT_SEEN where an entry of that label names what was ``said`` not to be found, and nobody opened it; ``url`` "" = a control.

    ``asked`` is the check's question, which a person answers by looking there.
    """
    page, label = _ROLES[view.role], label[:NAMED]
    address_zh, address_en = (f"（{url[:200]}）", f" ({url[:200]})") if url else ("", "")
    return Answer(
        Outcome.NOT_SEEN,
        Text(
            f"{said.zh}；但{page['zh']}上的「{label}」{address_zh}本次未打开，请人工查看",
            f"{said.en}; but “{label}”{address_en} on {page['en']} was not opened in this audit: please look there",
        ),
        (shown(view, element),),
        reason="not_looked",
        question=Text(
            f"请打开{page['zh']}上的「{label}」查看：{asked.zh}", f"Open “{label}” on {page['en']}: {asked.en}"
        ),
    )


def not_known(gap: Gap, said: Text) -> Answer:
    """NOT_SEEN where too many pages of the shop were hidden, that one among them, to tell whether an entry stood on one."""
    zh, en = gap_words(gap)
    return Answer(Outcome.NOT_SEEN, Text(f"{said.zh}；但{zh}", f"{said.en}; but {en}"), reason=str(gap.reason))


def page_missing(role: str, state: str, device: str, elsewhere: View | None) -> tuple[str, str]:
    """The sentence for a page or state the shop does not offer on that device, in Chinese and English; ``elsewhere`` is the same as
    another device saw it."""
    page, mode = _ROLES[role], _STATES.get(state, {"zh": "", "en": ""})
    zh, en = f"未找到{mode['zh']}{page['zh']}的入口", f"no entry to {mode['en']}{page['en']} was found"
    if elsewhere is None:
        return zh, en
    here, there, url = _DEVICES[device], _DEVICES[elsewhere.device], elsewhere.url[:200]
    return f"{here['zh']}{zh}，{there['zh']}见于 {url}", f"{en} on {here['en']}; on {there['en']} it is at {url}"


def _in_chinese(detail: str) -> str:
    """The crawler's own phrases in a detail, put into Chinese; what it quotes from elsewhere stays as it is."""
    for english, chinese in sorted(_DETAILS.items(), key=lambda pair: -len(pair[0])):
        detail = detail.replace(english, chinese)
    return _PAGE.sub(lambda match: _ROLES[match[1]]["zh"] if match[1] in _ROLES else match[0], detail)


def gap_detail(gap: Gap) -> tuple[str, str]:
    """What a gap says beside its reason, in Chinese and English."""
    return _in_chinese(gap.detail), gap.detail


def gap_words(gap: Gap) -> tuple[str, str]:
    """The sentence for a gap, in Chinese and English."""
    page, why, mode = _ROLES[gap.role], _GAPS[gap.reason], _STATES.get(gap.state, {"zh": "", "en": ""})
    zh, en = gap_detail(gap)
    return (
        f"{mode['zh']}{page['zh']}未能查看：{why['zh']}{f'（{zh}）' if zh else ''}",
        f"{mode['en']}{page['en']} was not seen: {why['en']}{f' ({en})' if en else ''}",
    )
