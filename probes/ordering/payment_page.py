"""Is there a public page on how to pay?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.products.payments import payment_methods
from probes.pages.rules import unfolded
from probes.pages.rules.policy import pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.PAYMENT, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    told = [(view, lines) for view in views if (lines := _told(view, params))]
    if not told:
        return not_found(site, ROLES, "未见支付说明页面", "no page on how to pay was found", fraction=0.0)
    view, lines = max(told, key=lambda pair: (len({method.kind for method in payment_methods(pair[0])}), len(pair[1])))
    whole = len(lines) >= params.limit("lines")
    answer = yes(
        f"公开支付说明：「{lines[0][:120]}」",
        f"how to pay is public: “{lines[0][:120]}”",
        evidence_on_page(view, quote=lines[0][:200]),
        fraction=1.0 if whole else params.limit("passing_share"),
        values={"lines": len(lines), "clicks": view.clicks},
    )
    return answer if whole else answer_hidden(site, ROLES) or in_part(answer)


def _told(view: View, params: Params) -> list[str]:
    """Sentences about paying: a page of links, or a heading alone, has none."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    titled = view.role is Role.PAYMENT and about.search(fold_text(view.title))
    listed = [method for method in payment_methods(view) if method.element is None]
    lines = dict.fromkeys(method.quote for method in listed)
    several = [line for line in lines if sum(method.quote == line for method in listed) > 1]
    named: list[str] = []
    found: list[str] = []
    for sentence in split_sentences(unfolded.unfolded_text(view)):
        if never.search(sentence.text):
            continue
        if any(sentence.raw in line for line in several):  # says by its own words in which ways
            named.append(sentence.raw)
        elif about.search(sentence.text) or (titled and sentence.heading and about.search(sentence.heading)):
            found.append(sentence.raw)
    if titled and len({method.kind for method in listed}) > 1:  # a table of ways: each row says how one is used
        rows = [line for line in lines if len(fold_text(line)) > params.limit("name")]
        found += [line for line in rows if line not in named and line not in found]
    if not found and not named:
        # A list of ways to pay has no grammar and tells all the same; a heap of their names, one a line, tells nothing
        # unless something is said below them.
        headings = {sentence.heading for sentence in split_sentences(unfolded.unfolded_text(view))}
        told = [line for line in lines if fold_text(line) in headings or line in several]
        found += told if len({method.kind for method in listed}) > 1 else []
    return [*named, *found]


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("about", "never"),
    limits=("lines", "passing_share", "name"),
)
