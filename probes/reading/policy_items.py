"""One item of a policy is judged: stated and quoted, stated in somebody else's name, denied, or not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Outcome, Text, Value, no, not_seen, shown, unsure, yes
from probes.pages.unopened_document import unopened_document
from probes.pages.unread import Where
from probes.probe import Params
from probes.reading import policy, unfolded
from probes.reading.several import hidden, not_found, searched
from probes.reading.statements import Found, find, quoted
from probes.text import topic_weights
from probes.text.ranking import clip

_CELLS = 3  # marks of a row read as a sentence (接收方:… 目的:… 信息:…)


def judge_item(
    site: Site,
    params: Params,
    subject: Text,
    parts: tuple[str, ...],
    also: tuple[Role, ...] = (),
    least: int = 1,
    whole: int | None = None,
) -> Answer:
    """YES with the sentences quoted where at least ``least`` parts are stated, NO where it is denied.

    The fraction is stated parts by ``whole`` (all of them, if not given), 1 at most. ``also`` names further pages that may
    state it. What is not found is never NO while a page or a linked document that may state it was not seen.
    """
    views = policy.documents(site) + tuple(view for role in also for view in _texts(site, role))
    stated, denied = find(views, params, parts)
    values: dict[str, Value] = {"stated": tuple(part for part in parts if part in stated)}
    fraction = min(1.0, len(stated) / (whole or len(parts)))
    if len(stated) >= least:
        answer = _doubted(params, subject, stated, _stated(site, subject, stated, fraction, values))
        return answer if fraction == 1.0 else _unless_blind(site, params, subject, also, answer)
    if denied and not stated and hidden(site, (Role.PRIVACY, *also)) is None:
        view, sentence = next(iter(denied.values()))
        return no(
            f"政策否定了{subject.zh}：「{clip(sentence.raw, 120)}」",
            f"the policy denies {subject.en}: “{clip(sentence.raw, 120)}”",
            shown(view, quote=clip(sentence.raw, 200)),
            values=values,
        )
    return missing(site, params, subject, also, values, fraction)


def _texts(site: Site, role: Role) -> tuple[View, ...]:
    """Texts of that role; an answer of the help may be short."""
    return site.all(role) if role is Role.HELP else policy.documents(site, role)


def _unless_blind(site: Site, params: Params, subject: Text, also: tuple[Role, ...], part: Answer) -> Answer:
    """A part of an item counts as the whole answer only where nothing that may hold the rest was hidden from us."""
    # What was found is the topic's own: read again it would only vouch for itself.
    words_alone = dataclasses.replace(params, words={k: each for k, each in params.words.items() if k != "learnt"})
    rest = missing(site, words_alone, Text(f"{subject.zh}的其余部分", f"the rest of {subject.en}"), also)
    if rest.outcome is Outcome.NO or part.outcome is Outcome.UNSURE:
        return part
    because = Text(f"{part.because.zh}；{rest.because.zh}", f"{part.because.en}; {rest.because.en}")
    return dataclasses.replace(
        rest, because=because, evidence=part.evidence, values=part.values, fraction=part.fraction
    )


def _stated(site: Site, subject: Text, stated: Found, fraction: float, values: Mapping[str, Value]) -> Answer:
    evidence: tuple[Evidence, ...] = tuple(
        shown(view, quote=clip(sentence.raw, 200)) for view, sentence in stated.values()
    )
    view, _ = next(iter(stated.values()))
    words = quoted(stated)
    zh, en = f"政策说明了{subject.zh}：{words.zh}", f"the policy states {subject.en}: {words.en}"
    brand = policy.foreign(view, site.platform)
    if brand:
        return unsure(
            f"{zh}；但该政策似以「{brand}」名义发布",
            f"{en}; but it seems to speak for {brand}",
            *evidence,
            guess=0.0,
            question=Text(
                f"该政策是否为本平台自己的政策（文中自称「{brand}」）？", f"Is this the shop's own policy ({brand})?"
            ),
            values=values,
        )
    return yes(zh, en, *evidence, fraction=fraction, values=values)


def _doubted(params: Params, subject: Text, stated: Found, answer: Answer) -> Answer:
    """UNSURE where a second reader, learnt from what lawyers labelled, takes none of the sentences for a statement of the topic."""
    topic = next(iter(params.words.get("learnt", ())), "")
    if not topic or answer.outcome is not Outcome.YES:
        return answer
    read = [each for _, each in stated.values() if _is_read_by_the_other(each.text)]
    scores = (topic_weights.score(topic, each.text, over) for each in read for over in {each.heading, ""})
    best = max(scores, default=0)  # no heading makes a plain sentence unclear
    if len(read) < len(stated) or best >= params.limit("doubtful"):
        return answer
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(
            f"可能说明了{subject.zh}，但所引文字不像是对此的说明，须由人确认：{_said(answer.because.zh, '：')}",
            f"{subject.en} may be stated, yet the words shown do not read like it: {_said(answer.because.en, ': ')}",
        ),
        question=Text(f"所引文字是否说明了{subject.zh}？", f"Do the words shown state {subject.en}?"),
    )


def _is_read_by_the_other(said: str) -> bool:
    """It learnt from Chinese sentences: neither rows of tables nor another language."""
    return said.count(":") < _CELLS and sum("\u4e00" <= each <= "\u9fff" for each in said) * 2 >= len(said)


def _said(because: str, mark: str) -> str:
    """What is quoted behind the mark of a sentence."""
    return because.partition(mark)[2] or because


def missing(
    site: Site,
    params: Params,
    subject: Text,
    also: tuple[Role, ...] = (),
    values: Mapping[str, Value] | None = None,
    fraction: float = 0.0,
) -> Answer:
    """What may be said of an item that no sentence states."""
    seen, _ = searched(site, (Role.PRIVACY, *also))
    zh, en = f"未见{subject.zh}的说明", f"no statement of {subject.en} was found"
    broken = next((view for view in seen if policy.garbled(view)), None)
    if broken is not None:
        return unsure(f"{zh}；但页面文字为乱码", f"{en}; but the page's text is garbled", shown(broken), guess=0.0)
    about = () if not policy.documents(site) else params.words.get("elsewhere", ())
    link = unopened_document(site, about) if about or not policy.documents(site) else ""
    if link:
        return not_seen(
            "not_looked",
            f"{zh}；但「{link}」指向的文件本次未打开",
            f"{en}; but the document behind “{link}” was not opened",
        )
    question = Text(f"政策中是否有{subject.zh}的说明？", f"Does the policy state {subject.en}?")
    roles = (Role.PRIVACY, *also)
    answer = not_found(site, roles, zh, en, fraction=fraction, values=values, question=question, where=Where.TEXTS)
    if answer.outcome is not Outcome.NO:
        return answer
    return _told_by_the_other(site, params, subject, answer) or _unrecognised(site, subject, answer) or answer


def _told_by_the_other(site: Site, params: Params, subject: Text, answer: Answer) -> Answer | None:
    """UNSURE with the sentence that a second reader takes for a statement of the topic, where our words found none; None where it takes none."""
    topic = next(iter(params.words.get("learnt", ())), "")
    if not topic:
        return None
    said = [
        (topic_weights.score(topic, each.text, each.heading), view, each)
        for view in policy.documents(site)
        for each in policy.sentences(unfolded.text(view))
        if _is_read_by_the_other(each.text)
    ]
    best = max(said, key=lambda each: each[0], default=None)
    if best is None or best[0] < max(policy.TOLD, params.limit("doubtful")):
        return None
    _, view, sentence = best
    quote = clip(sentence.raw, 120)
    ask = Text(f"所引文字是否说明了{subject.zh}？", f"Do the words shown state {subject.en}?")
    zh, en = (
        f"用词不在已知说法之内，但可能说明了{subject.zh}：「{quote}」",
        f"in words not known, {subject.en} may be stated: “{quote}”",
    )
    return unsure(zh, en, shown(view, quote=clip(sentence.raw, 200)), question=ask, values=answer.values)


def _unrecognised(site: Site, subject: Text, answer: Answer) -> Answer | None:
    """UNSURE where a text stands where the policy should and is not known for one: who reads it can tell, we cannot."""
    odd = next((view for view in site.all(Role.PRIVACY) if policy.is_text(view)), None)
    if odd is None or policy.documents(site):
        return None
    zh, en = answer.because.zh, answer.because.en
    ask = Text(
        f"该页面是否为隐私政策，其中有无{subject.zh}？", f"Is this page the policy, and does it state {subject.en}?"
    )
    return unsure(
        f"{zh}；但打开的页面是否为隐私政策，未能认出",
        f"{en}; but whether the page that opened is the policy could not be told",
        shown(odd),
        question=ask,
        values=answer.values,
    )
