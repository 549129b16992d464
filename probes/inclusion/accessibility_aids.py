"""Are there aids on the page: text zoom, reading aloud, contrast, a large cursor, keyboard help?"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Site, View
from crawler.spelling import measure_label
from crawler.vocabulary import ELDER, Role
from probes.answers import elder
from probes.finding import Answer, Text, evidence_on_page, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.layout.measure import find_controls
from probes.pages.main.listed import list_words
from probes.probe import Need, Params, Probe

KINDS = ("zoom", "read_aloud", "contrast", "cursor", "keyboard")


def judge(site: Site, params: Params) -> Answer:
    home, mode = site.view(Role.HOME), site.view(Role.HOME, ELDER)
    assert home is not None
    found = {}
    longest = params.limit("label")
    for view in (home, mode) if mode is not None else (home,):
        for control in find_controls(view):
            said = elder.plain_label(f"{control.text or control.own}{control.name}{control.pseudo}")
            fits = measure_label(said) <= longest and not any(word in said for word in params.words["never"])
            for kind in KINDS if fits else ():
                if kind not in found and any(word in said for word in params.words[kind]):
                    found[kind] = evidence_on_page(view, control)
        entry = next((entry for entry in elder.elder_entries(view) if elder.names_aid(entry)), None)
        if entry is not None and "bar" not in found:
            found["bar"] = evidence_on_page(view, entry.element)
    if found:
        aids = list_words(piece.quote for piece in found.values())
        fraction = min(1.0, len(found) / params.limit("kinds"))
        zh, en = f"提供无障碍辅助：{aids.zh}", f"aids on the page: {aids.en}"
        return yes(zh, en, *found.values(), fraction=fraction, values={"kinds": tuple(found)})
    if (asked := _ask_of_text((home, mode) if mode is not None else (home,))) is not None:
        return asked
    gap = site.gap(Role.HOME, ELDER)
    if mode is None and (gap is None or not gap.reason.about_them):
        zh, en = absence.gap_words(gap) if gap else ("本次未打开长辈模式", "the elder mode was not tried")
        return not_seen(
            gap.reason if gap else "not_looked", f"首页未见辅助工具；但{zh}", f"no aids on the home page; but {en}"
        )
    views = (home,) if mode is None else (home, mode)
    return absence.answer_absent(
        views, "未见放大、朗读、对比度等辅助工具", "no text zoom, reading aloud or contrast aid was found"
    )


def _ask_of_text(views: Iterable[View]) -> Answer | None:
    """The question about an entry named like a text on accessibility; None without one."""
    for view in views:
        entry = next((entry for entry in elder.elder_entries(view) if elder.tells_of_aid(entry)), None)
        if entry is not None:
            return unsure(
                f"「{entry.label}」像是一份说明，未能确认其中是否提供辅助工具",
                f"“{entry.label}” looks like a text; whether it offers any aid could not be told",
                evidence_on_page(view, entry.element),
                guess=0.0,
                question=Text(
                    "所示入口之后有没有放大、朗读、对比度等辅助工具？",
                    "Are there aids (text zoom, reading aloud, contrast) behind the entry shown?",
                ),
            )
    return None


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    words=("zoom", "read_aloud", "contrast", "cursor", "keyboard", "never"),
    limits=("kinds", "label"),
)
