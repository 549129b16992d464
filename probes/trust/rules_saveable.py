"""Can the agreement and the rules be saved: as a file, with a print button, or as plain text that can be selected?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, evidence_on_page, no, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.main.listed import list_words
from probes.pages.rules.policy import pattern
from probes.pages.rules.rulebook import DocumentKind, RuleDocument, list_documents
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.AGREEMENT, Role.RULES)
FRAME = (Region.HEADER, Region.NAV, Region.FOOTER)
_FILE = re.compile(r"\.(?:pdf|docx?|zip)(?:[?#]|$)", re.IGNORECASE)
# Only what forbids copying on the whole page: such styles on single buttons are common and harmless.
_BLOCKED = re.compile(
    r"<body[^>]{0,400}?on(?:copy|selectstart|contextmenu)\s*=\s*[\"']?\s*return\s+false"
    r"|(?:^|[>},;\s])(?:html|body|\*)\s*(?:,\s*[\w*]{1,10}\s*)?\{[^{}]{0,400}?user-select\s*:\s*none"
    r"|<body[^>]{0,400}?user-select\s*:\s*none",
    re.IGNORECASE,
)


def judge(site: Site, params: Params) -> Answer:
    found = [
        document
        for document in list_documents(site, ROLES)
        if document.kind in (DocumentKind.AGREEMENT, DocumentKind.RULES)
    ]
    if not found:
        return not_found(site, ROLES, "未见可保存的协议或规则文本", "no agreement or rules to save", fraction=0.0)
    for document in found:
        button = _button(document.view, params)
        if button is not None:
            words = " ".join(button.words.split())[:40]
            return yes(
                f"可下载或打印：「{words}」",
                f"to download or print: “{words}”",
                evidence_on_page(document.view, button),
            )
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    for document in found:
        blocked = _BLOCKED.search(document.view.html)
        if blocked is not None:
            quote = " ".join(blocked.group().split())[-80:]
            return no(
                f"《{document.title}》禁止选择或复制：「{quote}」",
                f"“{document.title}” forbids selecting or copying: “{quote}”",
                evidence_on_page(document.view, quote=quote),
                fraction=0.0,
            )
    return _plain(found)


def _plain(found: list[RuleDocument]) -> Answer:
    names = list(dict.fromkeys(document.title for document in found))[:3]
    titles, named = "、".join(f"《{name}》" for name in names), list_words(names)
    return yes(
        f"{titles}为网页文字，未见禁止复制的设置",
        f"{named.en} in the text of pages that do not forbid copying",
        *(evidence_on_page(document.view, quote=document.title) for document in found[:3]),
    )


def _button(view: View, params: Params) -> Element | None:
    wanted = pattern(params.words["save"])
    for element in view.elements:
        if not element.seen or not (element.href or element.clickable) or element.region in FRAME:
            continue  # 下载 in a frame is the App, on every page
        words = fold_text(element.text or element.name)
        if _FILE.search(element.href) or (len(words) <= params.limit("label") and wanted.search(words)):
            return element
    return None


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("save",), limits=("label",)
)
