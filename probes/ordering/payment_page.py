"""Is there a public page on how to pay?"""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.own_title import own_title
from probes.pages.products.payments import name_ways, payment_methods
from probes.pages.rules import questions, unfolded
from probes.pages.rules.policy import pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.PAYMENT, Role.HELP)
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]")
_CLAUSE = re.compile(r"[,，。;；!！?？]")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    told = [(view, lines) for view in views if (lines := _told(view, params))]
    if not told:
        return not_found(site, ROLES, "未见支付说明页面", "no page on how to pay was found", fraction=0.0)
    view, lines = max(told, key=_worth)
    whole = len(lines) >= params.limit("lines")
    answer = yes(
        f"公开支付说明：「{lines[0][:120]}」",
        f"how to pay is public: “{lines[0][:120]}”",
        evidence_on_page(view, quote=lines[0][:200]),
        fraction=1.0 if whole else params.limit("passing_share"),
        values={"lines": len(lines), "clicks": view.clicks},
    )
    return answer if whole else answer_hidden(site, ROLES) or in_part(answer)


def _worth(told: tuple[View, list[str]]) -> tuple[int, bool, int]:
    """How many ways to pay the page names; of as many a page on paying tells them, another one when money comes back by them."""
    view, lines = told
    return len({method.kind for method in payment_methods(view)}), view.role is Role.PAYMENT, len(lines)


def _told(view: View, params: Params) -> list[str]:
    """Sentences about paying: a page of links, or a heading alone, has none."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    titles = pattern((*params.words["about"], *params.words["titled"]))
    titled = view.role is Role.PAYMENT and any(
        titles.search(fold_text(title)) for title in (view.title, own_title(view))
    )
    titled = titled or about.fullmatch(fold_text(own_title(view)).strip()) is not None  # an article of the help centre
    listed = [method for method in payment_methods(view) if method.element is None]
    lines = dict.fromkeys(method.quote for method in listed)
    several = [line for line in lines if sum(method.quote == line for method in listed) > 1]
    # 本店支持四种支付方式：微信支付、支付宝。 has no more grammar than a heap of keywords and says it all.
    pieces = [
        piece.strip() for line in several for piece in _PIECE.findall(line) if len(name_ways(fold_text(piece))) > 1
    ]
    named = [piece for piece in pieces if about.search(fold_text(piece)) and not never.search(fold_text(piece))]
    found: list[str] = []
    for sentence in split_sentences(unfolded.unfolded_text(view)):
        if never.search(sentence.text):
            continue
        if sentence.raw in named:
            continue
        if any(sentence.raw in line for line in several):  # says by its own words in which ways
            named.append(sentence.raw)
        elif about.search(sentence.text) or (titled and sentence.heading and about.search(sentence.heading)):
            found.append(sentence.raw)
    if titled and len({method.kind for method in listed}) > 1:  # names of ways in a row, and what is said of each
        many = [line for line in several if not any(said in line for said in named)]
        rows = [line for line in many if len(name_ways(fold_text(line))) > 2]
        rows += (line for line in lines if len(fold_text(line)) > params.limit("name"))
        rows += [row for row in _explained(view, int(params.limit("name"))) if not never.search(fold_text(row))]
        found = list(dict.fromkeys(line for line in (*rows, *many, *found) if line not in named))
    if not found and not named:
        # A list of ways to pay has no grammar and tells all the same; a heap of their names, one a line, tells nothing
        # unless something is said below them.
        headings = {sentence.heading for sentence in split_sentences(unfolded.unfolded_text(view))}
        told = [line for line in lines if fold_text(line) in headings or line in several]
        found += told if len({method.kind for method in listed}) > 1 else []
    told = sorted((*named, *found), key=lambda line: _only_denies(line, params))
    return told if told and not _only_denies(told[0], params) else []


def _only_denies(line: str, params: Params) -> bool:
    """Does it say which way is not offered, and nothing of another one? That alone tells nothing on how to pay."""
    about, denied = pattern(params.words["about"]), pattern(params.words["denied"])
    clauses = _CLAUSE.split(fold_text(line))
    rest = [clause for clause in clauses if not denied.search(clause)]
    return len(rest) < len(clauses) and not any(name_ways(clause) or about.search(clause) for clause in rest)


def _explained(view: View, name: int) -> list[str]:
    """What a page on paying says of each way: rows of its table that name one, and lines that stand below the name of one.

    Two ways at least have such a line: below the last name of a bare list stands whatever comes next.
    """
    rows = [row.sentence.raw for row in questions.join_rows(view) if name_ways(row.sentence.text)]
    lines = [line.strip() for line in unfolded.unfolded_text(view).split("\n") if line.strip()]
    bare = [len(fold_text(line)) <= name and bool(name_ways(fold_text(line))) for line in lines]
    below = [
        line for (_, line), (names, again) in zip(pairwise(lines), pairwise(bare), strict=True) if names and not again
    ]
    told = [line for line in below if len(fold_text(line)) > name]
    return rows or (told if len(told) > 1 else [])


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("about", "titled", "never", "denied"),
    limits=("lines", "passing_share", "name"),
)
