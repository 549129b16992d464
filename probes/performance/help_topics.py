"""Does the help centre cover what a new buyer needs?"""

from __future__ import annotations

import re
from collections import Counter

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.absence import absence
from probes.pages.absence.only_names import only_names
from probes.probe import Need, Params, Probe
from probes.text.quotes import quote_spoken
from probes.text.remember import per_view

TOPICS = ("account", "ordering", "payment", "delivery", "returns", "invoice", "safety")


AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


def judge(site: Site, params: Params) -> Answer:
    bare = only_names(site)
    views = site.all(Role.HELP)
    leads = re.compile("|".join(params.words["leaders"]))
    found = {}
    for topic in TOPICS:
        for view in views:
            if view.id in bare:
                continue  # its name, in a trail or a heading, explains nothing
            own = "\n".join(line for line in _own(view) if not leads.search(line))
            said = quote_spoken(own, params.words[topic])
            if said is not None:
                found[topic] = evidence_on_page(view, None, said[1])
                break
    zh, en = (
        f"帮助中心覆盖 {len(found)}/{len(TOPICS)} 类主题",
        f"the help centre covers {len(found)} of {len(TOPICS)} topics",
    )
    if len(found) >= params.limit("topics"):
        return yes(zh, en, *found.values(), values={"topics": tuple(found)})
    return absence.answer_absent(views, zh, en, values={"topics": tuple(found)})


@per_view
def _own(view: View) -> tuple[str, ...]:
    """The lines of a page without those of its frame, which every page of the shop carries."""
    frame = Counter(
        line.strip()
        for element in view.elements
        if element.seen and element.region in AROUND
        for line in (element.own, element.text)
        if line.strip()
    )
    return tuple(line.strip() for line in view.text.splitlines() if line.strip() and line.strip() not in frame)


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HELP)),
    judge=judge,
    words=("account", "ordering", "payment", "delivery", "returns", "invoice", "safety", "leaders"),
    limits=("topics",),
)
