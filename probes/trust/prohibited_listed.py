"""Is it listed which information and goods are prohibited?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.policy import Sentence, pattern
from probes.reading.rulebook import GOVERNANCE, sections
from probes.reading.several import hidden, not_found, searched

KINDS = ("violence", "obscenity", "fraud", "contraband", "gambling", "rumour")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, GOVERNANCE)
    found: dict[str, tuple[View, Sentence]] = {}
    for view in views:
        for name, sentence in _listed(view, params).items():
            found.setdefault(name, (view, sentence))
    if not found:
        return not_found(
            site, GOVERNANCE, "未见禁止发布的信息或商品清单", "no list of prohibited information or goods", fraction=0.0
        )
    _, first = next(iter(found.values()))
    answer = yes(
        f"列明了 {len(found)} 类禁止的信息或商品：「{first.raw[:100]}」",
        f"{len(found)} kinds of information or goods are prohibited: “{first.raw[:100]}”",
        *(shown(view, quote=sentence.raw[:160]) for view, sentence in found.values()),
        fraction=min(1.0, len(found) / params.limit("kinds")),
        values={"kinds": tuple(found)},
    )
    return answer if answer.fraction == 1.0 else hidden(site, GOVERNANCE) or answer


def _listed(view: View, params: Params) -> dict[str, Sentence]:
    """Kinds named in a section after the words that forbid them: lists go on for lines without saying so again."""
    ban = pattern(params.words["ban"])
    found: dict[str, Sentence] = {}
    for section in sections(view):
        forbidden = bool(ban.search(section.heading))
        for sentence in section.said:
            forbidden = forbidden or bool(ban.search(sentence.text))
            if not forbidden:
                continue
            for name in KINDS:
                if name not in found and pattern(params.words[name]).search(sentence.text):
                    found[name] = sentence
    return found


PROBE = Probe(reads=tuple(Need(role, required=False) for role in GOVERNANCE), judge=judge)
