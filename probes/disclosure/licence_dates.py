"""Are the periods of validity printed on licences still running?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta, timezone

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.best_sentence import told_in_rows
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.numbers import dates

ROLES = (Role.LICENCE, Role.HOME)
BEIJING = timezone(timedelta(hours=8))


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    today = site.at.astimezone(BEIJING).date()
    blind = answer_hidden(site, ROLES, public=True)  # a licence not seen could be the one that has expired
    if blind is not None:
        return blind
    ends = [(view, element, end, raw) for view in views for element, end, raw in _ends(view, params)]
    past = [(view, element, end, raw) for view, element, end, raw in ends if end is not None and end < today]
    if past:
        ended = past[0][2]
        raw = past[0][3]
        return unsure(
            f"有效期似已届满（{ended}）：「{raw}」",
            f"a period of validity seems to have ended ({ended}): “{raw}”",
            *(evidence_on_page(at, where, words) for at, where, _, words in past[:4]),
            guess=0.0,
            question=Text("该证照是否已续展？", "Has this licence been renewed?"),
            values={"ended": str(ended)},
        )
    if ends:
        view, element, _, raw = ends[0]
        return yes(
            f"有效期未届满：「{raw}」",
            f"no period of validity has ended: “{raw}”",
            evidence_on_page(view, element, raw),
            fraction=1.0,
        )
    lacking = sorted({name for view in views for name in absence.missing_of_view(view)} - {"chars"})
    zh, en = "未见印有有效期的证照", "no licence with a printed period of validity was seen"
    if lacking:
        return absence.answer_absent(views, zh, en, thin_ok=True)
    return not_applicable(zh, en, *(evidence_on_page(view) for view in views))


def _ends(view: View, params: Params) -> Iterator[tuple[Element | None, date | None, str]]:
    """Ends of periods near a word for validity (None = no end): first those in text, then rows of tables, then those in pictures."""
    said: list[tuple[Element | None, str]] = [(None, view.text)]
    said += [(None, row.raw) for row in told_in_rows(view)]
    said += [(element, element.ocr) for element in view.elements if element.ocr and element.seen]
    labels = re.compile("|".join(map(re.escape, params.words["validity"])))
    for element, text in said:
        for line in text.split("\n"):
            match = labels.search(plain_text(line))
            if match is None or any(word in plain_text(line) for word in params.words["never"]):
                continue
            found = dates.find_dates(line)
            if any(word in plain_text(line) for word in params.words["endless"]):
                yield element, None, line[:120]
            elif found:
                yield element, max(dated.value for dated in found), line[:120]


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LICENCE, required=False)), judge=judge, words=("validity", "endless", "never")
)
