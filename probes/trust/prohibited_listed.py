"""Is it listed which information and goods are prohibited?"""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.site import Site, View
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.rules.policy import pattern
from probes.pages.rules.rulebook import GOVERNANCE
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text

KINDS = ("violence", "obscenity", "fraud", "contraband", "gambling", "rumour")

_ENDS = ("。", "!", "?")
_PIECE = re.compile(r"[^。!?]+(?:[。!?]|$)")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, GOVERNANCE)
    listed = [(view, line, names) for view in views for line, names in _listed(view, params).items()]
    listed.sort(key=lambda row: -len(row[2]))  # the line that names most kinds is the list; others mention some
    found: dict[str, tuple[View, str]] = {}
    for view, line, names in listed:
        found |= {name: (view, line) for name in names if name not in found}
    vague = pattern(params.words["vague"])
    if not any(pattern(params.words[name]).search(vague.sub("", fold_text(line))) for name, (_, line) in found.items()):
        return show_hint(views, params, params.subject) or not_found(
            site, GOVERNANCE, "未见禁止发布的信息或商品清单", "no list of prohibited information or goods", fraction=0.0
        )
    _, first = next(iter(found.values()))
    answer = yes(
        f"列明了 {len(found)} 类禁止的信息或商品，如「{first[:100]}」",
        f"{count_in_words(len(found), 'kind')} of information or goods prohibited, such as “{first[:100]}”",
        *(evidence_on_page(view, quote=line[:160]) for view, line in found.values()),
        fraction=min(1.0, len(found) / params.limit("kinds")),
        values={"kinds": tuple(found)},
    )
    return answer if answer.fraction == 1.0 else answer_hidden(site, GOVERNANCE) or in_part(answer)


def _listed(view: View, params: Params) -> dict[str, tuple[str, ...]]:
    """The lines, each with the kinds named where something is forbidden, or in the list below, as lists do not repeat it in every line."""
    found: dict[str, tuple[str, ...]] = {}
    kinds = {name: pattern(params.words[name]) for name in KINDS}
    ban, about, never, below = (pattern(params.words[name]) for name in ("ban", "about", "never", "below"))
    left = 0
    lines = [*filter(str.strip, view.text.split("\n")), ""]
    for line, following in pairwise(lines):
        left -= 1
        for piece in _PIECE.findall(fold_text(line)):
            opens = ban.search(piece) and about.search(piece) and not never.search(piece)
            short = len(piece) <= params.limit("heading")
            if opens and (piece.endswith(":") or (short and (below.search(piece) or _heads(piece, line, following)))):
                left = int(params.limit("list_lines"))
            if not opens and left <= 0:
                continue
            said = " ".join(line.split())
            named = (name for name, words in kinds.items() if words.search(piece))
            if names := tuple(dict.fromkeys((*found.get(said, ()), *named))):
                found[said] = names
    return found


def _heads(piece: str, line: str, following: str) -> bool:
    """Whether a short ban may head a list: a rule by itself (账户不得转让。) does so only over a line that is no sentence."""
    ends = piece.rstrip()[-1:] in _ENDS
    return not ends or (len(line.strip()) == len(piece.strip()) and following.strip()[-1:] not in ("", *_ENDS))


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in GOVERNANCE),
    judge=judge,
    words=(
        "ban",
        "about",
        "never",
        "below",
        "vague",
        "violence",
        "obscenity",
        "fraud",
        "contraband",
        "gambling",
        "rumour",
    ),
    may_words=HINT,
    texts=("subject",),
    limits=("kinds", "list_lines", "heading"),
)
