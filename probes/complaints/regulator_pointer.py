"""Is a consumer pointed to 12315 or 12345 as well?"""

from __future__ import annotations

import re

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.normalise import plain
from probes.reading.quotes import around
from probes.reading.several import not_found, searched

ROLES = (Role.HOME, Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    shape = re.compile(
        "|".join(
            rf"(?<![0-9]){word}(?![0-9])" if word.isdigit() else re.escape(word) for word in params.words["pointers"]
        )
    )
    for view in views:
        for element in view.elements:
            if not element.seen:
                continue
            if shape.search(" ".join((element.own, element.name, element.pseudo, element.ocr, element.href))):
                quote = element.words[:120] or element.href
                return yes(
                    f"指向外部渠道：「{quote}」", f"an outside channel is shown: “{quote}”", shown(view, element, quote)
                )
        folded = plain(view.text)
        match = shape.search(folded)
        if match:
            quote = around(folded, match.start(), match.end(), 30)
            return yes(
                f"指向外部渠道：「{quote}」", f"an outside channel is shown: “{quote}”", shown(view, quote=quote)
            )
    return not_found(site, ROLES, "未见 12315 或 12345 等外部投诉渠道", "no pointer to 12315 or 12345 was found")


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES if role is not Role.HOME)), judge=judge
)
