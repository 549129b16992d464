"""Does the help centre cover what a new buyer needs?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.quotes import spoken

TOPICS = ("account", "ordering", "payment", "delivery", "returns", "invoice", "safety")


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HELP)
    found = {}
    for topic in TOPICS:
        for view in views:
            said = spoken(view.text, params.words[topic])
            if said is not None:
                found[topic] = shown(view, None, said[1])
                break
    zh, en = (
        f"帮助中心覆盖 {len(found)}/{len(TOPICS)} 类主题",
        f"the help centre covers {len(found)} of {len(TOPICS)} topics",
    )
    if len(found) >= params.limit("topics"):
        return yes(zh, en, *found.values(), values={"topics": tuple(found)})
    return absence.absent(views, zh, en, values={"topics": tuple(found)})


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HELP)), judge=judge)
