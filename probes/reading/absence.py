"""When not finding something may be said: only after a look that missed nothing (rule 0.3 of the project's criteria)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from crawler.site import Gap, View
from crawler.vocabulary import LANDED
from probes.finding import Answer, Outcome, Text, Value, shown

_DATA = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))
_ROLES: dict[str, dict[str, str]] = _DATA["roles"]
_STATES: dict[str, dict[str, str]] = _DATA["states"]
_GAPS: dict[str, dict[str, str]] = _DATA["gaps"]
_DETAILS: dict[str, str] = _DATA["details"]
_PAGE = re.compile(r"<(\w+)>")
_LACKS: dict[str, dict[str, str]] = _DATA["lacks"]
MIN_CHARS: int = _DATA["limits"]["min_chars"]
MIN_INK: float = _DATA["limits"]["min_ink"]
DECIDING: float = _DATA["limits"]["deciding"]


def lacks(view: View) -> tuple[str, ...]:
    """Names of what was missing from the look at this view; empty when absence may rest on it."""
    thorough = view.thoroughness
    found = {
        "status": view.status is None or not 200 <= view.status < 300,
        "scripts": not thorough.scripts_ran,
        "scroll": not thorough.scrolled_stable,
        "layers": not thorough.layers_closed,
        "frames": not thorough.frames_read,
        "images": thorough.images_unread > 0,
        "chars": thorough.chars < MIN_CHARS,
        "ink": thorough.ink < MIN_INK,
    }
    return tuple(name for name, missing in found.items() if missing)


def absent(
    views: tuple[View, ...],
    zh: str,
    en: str,
    *,
    fraction: float | None = None,
    values: Mapping[str, Value] | None = None,
    question: Text | None = None,
    thin_ok: bool = False,
) -> Answer:
    """NO by absence if every view was looked at wholly; UNSURE where pictures were left unread; else NOT_SEEN, saying what lacked.

    ``thin_ok`` is for pages that are short by nature (a form, a modal): it waives the least number of characters.
    """
    missing = {name for view in views for name in lacks(view)}
    if thin_ok:
        missing.discard("chars")
    evidence = tuple(shown(view) for view in views)
    if not missing:
        return Answer(Outcome.NO, Text(zh, en), evidence, fraction, values or {}, by_absence=True)
    names = sorted(missing)
    why_zh = "、".join(_LACKS[name]["zh"] for name in names)
    why_en = ", ".join(_LACKS[name]["en"] for name in names)
    because = Text(f"{zh}；但不足以认定缺失：{why_zh}", f"{en}; but absence is not proven: {why_en}")
    if missing == {"images"}:
        return Answer(
            Outcome.UNSURE,
            because,
            evidence,
            fraction or None,  # a picture nobody has read suggests nothing
            values or {},
            reason="images",
            by_absence=True,
            question=question,
        )
    return Answer(Outcome.NOT_SEEN, because, evidence, None, values or {}, reason=names[0])


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


def page_missing(role: str, state: str) -> tuple[str, str]:
    """The sentence for a page or state the shop does not offer, in Chinese and English."""
    page, mode = _ROLES[role], _STATES.get(state, {"zh": "", "en": ""})
    return f"未找到{mode['zh']}{page['zh']}的入口", f"no entry to {mode['en']}{page['en']} was found"


def _in_chinese(detail: str) -> str:
    """The crawler's own phrases in a detail, put into Chinese; what it quotes from elsewhere stays as it is."""
    for english, chinese in sorted(_DETAILS.items(), key=lambda pair: -len(pair[0])):
        detail = detail.replace(english, chinese)
    return _PAGE.sub(lambda match: _ROLES[match[1]]["zh"] if match[1] in _ROLES else match[0], detail)


def gap_words(gap: Gap) -> tuple[str, str]:
    """The sentence for a gap, in Chinese and English."""
    page, why = _ROLES[gap.role], _GAPS[gap.reason]
    detail = f"（{_in_chinese(gap.detail)}）" if gap.detail else ""
    return (
        f"{page['zh']}未能查看：{why['zh']}{detail}",
        f"{page['en']} was not seen: {why['en']}{f' ({gap.detail})' if gap.detail else ''}",
    )
