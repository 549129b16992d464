"""Are passwords, phone numbers and addresses sent only encrypted?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_applicable, not_seen, yes
from probes.pages.absence import absence
from probes.pages.absence.several import searched_views, unlooked_role
from probes.probe import Need, Params, Probe

WHERE = (Role.HOME, Role.LOGIN, Role.REGISTER)


def judge(site: Site, params: Params) -> Answer:
    views, blind = searched_views(site, WHERE)
    sensitive = []
    for view in views:
        for form, field in _forms(view, params):
            target = form.action or view.url
            if target.startswith("http://") or view.url.startswith("http://"):
                zh, en = f"敏感表单以明文提交：{target}", f"a form with personal data is sent in the clear: {target}"
                return no(zh, en, evidence_on_page(view, field, target))
            sensitive.append(evidence_on_page(view, field, target))
    if blind is not None:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    missing = unlooked_role(site, WHERE)
    if missing is not None:
        return absence.not_looked(missing)
    if sensitive:
        return yes("含个人信息的表单均加密提交", "every form with personal data is sent encrypted", *sensitive[:5])
    return not_applicable(
        "公开页面上没有收集个人信息的表单", "no form with personal data on public pages", *map(evidence_on_page, views)
    )


def _forms(view: View, params: Params) -> list[tuple[Element, Element]]:
    """Sensitive fields with their form; a field without one counts as a form of its own (sent by script to the page)."""
    parents = {element.id: element for element in view.elements}
    found = []
    for element in view.elements:
        if element.tag != "input" or not element.seen:
            continue
        said = f"{element.name} {element.classes}".lower()
        asked = element.input_type in ("password", "tel") or any(word in said for word in params.words["fields"])
        searching = element.input_type == "search" or any(word in said for word in params.words["search"])
        if not asked or searching:
            continue  # a search box that suggests phones for sale asks for no phone number
        at: Element | None = element
        while at is not None and at.tag != "form":
            at = parents.get(at.parent) if at.parent is not None else None
        found.append((at or element, element))
    return found


PROBE = Probe(
    reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE), judge=judge, words=("fields", "search")
)
