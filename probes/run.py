"""Checks become a Plan before the visit, and findings after it; no author of a probe handles gaps or faults."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

from crawler.plan import Act, Plan, Visit, Want
from crawler.site import Gap, Site, View
from crawler.vocabulary import ARRIVED, LANDED, Device, Role
from probes import known_absence
from probes.finding import Answer, Finding, Outcome, Text, not_applicable, not_seen, shown
from probes.pages import unopened
from probes.pages.stated import stated_in_main
from probes.probe import Acting, Check, Need, Params
from probes.profile import FLAGS, effective
from probes.reading import absence

IN_PART = Text("部分符合", "in part")
UNMET = Text("有，但未达要求", "it is there, but not as asked")


def plan(
    checks: Iterable[Check],
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE),
    worth: Mapping[str, float] | None = None,
) -> Plan:
    """The union of what the checks read, act on and time. The home page is always looked at.

    ``worth`` is what a point of each item is worth in the score (None = all alike): roles with more at stake are looked into first.
    """
    checks = tuple(checks)
    pairs = {(need.role, need.state) for check in checks for need in check.probe.reads}
    pairs |= {(Role.HOME, LANDED), (Role.HOME, ARRIVED)}
    acts = tuple(
        Act(check.id, acting.starts, acting.captures, _runner(acting, check.params))
        for check in checks
        if (acting := check.probe.act) is not None
    )
    return Plan(
        wants=frozenset(Want(role, state, device) for role, state in pairs for device in devices),
        acts=acts,
        devices=devices,
        timed=frozenset(role for check in checks for role in check.probe.timed),
        fetches=frozenset(purpose for check in checks for purpose in check.probe.fetches),
        stakes=_stakes(checks, worth),
    )


def _stakes(checks: Iterable[Check], worth: Mapping[str, float] | None) -> dict[Role, float]:
    """How much of the score the checks that read each role decide; a check that reads several is at stake on each."""
    stakes: dict[Role, float] = {}
    for check in checks:
        points = sum(count.points * (1.0 if worth is None else worth.get(count.item, 0.0)) for count in check.counts)
        for role in {need.role for need in check.probe.reads}:
            stakes[role] = stakes.get(role, 0.0) + points
    return stakes


def _runner(acting: Acting, params: Params) -> Callable[[Visit], Awaitable[None]]:
    return lambda visit: acting.run(visit, params)


def judge(
    checks: Iterable[Check],
    site: Site,
    *,
    profile: Mapping[str, bool] | None = None,
    strict: bool = False,
    bar: float = 0.0,
) -> tuple[Finding, ...]:
    """Every check's finding for each device and look, in a fixed order.

    ``profile`` is what the platform is taken to be (``probes.profile.effective``; None = that of the Site). ``strict`` lets a
    probe's bug surface (tests). ``bar`` is what the lower bound of a recall must reach for a bad NO by absence to stand
    (``known_absence``); the scoring sets it, and 0 asks the readers alone.
    """
    flags = effective(site) if profile is None else profile
    findings: list[Finding] = []
    checks = tuple(checks)
    for look in sorted({1} | {view.look for view in site.views} | {gap.look for gap in site.gaps}):
        for device in Device:
            surface = site.only(look, device)
            entries = unopened.Surface.of(site, device, look)
            others = tuple(view for view in site.views if view.device is not device)
            for check in checks:
                answer = _ask(check, surface, look, flags, strict, entries, others)
                if answer is not None:
                    known = known_absence.weighed(check, answer, surface, bar)
                    findings.append(Finding(f"f{len(findings) + 1}", check.id, device, look, known))
    return tuple(findings)


def _ask(
    check: Check,
    surface: Site,
    look: int,
    flags: Mapping[str, bool],
    strict: bool,
    entries: unopened.Surface,
    others: tuple[View, ...],
) -> Answer | None:
    """The check's answer about one surface; None where a second look was not asked to cover it. ``others``: what other devices saw."""
    contradicted = next((flag for flag, value in check.profile.items() if flags.get(flag, value) != value), None)
    if contradicted is not None:
        return not_applicable(
            f"平台情况与此不符：{FLAGS[contradicted]['zh']}",
            f"not applicable by the platform's profile: {FLAGS[contradicted]['en']}",
        )
    required = [need for need in check.probe.reads if need.required]
    missing = [need for need in required if surface.view(need.role, need.state) is None]
    if missing:
        if look > 1 and any(surface.gap(need.role, need.state) is None for need in missing):
            return None
        return _unless_unopened(check, _without(missing, surface, others), entries)
    if look > 1 and not _looked_again(check, surface):
        return None
    if look > 1 and check.probe.timed and not surface.timings:
        surface = _untimed(surface)
    try:
        answer = _unless_unopened(check, _said(check, surface), entries)
    except Exception as fault:  # the one place where a probe's bug becomes a finding, not a lost audit
        if strict:
            raise
        said = f"{type(fault).__name__}: {fault}"[:300]
        return Answer(Outcome.ERROR, Text(f"本项目程序错误：{said}", f"a fault of ours: {said}"), reason="error")
    bad = answer.outcome in (Outcome.YES, Outcome.NO) and answer.outcome is not check.good
    if bad and check.confidence < absence.DECIDING:
        return dataclasses.replace(
            answer, outcome=Outcome.UNSURE, fraction=answer.fraction or 0.0, question=answer.question or check.question
        )
    return _said_in_part(answer) if answer.outcome is Outcome.YES and check.good is Outcome.YES else answer


