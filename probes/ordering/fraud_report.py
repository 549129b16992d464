"""Is a channel to report fraud named?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.normalise import plain
from probes.reading.order_items import PAY_ROLES
from probes.reading.several import searched
from probes.reading.statements import judge_stated

SUBJECT = Text("欺诈举报渠道", "a channel to report fraud")
ROLES = (*PAY_ROLES, Role.COMPLAINT, Role.SERVICE, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    """A number of the police stands for itself, in a footer as in a sentence."""
    for view in searched(site, ROLES)[0]:
        for each in view.elements:
            said = plain(" ".join((each.own, each.name, each.pseudo, each.ocr, each.href)))
            word = next((word for word in params.words["pointers"] if word in said), "")
            if word and each.seen:
                quote = " ".join(each.words.split())[:120] or each.href
                zh, en = f"指向反诈渠道：「{quote}」", f"a channel against fraud is shown: “{quote}”"
                return yes(zh, en, shown(view, each, quote))
    return judge_stated(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
