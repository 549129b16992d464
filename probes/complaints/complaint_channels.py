"""Through how many channels can a consumer complain?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Value, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import phones
from probes.reading.channels import addresses
from probes.reading.complaint_links import Kind, entries
from probes.reading.forms import fields
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    found: dict[str, Evidence] = {}
    for view in views:
        for name, evidence in _channels(view, params):
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


def _channels(view: View, params: Params) -> list[tuple[str, Evidence]]:
    """Channels this page offers, each with what shows it."""
    found: list[tuple[str, Evidence]] = []
    text = plain(view.text)
    inputs = fields(view)
    if view.role is Role.COMPLAINT and len(inputs) >= params.limit("form_fields"):
        found.append(("form", shown(view, inputs[0])))
    linked = next((e for e in entries(view) if e.kind is Kind.CONSUMER and not e.printed and e.element.href), None)
    if linked is not None and not linked.element.href.startswith(("tel:", "mailto:")):
        found.append(("form", shown(view, linked.element)))
    phone = next((each for each in phones.on_page(view) if each.own), None)
    if phone is not None:
        found.append(("phone", shown(view, phone.element, phone.quote)))
    reach = int(params.limit("near"))
    for name in ("chat", "post", "wechat"):
        near = pattern(params.words[f"{name}_near"]) if f"{name}_near" in params.words else None
        for hit in pattern(params.words[name]).finditer(text):
            if near is None or near.search(text[max(0, hit.start() - reach) : hit.end() + reach]):
                found.append((name, shown(view, quote=hit.group()[:40])))
                break
    near = pattern(params.words["mail"])
    mail = next(
        (m for m in addresses(view.text) if near.search(plain(view.text[max(0, m.start() - reach) : m.end()]))),
        None,
    )
    if mail is not None:
        found.append(("mail", shown(view, quote=mail.group())))
    return found


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES if role is not Role.HOME)), judge=judge
)
