"""Does the shop name services for elder buyers: ordering by phone, a person on the line, help in large letters, family payment?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer, Evidence, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.listed import list_words
from probes.pages.rules import unfolded
from probes.pages.rules.passages import read_lines, read_passages
from probes.pages.rules.policy import affirms_word, pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.quotes import quote_spoken
from probes.text.ranking import clip_quote

WHERE = (Role.HOME, Role.HELP, Role.SERVICE)
KINDS = ("phone_order", "human", "large_help", "family_pay")
_SENTENCE = re.compile("[^。！？!?；]*[。！？!?；]?")
SUBJECT = Text("面向老年人的服务", "services for elder buyers")


def judge(site: Site, params: Params) -> Answer:
    views = (*searched_views(site, WHERE)[0], *site.all(Role.HOME, ELDER))
    found: dict[str, tuple[Evidence, str]] = {}
    for kind in KINDS:
        for view in views:
            named = quote_spoken(view.text, params.words[kind])
            if named is not None:
                found[kind] = (evidence_on_page(view, None, named[1]), named[0])
                break
    doubted: Evidence | None = None
    for view in views:
        for raw, said, own in _to_elders(view, params):
            for kind in (*KINDS, "at_hand"):
                if kind not in found and affirms_word(said, pattern(params.words[f"{kind}_told"])):
                    quoted = _telling(raw, pattern(params.words[f"{kind}_told"]))
                    found[kind] = (evidence_on_page(view, None, clip_quote(quoted, 160)), clip_quote(quoted, 40))
            if own and doubted is None and affirms_word(said, pattern(params.words["doubt"])):
                doubted = evidence_on_page(view, None, clip_quote(raw, 160))
    if not found and doubted is not None:
        return answer_hidden(site, WHERE, public=True) or _doubted(doubted)
    if not found:
        return not_found(site, WHERE, "未见面向老年人的服务说明", "no service for elder buyers is described")
    words = list_words(dict.fromkeys(word for _, word in found.values()))
    return yes(
        f"提供适老服务：{words.zh}",
        f"services that help elder buyers: {words.en}",
        *dict.fromkeys(shown for shown, _ in found.values()),
        fraction=min(1.0, len(found) / params.limit("kinds")),
        values={"kinds": tuple(found)},
    )


def _telling(raw: str, wanted: re.Pattern[str]) -> str:
    """The sentence of a line that tells of the service, or the whole of the line where the words run over its marks."""
    return next((said for said in _SENTENCE.findall(raw) if affirms_word(fold_text(said), wanted)), raw).strip()


def _doubted(shown: Evidence) -> Answer:
    zh = f"页面提及老年人，但未能确认是否为适老服务：「{shown.quote}」"
    en = f"a page speaks of elder people, yet whether it offers them a service could not be told: “{shown.quote}”"
    ask = Text("所引文字是否说明了面向老年人的服务？", "Do the quoted words describe a service for elder buyers?")
    return unsure(zh, en, shown, guess=0.5, question=ask)


def _to_elders(view: View, params: Params) -> Iterator[tuple[str, str, bool]]:
    """What is said to or of elder people, as quoted and folded, and whether it names them itself, or a short line above does.

    A home page shows goods for them too, so only its sentences count, unless it is the one made for them.
    """
    text = unfolded.unfolded_text(view)
    subject, never = pattern(params.words["subject"]), pattern(params.words["never"])
    if subject.search(fold_text(text)) is None:  # the usual case
        return
    goods = view.role is Role.HOME and view.state != ELDER
    lines = tuple((passage.raw, passage.text) for passage in read_passages(text)) if goods else read_lines(text)
    left = 0
    for raw, said in lines:
        own = subject.search(said) is not None
        if own and len(said) <= params.limit("heading"):
            left = int(params.limit("below"))
        if (own or left > 0) and never.search(said) is None:
            yield raw, said, own
        left = left if own else left - 1


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.SERVICE, required=False),
        Need(Role.HOME, ELDER, required=False),
    ),
    judge=judge,
    words=(
        "subject",
        "never",
        "doubt",
        "at_hand_told",
        *KINDS,
        *(f"{kind}_told" for kind in KINDS),
    ),
    limits=("kinds", "heading", "below"),
)
