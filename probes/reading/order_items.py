"""Where rules on orders and payments stand, and what is said of steps and entries on those pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, Evidence, Text, in_part, no, not_applicable, shown, unsure, yes
from probes.probe import Params
from probes.reading import unfolded
from probes.reading.normalise import plain
from probes.reading.policy import pattern, sentences, stated
from probes.reading.remember import per_line, per_view
from probes.reading.several import hidden, not_found, searched
from probes.reading.statements import find
from probes.reading.steps import Kind, Procedure, procedures
from probes.text.ranking import clip

ORDER_ROLES = (Role.HELP, Role.AFTER_SALES, Role.RULES, Role.AGREEMENT)
PAY_ROLES = (Role.PAYMENT, Role.HELP, Role.RULES, Role.AGREEMENT)
ENTRY_REGIONS = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING, Region.SIDE})


def described(site: Site, roles: Iterable[Role], params: Params) -> tuple[tuple[View, Procedure], ...]:
    """The procedures that ``about`` names (in headings ``headed`` too), with at most ``most`` steps and told as steps first."""
    about, headed = params.words["about"], params.words.get("headed", ())
    found = [
        (view, procedure)
        for view in searched(site, roles)[0]
        for procedure in procedures(view)
        if procedure.about(about, headed)
    ]

    def order(each: tuple[View, Procedure]) -> tuple[bool, bool, int]:
        return each[1].count > params.limit("most"), each[1].kind is Kind.PROSE, each[1].count

    return tuple(sorted(found, key=order))


def judge_steps(site: Site, params: Params, subject: Text, roles: tuple[Role, ...]) -> Answer:
    """YES where a procedure named by ``about`` has at most ``most`` steps; half the points where it takes more."""
    found = described(site, roles, params)
    if not found:
        spoken = told_otherwise(site, roles, params, subject)
        if spoken is not None:
            return hidden(site, roles) or spoken
        zh, en = f"未见{subject.zh}的分步说明", f"no steps of {subject.en} are described"
        return not_found(site, roles, zh, en, fraction=0.0)
    view, procedure = found[0]
    few = procedure.count <= params.limit("most")
    said = "、".join(procedure.steps)[:120]
    answer = yes(
        f"{subject.zh}分 {procedure.count} 步：「{said}」",
        f"{subject.en} takes {procedure.count} steps: “{said}”",
        shown(view, quote=clip(procedure.raw, 200)),
        fraction=1.0 if few else params.limit("long_share"),
        values={"steps": procedure.count},
    )
    return answer if few else hidden(site, roles) or in_part(answer)


def told_otherwise(site: Site, roles: Iterable[Role], params: Params, subject: Text) -> Answer | None:
    """UNSURE where sentences stand under a heading that names the procedure, but no steps could be told apart; else None."""
    about = pattern(params.words["about"])
    for view in searched(site, roles)[0]:
        for each in sentences(unfolded.text(view)):
            if about.search(each.heading):
                quote = clip(each.raw, 120)
                zh = f"有一节说明{subject.zh}，但未能分辨步骤：「{quote}」"
                en = f"a section is about {subject.en}, yet its steps could not be told apart: “{quote}”"
                ask = Text(f"该节是否分步说明了{subject.zh}？", f"Does this section describe {subject.en} in steps?")
                return unsure(zh, en, shown(view, quote=quote), guess=0.5, question=ask)
    return None


@per_view
def _labels(view: View) -> tuple[tuple[tuple[Element, tuple[str, ...]], ...], str]:
    """Seen controls and what stands in the frame of the page, each with its own words without blanks; and all these words."""
    found = []
    for each in view.elements:
        if each.seen and (each.clickable or each.region in ENTRY_REGIONS):
            found.append((each, _parts(each.text or each.own, each.name, each.pseudo, each.ocr)))
    return tuple(found), "\n".join(part for _, parts in found for part in parts)


@per_line
def _parts(*said: str) -> tuple[str, ...]:
    """An element's words without blanks, those that are any."""
    tight = ("".join(plain(part).split()) for part in said)
    return tuple(part for part in tight if part)


def labelled(view: View, words: Iterable[str], longest: float) -> Iterator[Element]:
    """Seen controls, and labels in the frame of the page, that say one of the words and little more."""
    labels, whole = _labels(view)
    wanted = tuple(word for word in words if word in whole)
    for each, parts in labels if wanted else ():
        if any(len(said) <= longest and any(word in said for word in wanted) for said in parts):
            yield each


def judge_offered(site: Site, params: Params, subject: Text, roles: tuple[Role, ...], parts: tuple[str, ...]) -> Answer:
    """YES with a share of the kinds offered, ``kinds`` of them being all: by a control (words of ``<part>_entry``), or in a sentence."""
    views, _ = searched(site, roles)
    said, _ = find(views, params, tuple(part for part in parts if part in params.words))
    found: dict[str, Evidence] = {
        part: shown(view, quote=clip(sentence.raw, 160)) for part, (view, sentence) in said.items()
    }
    for view in views:
        for part in parts:
            words = params.words.get(f"{part}_entry", ())
            for each in labelled(view, words, params.limit("label")) if part not in found else ():
                if not any(word in plain(each.words) for word in params.words.get("entry_never", ())):
                    found[part] = shown(view, each)
                    break
    named = tuple(part for part in parts if part in found)
    fraction = min(1.0, len(named) / params.limit("kinds"))
    if not named:
        return not_found(site, roles, f"未见{subject.zh}", f"{subject.en} were not found", fraction=0.0)
    quotes = "、".join(found[part].quote.split("\n")[0][:30] for part in named)
    most = params.limit("kinds")
    asked = Text(f"（要求 {most:g} 种）", f" of {most:g} asked") if fraction < 1.0 else Text("", "")
    answer = yes(
        f"{subject.zh} {len(named)} 种{asked.zh}：「{quotes}」",
        f"{subject.en}: {len(named)}{asked.en} ({', '.join(named)}): “{quotes}”",
        *(found[part] for part in named),
        fraction=fraction,
        values={"kinds": named},
    )
    return answer if fraction == 1.0 else hidden(site, roles) or in_part(answer)


def judge_free_of(site: Site, params: Params, subject: Text, roles: tuple[Role, ...], ask: Text) -> Answer:
    """NO where a sentence holds one of ``bad``; YES where those that speak of ``about`` hold none; not applicable without such."""
    views, _ = searched(site, roles)
    about, under = pattern(params.words["about"]), pattern(params.words["never_under"])
    told = 0
    for view in views:
        said = [each for each in sentences(unfolded.text(view)) if not under.search(each.heading)]
        bad = stated(said, params.words["bad"], never=params.words["never"])
        if bad is not None:
            quote = clip(bad.raw, 160)
            zh, en = f"疑似{subject.zh}：「{quote}」", f"this seems to be {subject.en}: “{quote}”"
            answer = no(zh, en, shown(view, quote=quote))
            return dataclasses.replace(answer, question=ask)
        told += sum(1 for each in said if about.search(each.text) or about.search(each.heading))
    blind = hidden(site, roles)
    if blind is not None:
        return blind
    if not told:
        return not_applicable(f"未见可供核对{subject.zh}的说明", f"nothing is said in which {subject.en} could stand")
    return yes(
        f"已读 {told} 句相关说明，未见{subject.zh}",
        f"{told} sentences were read; none is {subject.en}",
        *(shown(view) for view in views[:3]),
        values={"sentences": told},
    )
