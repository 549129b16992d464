"""Through how many channels can a consumer complain?"""

from __future__ import annotations

from collections.abc import Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Value, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import phones
from probes.reading.channels import addresses
from probes.reading.complaint_links import Kind, entries
from probes.reading.forms import written
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    found: dict[str, Evidence] = {}
    opened = {address: view for view in views for address in (view.url, view.asked) if address}
    for view in views:
        for name, evidence in _channels(view, params, opened):
            found.setdefault(name, evidence)
    if not found:
        return not_found(site, ROLES, "未见任何投诉渠道", "no channel for complaints was found", fraction=0.0)
    share = params.limit(("one", "two", "three")[min(len(found), 3) - 1])
    values: dict[str, Value] = {"channels": tuple(found)}
    names = dict(each.split("=", 1) for each in params.words["names"])
    answer = yes(
        f"投诉渠道 {len(found)} 种：{'、'.join(f'{names[name]}「{each.quote[:30]}」' for name, each in found.items())}",
        f"{len(found)} channels: {', '.join(found)}",
        *found.values(),
        fraction=share,
        values=values,
    )
    return answer if share == 1.0 else hidden(site, ROLES) or in_part(answer)


def _channels(view: View, params: Params, opened: Mapping[str, View]) -> list[tuple[str, Evidence]]:
    """Channels this page offers, each with what shows it. ``opened`` are pages by their addresses: what a link leads to is known by them."""
    found: list[tuple[str, Evidence]] = []
    text = plain(view.text)
    inputs = written(view)
    if view.role is Role.COMPLAINT and len(inputs) >= params.limit("form_fields"):
        found.append(("form", shown(view, inputs[0])))
    for entry in entries(view):
        href = entry.element.href
        linked = entry.kind is Kind.CONSUMER and not entry.printed and href
        if linked and not href.startswith(("tel:", "mailto:")) and _may_hold_form(opened.get(href)):
            found.append(("form", shown(view, entry.element)))
            break
    phone = next((each for each in phones.on_page(view) if each.own), None)
    if phone is not None:
        found.append(("phone", shown(view, phone.element, phone.quote)))
    reach = int(params.limit("near"))
    elsewhere = _leading_elsewhere(view, opened)
    spared = pattern(params.words["chat_never"])
    for name in ("chat", "post", "wechat"):
        near = pattern(params.words[f"{name}_near"]) if f"{name}_near" in params.words else None
        for hit in pattern(params.words[name]).finditer(text):
            line = _line(text, hit.start())
            answered = hit.group() not in _without(line, elsewhere)
            if name == "chat" and (answered or spared.search(line)):
                continue  # a link whose page says itself what it offers, and a sentence that one need not talk to them
            if near is None or near.search(text[max(0, hit.start() - reach) : hit.end() + reach]):
                found.append((name, shown(view, quote=hit.group()[:40])))
                break
    near, blank = pattern(params.words["mail"]), pattern(params.words["mail_blank"])
    mail = next(
        (
            m
            for m in addresses(view.text)
            if near.search(plain(view.text[max(0, m.start() - reach) : m.start()]))
            and not blank.search(plain(m.group()))
        ),
        None,
    )
    if mail is not None:
        found.append(("mail", shown(view, quote=mail.group())))
    return found


def _may_hold_form(page: View | None) -> bool:
    """Is the page behind an entry not known, or known to hold a form?"""
    return page is None or bool(written(page))


def _leading_elsewhere(view: View, opened: Mapping[str, View]) -> frozenset[str]:
    """Headings, and labels of links whose pages were opened: such a page says itself what it offers, and its heading nothing."""
    named = (each for each in view.elements if each.seen and (each.heading or each.href in opened))
    return frozenset(plain(part).strip() for each in named for part in (each.text or each.own).split("\n"))


def _without(line: str, labels: frozenset[str]) -> str:
    """The line without those labels, the longest first."""
    for label in sorted((each for each in labels if each and each in line), key=len, reverse=True):
        line = line.replace(label, " ")
    return line


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)].strip()


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES if role is not Role.HOME)), judge=judge
)
