"""Can earlier versions of the agreement and the rules be read?"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import find_statement, pattern
from probes.pages.rules.rulebook import DocumentKind, rule_kind
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers import dates
from probes.text.ranking import clip_quote

_QUOTE = 120  # characters of a sentence that are quoted
ROLES = (Role.AGREEMENT, Role.RULES, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    for view in views:
        versions = _versions(view)
        if rule_kind(view) is DocumentKind.HISTORY and len(versions) >= params.limit("versions"):
            said = "、".join(versions[:4])
            said_en = ", ".join(versions[:4])
            return yes(
                f"《{own_title(view)}》列出 {len(versions)} 个历史版本：{said}",
                f"“{own_title(view)}” lists {count_in_words(len(versions), 'earlier version')}: {said_en}",
                evidence_on_page(view, quote=said),
                fraction=1.0,
                values={"versions": len(versions)},
            )
    for view in views:
        link = _link(view, params)
        if link is not None:
            words = " ".join((link.text or link.name).split())[:40]
            answer = yes(
                f"有历史版本入口「{words}」，但未见各版本内容",
                f"there is an entry to earlier versions, “{words}”, but none was seen",
                evidence_on_page(view, link),
                fraction=params.limit("link_share"),
            )
            return answer_hidden(site, ROLES) or in_part(answer)
    told = _told(views, params) or _heard(views, params)
    if told is not None:
        return answer_hidden(site, ROLES) or told
    return not_found(site, ROLES, "未见协议和规则的历史版本", "no earlier versions were found", fraction=0.0)


def _told(views: Iterable[View], params: Params) -> Answer | None:
    """What a sentence says of earlier versions: that they can be read (as good as an entry), or only that there were some."""
    near, never = params.words["told_near"], params.words["told_never"]
    for view in views:
        versions = _listed(view, params)
        if len(versions) >= params.limit("versions"):
            quote = clip_quote(versions[0], _QUOTE)
            zh = f"页面列出 {len(versions)} 个版本，但未见各版本内容：如「{quote}」"
            en = f"a page lists {count_in_words(len(versions), 'version')}, but none was seen: such as “{quote}”"
            return _as_entry(view, params, zh, en, quote)
    for view in views:
        said = find_statement(read_passages(view.text), params.words["told"], near=near, never=never, affirmed=True)
        if said is not None:
            quote = clip_quote(said.raw, _QUOTE)
            zh = f"写明可查阅历史版本，但未见各版本内容：「{quote}」"
            return _as_entry(
                view, params, zh, f"it is said that earlier versions can be read, but none was seen: “{quote}”", quote
            )
    for view in views:
        said = find_statement(read_passages(view.text), params.words["doubt"], near=near, never=never, affirmed=True)
        if said is not None:
            return _ask(view, clip_quote(said.raw, _QUOTE))
    return None


def _heard(views: Iterable[View], params: Params) -> Answer | None:
    """A question about the first line that sounds like earlier versions, be it no sentence or denied: a label of the list of them is neither."""
    heard, never = pattern(params.words["heard"]), pattern(params.words["heard_never"])
    for view in views:
        for line in view.text.split("\n"):
            said = fold_text(line)
            if heard.search(said) and not never.search(said):
                return _ask(view, clip_quote(line.strip(), _QUOTE))
    return None


def _ask(view: View, quote: str) -> Answer:
    return unsure(
        f"页面提及历史版本，但未能确认能否查阅：「{quote}」",
        f"a page speaks of earlier versions, yet whether they can be read could not be told: “{quote}”",
        evidence_on_page(view, quote=quote),
        guess=0.0,
        question=Text(
            "所引文字是否表明可查阅历史版本？", "Do the quoted words show that earlier versions can be read?"
        ),
    )


def _as_entry(view: View, params: Params, zh: str, en: str, quote: str) -> Answer:
    """A YES that earns what an entry to earlier versions earns."""
    return in_part(yes(zh, en, evidence_on_page(view, quote=quote), fraction=params.limit("link_share")))


def _listed(view: View, params: Params) -> list[str]:
    """The lines, as they stand, that give a date or number of a version below a line that leads to a list of them; none where none opens."""
    leads = pattern((*params.words["history"], *params.words["doubt"], *params.words["list"]))
    versioned, opened = pattern(params.words["versioned"]), pattern(params.words["opened"])
    found: list[str] = []
    left, opens = 0.0, False
    for line in view.text.split("\n"):
        said = fold_text(line).strip()
        if not said or len(said) > 2 * params.limit("heading"):
            continue
        left -= 1
        if left > 0 and (versioned.search(said) or dates.find_dates(line)):
            found.append(" ".join(line.split()))
            opens = opens or opened.search(said) is not None
        elif len(said) <= params.limit("heading") and leads.search(said):
            left = params.limit("lines")
            opens = opens or opened.search(said) is not None
    return found if opens else []


def _versions(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(seen.value) for seen in dates.find_dates(view.text)))


def _link(view: View, params: Params) -> Element | None:
    wanted = pattern(params.words["history"])
    for element in view.elements:
        words = fold_text(element.text or element.name)
        if (
            element.seen
            and (element.href or element.clickable)
            and len(words) <= params.limit("label")
            and wanted.search(words)
        ):
            return element
    return None


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=(
        "history",
        "told",
        "told_near",
        "told_never",
        "doubt",
        "list",
        "versioned",
        "opened",
        "heard",
        "heard_never",
    ),
    limits=("versions", "link_share", "label", "heading", "lines"),
)
