"""Were agreement, rules and privacy policy updated within the last two years, by the dates they print?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, evidence_on_page, in_part, no, unsure, yes
from probes.pages.absence.absence import page_called
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.text_days import ListReach, listed_days
from probes.pages.main.listed import join_texts, list_words
from probes.pages.main.own_title import own_title
from probes.pages.products.promotions import day_of_visit
from probes.pages.rules.policy import is_document, pattern
from probes.pages.rules.rulebook import DocumentKind, rule_kind
from probes.pages.rules.rules_nothing import rules_nothing
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.numbers import dates
from probes.text.numbers.dates import DateSeen

PAGES = (Role.AGREEMENT, Role.RULES, Role.PRIVACY)


def judge(site: Site, params: Params) -> Answer:
    """By the latest labelled date of each text in force; a future date is a coming version and counts as new."""
    oldest = day_of_visit(site) - timedelta(days=params.limit("days"))
    superseded = pattern(params.words["old"])
    documents = tuple(_documents(site))
    texts = [view for view in documents if not superseded.search(fold_text(own_title(view)))]
    if documents and not texts:
        named = list_words(_name(view) for view in documents[:4])
        return unsure(
            f"只看到不再有效的旧版本：{named.zh}",
            f"only versions that are not in force any more were seen: {named.en}",
            *(evidence_on_page(view) for view in documents[:4]),
        )
    newest = [(view, found) for view in texts if (found := _newest(view)) is not None]
    if not newest:
        listed = _of_lists(site, params, oldest)
        if listed is not None:
            return listed
        zh = "协议、规则与隐私政策均未见更新或生效日期"
        return not_found(site, PAGES, zh, "no date of update or effect in agreement, rules and policy", fraction=0.0)
    blind = answer_hidden(site, PAGES)
    if blind is not None:
        return blind
    stale = [(view, seen) for view, seen in newest if seen.value < oldest]
    values: dict[str, Value] = {"dated": len(newest), "stale": len(stale)}
    named = list_words(f"{_name(view)} {seen.value}" for view, seen in (stale or newest)[:4])
    evidence = [evidence_on_page(view, None, seen.raw) for view, seen in (stale or newest)[:4]]
    later = [(view, day) for view, seen in stale if (day := _later(view, oldest, day_of_visit(site))) is not None]
    if later and len(later) == len(stale):
        return _ask_of_later(*later[0])
    if stale:
        fraction = 1.0 - len(stale) / len(newest)
        zh, en = f"超过 24 个月未更新：{named.zh}", f"not updated for 24 months: {named.en}"
        return no(zh, en, *evidence, fraction=fraction, values=values)
    dated = {view.role for view, _ in newest}
    undated = {view.role: view for view in texts if view.role not in dated and _is_one(view)}
    if undated:
        others = join_texts(page_called(role) for role in undated)
        return in_part(
            yes(
                f"有日期的在 24 个月内更新：{named.zh}；未见日期：{others.zh}",
                f"those with a date were updated within 24 months: {named.en}; without a date: {others.en}",
                *evidence,
                fraction=len(dated) / (len(dated) + len(undated)),
                values=values,
            )
        )
    return yes(
        f"均在 24 个月内更新：{named.zh}",
        f"all updated within 24 months: {named.en}",
        *evidence,
        fraction=1.0,
        values=values,
    )


def _of_lists(site: Site, params: Params, oldest: date) -> Answer | None:
    """By a list of several texts with their days, where none gives a day itself. An old day may be that of an older text: a person is asked."""
    names, columns, kept = (pattern(params.words[key]) for key in ("names", "columns", "old"))
    reach = ListReach(int(params.limit("piece")), int(params.limit("above")), int(params.limit("most")))
    for view in searched_views(site, PAGES)[0]:
        days = [one for one in listed_days(view, names, columns, reach) if not kept.search(fold_text(one.said))]
        if len(days) < params.limit("listed"):
            continue
        stale = [one for one in days if one.seen.value < oldest]
        evidence = [evidence_on_page(view, None, one.said) for one in (stale or days)[:4]]
        told = list_words(one.said[:40] for one in (stale or days)[:4])
        if stale:
            return unsure(
                f"列出的文本中有超过 24 个月未更新的：{told.zh}",
                f"a list of texts gives days older than 24 months: {told.en}",
                *evidence,
                guess=1.0 - len(stale) / len(days),
                question=Text("所列文本是否仍在施行？", "Are the texts listed in force?"),
            )
        return yes(
            f"列出的文本均在 24 个月内更新：{told.zh}",
            f"all texts listed were updated within 24 months: {told.en}",
            *evidence,
            fraction=1.0,
            values={"dated": len(days), "stale": 0},
        )
    return None


def _documents(site: Site) -> Iterator[View]:
    """The pages of those roles, except news found under the name of a rule, which may be of any age, and lists of texts."""
    return (view for view in searched_views(site, PAGES)[0] if not rules_nothing(view) and not _lists_texts(view))


def _lists_texts(view: View) -> bool:
    """Is it no text of its own, but a list that bears the dates of several: the same label twice, with another day?"""
    labels = Counter(
        label
        for label, _ in {
            (seen.label, seen.value) for seen in dates.find_dates(view.text) if seen.label is not None and seen.exact
        }
    )
    return not is_document(view) and max(labels.values(), default=0) > 1


def _is_one(view: View) -> bool:
    """Is it a text that ought to have a date of its own: no list of links, stub or piece of news?"""
    kinds = (DocumentKind.AGREEMENT, DocumentKind.RULES)
    return is_document(view) and (view.role is Role.PRIVACY or rule_kind(view) in kinds)


def _name(view: View) -> str:
    return own_title(view)[:20] or page_called(view.role).zh


def _newest(view: View) -> DateSeen | None:
    def day(seen: DateSeen) -> date:
        return seen.value

    return max((seen for seen in dates.find_dates(view.text) if seen.label is not None), key=day, default=None)


def _later(view: View, oldest: date, today: date) -> DateSeen | None:
    """A day within the time that the text gives without a word we know: it may be its own (2025年3月1日换的新版), the known one an older text's."""
    return next(
        (seen for seen in dates.find_dates(view.text) if seen.label is None and oldest <= seen.value <= today), None
    )


def _ask_of_later(view: View, seen: DateSeen) -> Answer:
    return unsure(
        f"「{_name(view)}」注明的日期已超过 24 个月，但文中另有「{seen.raw}」，未能确认是否为其更新日期",
        f"the date of “{_name(view)}” is older than 24 months, yet it also gives “{seen.raw}”, which may be that of its update",
        evidence_on_page(view, None, seen.raw),
        guess=0.5,
        question=Text(
            "所引日期是否为该文本的更新或生效日期？", "Is the quoted date that of the text's update or effect?"
        ),
    )


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in PAGES)),
    judge=judge,
    words=("old", "names", "columns"),
    limits=("days", "listed", "piece", "above", "most"),
)