def _said_in_part(answer: Answer) -> Answer:
    """A YES that earns a share of its points, or none, says so: the sentence agrees with what is earned."""
    if answer.fraction is None or answer.fraction >= 1.0:
        return answer
    lead = IN_PART if answer.fraction > 0.0 else UNMET
    because = Text(f"{lead.zh}：{answer.because.zh}", f"{lead.en}: {answer.because.en}")
    return dataclasses.replace(answer, because=because)


def _said(check: Check, surface: Site) -> Answer:
    if not check.stated:
        return check.probe.judge(surface, check.params)
    return stated_in_main(lambda site: check.probe.judge(site, check.params), surface)


def _unless_unopened(check: Check, answer: Answer, entries: unopened.Surface) -> Answer:
    """The answer, unless it rests on not finding what an entry speaks of that was seen and not opened: whatever the probe."""
    if not answer.by_absence or answer.outcome not in (Outcome.NO, Outcome.NOT_APPLICABLE):
        return answer
    entry = entries.naming(check)
    if entry is None:
        return answer if entries.doubt is None else absence.not_known(entries.doubt, answer.because)
    return absence.not_opened(entry.view, entry.element, entry.label, entry.url, answer.because, check.question)


def _untimed(surface: Site) -> Site:
    """Without what was measured on other days, which is no second look."""
    return dataclasses.replace(surface, history=tuple(past for past in surface.history if past.kind != "timing"))


def _looked_again(check: Check, surface: Site) -> bool:
    """Whether a second look covered all that the check reads: half of it would only say that the rest was not looked at."""
    reads = check.probe.reads
    if not reads:
        return bool(surface.timings or surface.fetches)
    return all(
        surface.view(need.role, need.state) is not None or surface.gap(need.role, need.state) is not None
        for need in reads
    )


def _without(missing: list[Need], surface: Site, others: tuple[View, ...]) -> Answer:
    """What can be said where required views are not there: about our eyes first, about the shop only if all else was seen.

    A page that another device was led to is named: that there is no entry on this one does not say that there is none.
    """
    home = surface.view(Role.HOME)
    for need in missing:
        gap = surface.gap(need.role, need.state)
        if gap is None:
            return absence.not_looked(need.role, need.state)
        if not gap.reason.about_them:
            return _unseen(gap)
    if home is None:
        return absence.not_looked(Role.HOME)
    need = missing[0]
    seen = next((view for view in others if view.role is need.role and view.state == need.state), None)
    zh, en = absence.page_missing(need.role, need.state, home.device, seen)
    if need.absent is Outcome.NOT_APPLICABLE:
        return not_applicable(zh, en, shown(home))
    return absence.absent((home,), zh, en)


def _unseen(gap: Gap) -> Answer:
    zh, en = absence.gap_words(gap)
    return not_seen(gap.reason, zh, en)


def by_probe(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Findings grouped by probe, in order of first appearance."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.probe, []).append(finding)
    for probe, group in groups.items():
        yield probe, tuple(group)
