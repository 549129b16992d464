"""Can anybody read the whole service agreement as text, without an account?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Text, Value, evidence_on_page, in_part, unsure, yes
from probes.pages.absence.opening import login_behind
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.main.main_text import main_text
from probes.pages.main.own_title import own_title
from probes.pages.rules.nothing_more import is_all_there
from probes.pages.rules.policy import count_prose
from probes.pages.rules.rulebook import DocumentKind, list_documents, list_documents_of, read_sections, rule_kind
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.numbered import strip_number

ROLES = (Role.AGREEMENT, Role.RULES)


def judge(site: Site, params: Params) -> Answer:
    """A short agreement on a page with nothing to press stands instead of a whole one: it was read, and no word overlooked.

    One divided into chapters may be whole however short it is: that asks a person.
    """
    found = list_documents_of(list_documents(site, ROLES), DocumentKind.AGREEMENT)
    if not found:
        return (
            _locked(site)
            or _ask_of_brief(site, params)
            or not_found(
                site,
                ROLES,
                "未见可完整阅读的服务协议正文",
                "no service agreement that can be read in full",
                fraction=0.0,
            )
        )
    best = found[0]
    least, near = params.limit("least"), params.limit("near")
    if best.length < near:
        chapters = count_chapters(best.view, params)
        if chapters >= params.limit("chapters"):
            return _ask_of_short(best.view, best.title, best.length, chapters)
        said = Text(
            f"《{best.title}》正文仅 {best.length} 字", f"“{best.title}” has only {best.length} characters of text"
        )
        values: dict[str, Value] = {"length": best.length}
        if is_all_there(best.view, site):
            values[INSTEAD] = best.title
        return not_found(site, ROLES, said.zh, said.en, fraction=0.0, values=values)
    fraction = 1.0 if best.length >= least else params.limit("near_share")
    answer = yes(
        f"无需登录即可阅读《{best.title}》，正文 {best.length} 字",
        f"“{best.title}” can be read without an account, {best.length} characters of text",
        evidence_on_page(best.view, quote=best.title),
        fraction=fraction,
        values={"length": best.length, "title": best.title},
    )
    return answer if fraction == 1.0 else answer_hidden(site, ROLES) or in_part(answer)


def count_chapters(view: View, params: Params) -> int:
    """Into how many parts the text is divided: headings over sentences, or clauses that begin with a number, each said once."""
    headed = sum(bool(section.heading) for section in read_sections(view))
    lines = (fold_text(line).strip() for line in main_text(view).split("\n"))
    clauses = {
        strip_number(line) for line in lines if len(line) >= params.limit("clause") and line != strip_number(line)
    }
    return max(headed, len(clauses))


def _ask_of_short(view: View, title: str, length: int, chapters: int) -> Answer:
    return unsure(
        f"《{title}》正文仅 {length} 字，但分 {chapters} 节，是否为协议全文须由人判断",
        f"“{title}” has only {length} characters of text, yet {chapters} sections: a person must tell whether it is whole",
        evidence_on_page(view, quote=title),
        question=Text("这份协议是否完整可读？", "Is this agreement whole, and can it be read?"),
    )


def _ask_of_brief(site: Site, params: Params) -> Answer | None:
    """The question about a page that was opened as the agreement and is too short for a document, yet divided as one; None without it."""
    for view in site.all(Role.AGREEMENT):
        chapters = count_chapters(view, params)
        if chapters >= params.limit("chapters") and rule_kind(view) is DocumentKind.AGREEMENT:
            return _ask_of_short(view, own_title(view), count_prose(view), chapters)
    return None


def _locked(site: Site) -> Answer | None:
    if login_behind(site, Role.AGREEMENT) is None:
        return None
    return unsure(
        "服务协议要求登录后查看",
        "the service agreement asks for an account",
        guess=0.0,
        question=Text("未登录时能否阅读服务协议？", "Can the agreement be read without an account?"),
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    limits=("least", "near", "near_share", "chapters", "clause"),
)
