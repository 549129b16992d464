"""Are passwords, phone numbers and addresses sent encrypted only?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_applicable, not_seen, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.several import searched, unlooked

WHERE = (Role.HOME, Role.LOGIN, Role.REGISTER)


def judge(site: Site, params: Params) -> Answer:
    views, blind = searched(site, WHERE)
    sensitive = []
    for view in views:
        for form, field in _forms(view, params):
            target = form.action or view.url
            if target.startswith("http://") or view.url.startswith("http://"):
                zh, en = f"敏感表单以明文提交：{target}", f"a form with personal data is sent in the clear: {target}"
                return no(zh, en, shown(view, field, target))
            sensitive.append(shown(view, field, target))
    if blind is not None:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    missing = unlooked(site, WHERE)
    if missing is not None:
        return absence.not_looked(missing)
    if sensitive:
        return yes("含个人信息的表单均加密提交", "every form with personal data is sent encrypted", *sensitive[:5])
    return not_applicable(
        "公开页面上没有收集个人信息的表单", "no form with personal data on public pages", *map(shown, views)
    )


def _forms(view: View, params: Params) -> list[tuple[Element, Element]]:
    """Sensitive fields with their form; a field without one counts as a form of its own (sent by script to the page)."""
    parents = {each.id: each for each in view.elements}
    found = []
    for each in view.elements:
        if each.tag != "input" or not each.seen:
            continue
        said = f"{each.name} {each.classes}".lower()
        asked = each.input_type in ("password", "tel") or any(word in said for word in params.words["fields"])
        searching = each.input_type == "search" or any(word in said for word in params.words["search"])
        if not asked or searching:
            continue  # a search box that suggests phones for sale asks for no phone number
        at: Element | None = each
        while at is not None and at.tag != "form":
            at = parents.get(at.parent) if at.parent is not None else None
        found.append((at or each, each))
    return found


PROBE = Probe(reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE), judge=judge)
