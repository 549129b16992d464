"""Has a recent governance report with figures been published?"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.main.own_title import own_title
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers import dates
from probes.text.ranking import clip_quote

_NAME = 40  # characters of a report's name, at most, as a line gives it; 本项目设定
# 2026年第三季度, 2026年上半年, 2026年Q3, 2026年7月, 2025年度; 治理年报(2025), 《2025 治理年报》, 2026上半年, 2026.09
_YEAR = (
    r"(?<![0-9])(?P<year>20[0-9]{2})\s?"
    r"(?:年度?|(?=[)）\]】》])|(?=[\u4e00-\u9fff]{2,12}(?:报|数据|白皮书))|(?=[上下]半年|h[12]|q[1-4])|[./-](?=[01]?[0-9](?![0-9])))\s?"
)
_PART = (
    r"(?:度?第?(?P<quarter>[一二三四1-4])季|q(?P<q>[1-4])|(?P<half>上半年|半年度|h1)"
    r"|(?:[01]?[0-9]月?\s?[-至到]\s?)?(?P<month>[01]?[0-9])(?:月|(?<=[./-][01][0-9])|(?<=[./-][0-9])))?"
)
_PERIOD = re.compile(_YEAR + _PART)
ROLES = (Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
FIGURES = ("volume", "time", "accuracy", "handled")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    reports = [report for view in views for report in _reports(view, params)]
    figured = [(report, _figures(report.text, params)) for report in reports]
    figured = [pair for pair in figured if pair[1] and _count_figures(pair[0].text, params) >= params.limit("figures")]
    found = [pair for pair in figured if _recent(pair[0], site, params)]
    if not found:
        spoken = (
            None if any(_dated(report, site) for report, _ in figured) else show_hint(views, params, params.subject)
        )
        return spoken or not_found(
            site,
            ROLES,
            "未见载有审核数据的治理报告",
            "no recent report with figures on reviewing information",
            fraction=0.0,
        )
    report, figures = found[0]
    view, name = report.view, report.name
    quotes = [line[:80] for line in figures.values()]
    answer = yes(
        f"《{name}》载有 {len(figures)} 类审核数据，如「{'」「'.join(quotes[:2])}」",
        f"“{name}” gives {count_in_words(len(figures), 'kind of figures', 'kinds of figures')}, such as “{'”, “'.join(quotes[:2])}”",
        *(evidence_on_page(view, quote=quote) for quote in quotes),
        fraction=min(1.0, len(figures) / len(FIGURES)),
        values={"figures": tuple(figures)},
    )
    return answer if answer.fraction == 1.0 else answer_hidden(site, ROLES) or in_part(answer)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report as a page prints it: the whole page that is called so, or a line that names it with the lines below."""

    view: View
    name: str
    text: str


def _reports(view: View, params: Params) -> Iterator[_Report]:
    named, title = pattern(params.words["report"]), own_title(view)
    if named.search(fold_text(title)):
        yield _Report(view, title, f"{title}\n{view.text}")
        return
    lines = [line for line in view.text.split("\n") if line.strip()]
    for at, line in enumerate(lines):
        if named.search(fold_text(line)):
            name = clip_quote(" ".join(line.split()), _NAME)
            yield _Report(view, name, "\n".join(lines[at : at + int(params.limit("lines"))]))
        elif _PERIOD.search(fold_text(line)) and _count_figures(line, params) >= params.limit("unnamed"):
            yield _Report(view, clip_quote(" ".join(line.split()), _NAME), line)


def _figures(text: str, params: Params) -> dict[str, str]:
    """For each kind of figure, the first line that gives one: tables and short phrases count as well as sentences."""
    found: dict[str, str] = {}
    for name in FIGURES:
        wanted = pattern(params.words[name])
        line = next((line for line in text.split("\n") if wanted.search(fold_text(line))), "")
        if line:
            found[name] = " ".join(line.split())
    return found


def _count_figures(text: str, params: Params) -> int:
    """How many kinds of figures it gives, or how many acts are counted (下架3万件,封店128家), if these are more."""
    told = _figures(text, params)
    wanted = pattern(params.words["counted"])
    acts = {match.group() for line in text.split("\n") for match in wanted.finditer(fold_text(line))}
    return max(len(told), len(acts))


def _dated(report: _Report, site: Site) -> list[datetime.date]:
    """The dates it prints that have come; a report that covers a period is as old as the end of it."""
    today = site.at.date()
    known = [seen.value for seen in dates.find_dates(report.text)]
    for match in _PERIOD.finditer(fold_text(report.text)):
        whole = not any(match[part] for part in ("quarter", "q", "half", "month"))
        # The year that has not ended names a report on what has gone of it.
        this = whole and int(match["year"]) == today.year
        known.append(today if this else datetime.date(int(match["year"]), _last_month(match), 28))
    return [day for day in known if day <= today]


def _last_month(match: re.Match[str]) -> int:
    """The month that a named part of a year ends with: 二季度, 上半年, 3月; December for the whole year."""
    if match["month"]:
        return max(1, min(12, int(match["month"])))
    quarter = match["quarter"] or match["q"]
    if quarter:
        return 3 * ("一二三四".find(quarter) + 1 or int(quarter))
    return 6 if match["half"] else 12


def _recent(report: _Report, site: Site, params: Params) -> bool:
    """Whether its latest printed date is within the limit; a report without any date proves nothing."""
    known = _dated(report, site)
    oldest = site.at.date() - datetime.timedelta(days=30.44 * params.limit("months"))
    return bool(known) and max(known) >= oldest


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("report", "volume", "time", "accuracy", "handled", "counted"),
    may_words=HINT,
    texts=("subject",),
    limits=("figures", "unnamed", "months", "lines"),
)
