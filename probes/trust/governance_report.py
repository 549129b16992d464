"""Has a recent report on governance with figures been published?"""

from __future__ import annotations

import datetime

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import dates
from probes.reading.policy import fold, pattern
from probes.reading.rulebook import title
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
FIGURES = ("volume", "time", "accuracy", "handled")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    named = pattern(params.words["report"])
    found = [(view, _figures(view, params)) for view in views if named.search(fold(title(view)))]
    found = [
        (view, figures)
        for view, figures in found
        if len(figures) >= params.limit("figures") and _recent(view, site, params)
    ]
    if not found:
        return not_found(
            site,
            ROLES,
            "未见载有审核数据的治理报告",
            "no recent report with figures on reviewing information",
            fraction=0.0,
        )
    view, figures = found[0]
    quotes = [line[:80] for line in figures.values()]
    answer = yes(
        f"《{title(view)}》载有 {len(figures)} 类审核数据：「{'」「'.join(quotes[:2])}」",
        f"“{title(view)}” gives {len(figures)} kinds of figures: “{'”, “'.join(quotes[:2])}”",
        *(shown(view, quote=quote) for quote in quotes),
        fraction=min(1.0, len(figures) / len(FIGURES)),
        values={"figures": tuple(figures)},
    )
    return answer if answer.fraction == 1.0 else hidden(site, ROLES) or in_part(answer)


def _figures(view: View, params: Params) -> dict[str, str]:
    """The first line with a figure of each kind: tables and short phrases count as well as sentences."""
    found: dict[str, str] = {}
    for name in FIGURES:
        wanted = pattern(params.words[name])
        line = next((line for line in view.text.split("\n") if wanted.search(fold(line))), "")
        if line:
            found[name] = " ".join(line.split())
    return found


def _recent(view: View, site: Site, params: Params) -> bool:
    """Its latest printed date is not older than the limit; a report without any date proves nothing."""
    known = [seen.value for seen in dates.find(f"{title(view)}\n{view.text}") if seen.value <= site.at.date()]
    oldest = site.at.date() - datetime.timedelta(days=30.44 * params.limit("months"))
    return bool(known) and max(known) >= oldest


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
