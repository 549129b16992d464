"""Is there a public page on cancelling an order within three clicks of the home page?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from probes.answers.order_items import ORDER_ROLES
from probes.finding import Answer, Text, evidence_on_page, in_part, no, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import told_lines
from probes.pages.rules import unfolded
from probes.pages.rules.policy import Sentence, pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.remember import per_view

_MARKED = re.compile("[,。;:→!>]")
ASK = Text("取消订单的说明从首页几次点击可达？", "How many clicks from the home page is the page on cancelling?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ORDER_ROLES)
    found = [(view, told) for view in views if (told := _told(view, params))]
    if not found:
        zh, en = "未见面向买家的取消订单说明", "no page tells buyers how to cancel an order"
        return not_found(site, ORDER_ROLES, zh, en, fraction=0.0)
    found.sort(key=lambda pair: (not _near(pair[0], params), not _titled(pair[0], pair[1], params), -len(pair[1])))
    view, told = found[0]
    quote = told[0].raw[:120]
    evidence = evidence_on_page(view, quote=quote)
    if view.clicks is None:
        zh, en = (
            f"有取消订单说明：「{quote}」，但不能确定点击次数",
            f"cancelling is explained: “{quote}”, clicks unknown",
        )
        return unsure(zh, en, evidence, guess=0.5, question=ASK)
    if not _near(view, params):
        zh, en = (
            f"取消订单说明需 {view.clicks} 次点击",
            f"the page on cancelling is {count_in_words(view.clicks, 'click')} away",
        )
        return answer_hidden(site, ORDER_ROLES) or no(zh, en, evidence, values={"clicks": view.clicks})
    whole = _titled(view, told, params)
    answer = yes(
        f"取消订单说明 {view.clicks} 次点击可达：「{quote}」",
        f"cancelling is explained {count_in_words(view.clicks, 'click')} from home: “{quote}”",
        evidence,
        fraction=1.0 if whole else params.limit("passing_share"),
        values={"clicks": view.clicks},
    )
    return answer if whole else answer_hidden(site, ORDER_ROLES) or in_part(answer)


def _told(view: View, params: Params) -> list[Sentence]:
    """Sentences that tell buyers about cancelling; what is addressed to sellers does not count."""
    about, never = pattern(params.words["about"]), pattern(params.words["never"])
    under = pattern(params.words["never_under"])
    told = [
        sentence
        for sentence in split_sentences(unfolded.unfolded_text(view))
        if (about.search(sentence.text) or about.search(sentence.heading))
        and not never.search(sentence.text)
        and not under.search(sentence.heading)
    ]
    told += [
        one
        for one in _short_lines(view)
        if about.search(one.text) and not never.search(one.text) and not under.search(one.heading)
    ]
    by_itself, acts = pattern(params.words["by_itself"]), pattern(params.words["acts"])
    return sorted(told, key=lambda one: bool(by_itself.search(one.text)) and not acts.search(one.text))


@per_view
def _short_lines(view: View) -> tuple[Sentence, ...]:
    """Lines that say something without the words that make prose (订单取消:我的→待发货→取消。), and no names of pages."""
    lines = (line for line in told_lines(view) if _MARKED.search(line.said) and not split_sentences(line.raw))
    return tuple(Sentence(line.said, line.raw, line.above) for line in lines)


def _titled(view: View, told: list[Sentence], params: Params) -> bool:
    """Is part of the page about it: named in a heading or the title, with more than one sentence?"""
    about = pattern(params.words["about"])
    headed = about.search(fold_text(view.title)) or any(about.search(sentence.heading) for sentence in told)
    return bool(headed) and len(told) >= params.limit("sentences")


def _near(view: View, params: Params) -> bool:
    return view.clicks is not None and view.clicks <= params.limit("clicks")


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ORDER_ROLES),
    judge=judge,
    words=("about", "never", "never_under", "by_itself", "acts"),
    limits=("clicks", "sentences", "passing_share"),
)
