"""Is there a public page on how to pay?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import unfolded
from probes.reading.payments import methods
from probes.reading.policy import fold, pattern, sentences
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.PAYMENT, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    told = [(view, lines) for view in views if (lines := _told(view, params))]
    if not told:
        return not_found(site, ROLES, "未见支付说明页面", "no page on how to pay was found", fraction=0.0)
    view, lines = max(told, key=lambda each: len(each[1]))
    whole = len(lines) >= params.limit("lines")
    answer = yes(
        f"公开支付说明：「{lines[0][:120]}」",
        f"how to pay is public: “{lines[0][:120]}”",
        shown(view, quote=lines[0][:200]),
        fraction=1.0 if whole else params.limit("passing_share"),
        values={"lines": len(lines), "clicks": view.clicks},
    )
    return answer if whole else hidden(site, ROLES) or in_part(answer)


def _told(view: View, params: Params) -> list[str]:
    """Sentences about paying: a page of links, or a heading alone, tells nothing."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    titled = view.role is Role.PAYMENT and about.search(fold(view.title))
    found = []
    for each in sentences(unfolded.text(view)):
        if never.search(each.text):
            continue
        if about.search(each.text) or (titled and each.heading and about.search(each.heading)):
            found.append(each.raw)
    if not found:
        # A list of ways to pay has no grammar and tells all the same; a heap of their names, one a line, tells nothing
        # unless something is said below them.
        listed = [each for each in methods(view) if each.element is None]
        headings = {each.heading for each in sentences(unfolded.text(view))}
        lines = dict.fromkeys(each.quote for each in listed)
        told = [line for line in lines if fold(line) in headings or sum(each.quote == line for each in listed) > 1]
        found += told if len({each.kind for each in listed}) > 1 else []
    return found


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
