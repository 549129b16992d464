"""Can the agreement and the rules be saved: a file, a print button, or plain text that may be selected?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.policy import fold, pattern
from probes.reading.rulebook import Document, Kind, inventory
from probes.reading.several import hidden, not_found

ROLES = (Role.AGREEMENT, Role.RULES)
_FILE = re.compile(r"\.(?:pdf|docx?|zip)(?:[?#]|$)", re.IGNORECASE)
# Only what forbids copying on the whole page: such styles on single buttons are common and harmless.
_BLOCKED = re.compile(
    r"<body[^>]{0,400}?on(?:copy|selectstart|contextmenu)\s*=\s*[\"']?\s*return\s+false"
    r"|(?:^|[>},;\s])(?:html|body|\*)\s*(?:,\s*[\w*]{1,10}\s*)?\{[^{}]{0,400}?user-select\s*:\s*none"
    r"|<body[^>]{0,400}?user-select\s*:\s*none",
    re.IGNORECASE,
)


def judge(site: Site, params: Params) -> Answer:
    found = [each for each in inventory(site, ROLES) if each.kind in (Kind.AGREEMENT, Kind.RULES)]
    if not found:
        return not_found(site, ROLES, "未见可保存的协议或规则文本", "no agreement or rules to save", fraction=0.0)
    for each in found:
        button = _button(each.view, params)
        if button is not None:
            words = " ".join(button.words.split())[:40]
            return yes(f"可下载或打印：「{words}」", f"to download or print: “{words}”", shown(each.view, button))
    unseen = hidden(site, ROLES)
    if unseen is not None:
        return unseen
    for each in found:
        blocked = _BLOCKED.search(each.view.html)
        if blocked is not None:
            quote = " ".join(blocked.group().split())[-80:]
            return no(
                f"《{each.title}》禁止选择或复制：「{quote}」",
                f"“{each.title}” forbids selecting or copying: “{quote}”",
                shown(each.view, quote=quote),
                fraction=0.0,
            )
    return _plain(found)


def _plain(found: list[Document]) -> Answer:
    titles = "、".join(f"《{each.title}》" for each in found[:3])
    return yes(
        f"{titles}为网页文字，未见禁止复制的设置",
        f"{titles} are text on pages that do not forbid copying",
        *(shown(each.view, quote=each.title) for each in found[:3]),
    )


def _button(view: View, params: Params) -> Element | None:
    wanted = pattern(params.words["save"])
    for each in view.elements:
        if not each.seen or not (each.href or each.clickable):
            continue
        words = fold(each.text or each.name)
        if _FILE.search(each.href) or (len(words) <= params.limit("label") and wanted.search(words)):
            return each
    return None


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
