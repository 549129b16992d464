"""Turns checks into a Plan before the visit and into findings after it, so that no author of a probe handles gaps or faults."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial

from crawler.plan import Act, ActContext, Plan, Want
from crawler.site import Gap, Site, View
from crawler.vocabulary import ARRIVED, LANDED, Device, Role
from probes.answers.complaints.complaint_items import file_complaint_pages
from probes.finding import Answer, Finding, KnownAnswers, Outcome, Text, evidence_on_page, not_applicable, not_seen
from probes.known_absence import ENTRIES, doubt_foreign, weigh_absence
from probes.lost_way import rests_on_lost_way
from probes.pages.absence import absence, unopened
from probes.pages.absence.other_device import found_elsewhere, hidden_elsewhere, measured_in_its_place
from probes.pages.absence.several import describe_nowhere, leads_nowhere
from probes.pages.main import timings
from probes.probe import Check, Need, Params, ProbeAct
from probes.profile import effective_profile
from probes.read_elsewhere import forget_read_pictures
from probes.rest_of_page import lift_layers, read_rest_too, read_whole
from probes.said_share import say_share
from probes.schema.flags import FLAGS
from probes.text.remember import judging_cache
from probes.unread_parts import find_unread

FAULT = Text("本项目程序出错，这一检查点没有结果", "a fault of ours: this check has no answer")
NONE_KNOWN = KnownAnswers(frozenset(), {})

# Asks one check: takes the check and the call that asks it, returns the answer. When judging strangers' pages it must also bound the time.
Asking = Callable[[Check, Callable[[], Answer | None]], Answer | None]


def plan_checks(
    checks: Iterable[Check],
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE),
    worth: Mapping[str, float] | None = None,
) -> Plan:
    """The union of what the checks read, act on and time. The home page is always visited.

    ``worth`` is what a point of each item is worth in the score (None = all alike): roles with more at stake are
    visited first.
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
        good=timings.good_limits(check.params for check in checks if check.probe.timed),
        fetches=frozenset(purpose for check in checks for purpose in check.probe.fetches),
        stakes=_stakes(checks, worth),
    )


def _stakes(checks: Iterable[Check], worth: Mapping[str, float] | None) -> dict[Role, float]:
    """For each role, how much of the score depends on the checks that read it; a check that reads several counts for each."""
    stakes: dict[Role, float] = {}
    for check in checks:
        points = sum(count.points * (1.0 if worth is None else worth.get(count.item, 0.0)) for count in check.counts)
        for role in {need.role for need in check.probe.reads}:
            stakes[role] = stakes.get(role, 0.0) + points
    return stakes


def _runner(acting: ProbeAct, params: Params) -> Callable[[ActContext], Awaitable[None]]:
    return lambda visit: acting.run(visit, params)


def answer_plainly(check: Check, ask: Callable[[], Answer | None]) -> Answer | None:
    """Ask a check without any time limit (the default ``Asking``)."""
    return ask()


def judge_site(
    checks: Iterable[Check],
    site: Site,
    *,
    profile: Mapping[str, bool] | None = None,
    strict: bool = False,
    bar: float = 0.0,
    asking: Asking = answer_plainly,
    known: KnownAnswers = NONE_KNOWN,
) -> tuple[Finding, ...]:
    """Every check's finding for each device and look, in a fixed order.

    ``profile`` is what the platform is taken to be (None = what ``probes.profile.effective_profile`` reads from the
    Site). ``strict`` lets a probe's bug surface (for tests). ``bar`` is the lower bound of recall that a bad NO by
    absence needs to stand (``known_absence``); scoring sets it, and 0 trusts every reader. ``asking`` asks one check;
    those of ``known`` are not asked, their answers are taken over.
    Readings of pages are cached for this judging, or for the ``judging_cache`` around it.
    """
    with judging_cache():
        return tuple(_judge(tuple(checks), forget_read_pictures(site), profile, strict, bar, asking, known))


def _judge(
    checks: tuple[Check, ...],
    site: Site,
    profile: Mapping[str, bool] | None,
    strict: bool,
    bar: float,
    asking: Asking,
    known: KnownAnswers,
) -> list[Finding]:
    flags = profile or {}
    if profile is None and any(check.profile for check in checks):  # few checks do, and all pages are read for it
        flags = effective_profile(site)
    findings: list[Finding] = []
    explored = {device: unopened.Surface.of(site, device, 1) for device in Device}
    for look in sorted({1} | {view.look for view in site.views} | {gap.look for gap in site.gaps}):
        for device in Device:
            surface = file_complaint_pages(lift_layers(site, look, device))
            # the same Site in all looks, so that what is read of all of it is read once
            entries = dataclasses.replace(explored[device], look=look)
            others = tuple(view for view in site.views if view.device is not device)
            for check in checks:
                if check.id in known.checks:
                    answer = known.answers.get((check.id, device, look))
                else:
                    ask = partial(_ask, check, surface, look, flags, strict, entries, others)
                    answer = asking(check, partial(_weighed, check, ask, surface, bar, entries.site))
                if answer is not None and not rests_on_lost_way(check, answer, device, entries, findings):
                    findings.append(Finding(f"f{len(findings) + 1}", check.id, device, look, answer))
    return _reconciled(findings, checks, site)


def _reconciled(findings: list[Finding], checks: tuple[Check, ...], site: Site) -> list[Finding]:
    """The findings, with those that say "not found" of what another device of the same look found, or was kept from, on a page of its own."""
    asked = {check.id: check for check in checks}
    by_place = {(finding.probe, finding.look, finding.device): finding.answer for finding in findings}
    surfaces = {place: site.only(*place) for place in {(finding.look, finding.device) for finding in findings}}
    return [_beside(finding, asked, by_place, surfaces, site) for finding in findings]


def _beside(
    finding: Finding,
    asked: Mapping[str, Check],
    by_place: Mapping[tuple[str, int, Device], Answer],
    surfaces: Mapping[tuple[int, Device], Site],
    site: Site,
) -> Finding:
    check, answer = asked.get(finding.probe), finding.answer
    if check is None or answer.outcome is not Outcome.NO or not answer.by_absence:
        return finding
    surface = surfaces[finding.look, finding.device]
    for device in Device:
        other = by_place.get((finding.probe, finding.look, device))
        if device is not finding.device and other is not None:
            if check.id not in ENTRIES:  # an entry has to stand on each device
                others = (view for view in site.views if view.device is device)
                answer = found_elsewhere(answer, check.probe.reads, surface, other, others, worded=check.stated)
            answer = hidden_elsewhere(answer, check.probe.reads, surface, surfaces[finding.look, device])
    return finding if answer is finding.answer else dataclasses.replace(finding, answer=answer)


def _weighed(
    check: Check, ask: Callable[[], Answer | None], surface: Site, bar: float, explored: Site
) -> Answer | None:
    """The answer weighed by what is known of its reader. ``explored``: the device in all looks of the audit."""
    if (asked := ask()) is None:
        return None
    answer = weigh_absence(check, doubt_foreign(check, asked, surface), surface, bar, explored=explored)
    return say_share(answer) if answer.outcome is Outcome.YES and check.good is Outcome.YES else answer


def _ask(
    check: Check,
    surface: Site,
    look: int,
    flags: Mapping[str, bool],
    strict: bool,
    entries: unopened.Surface,
    others: tuple[View, ...],
) -> Answer | None:
    """The check's answer about one surface; None where a second look was not meant to cover it. ``others``: views of other devices."""
    contradicted = next((flag for flag, value in check.profile.items() if flags.get(flag, value) != value), None)
    if contradicted is not None:
        return not_applicable(
            f"平台情况与此不符：{FLAGS[contradicted]['zh']}",
            f"not applicable by the platform's profile: {FLAGS[contradicted]['en']}",
        )
    missing = [need for need in check.probe.reads if need.required and surface.view(need.role, need.state) is None]
    if missing:
        if look > 1 and any(surface.gap(need.role, need.state) is None for need in missing):
            return None
        said = read_rest_too(check, surface, lambda told: _without(missing, told, others))
        return _unless_unopened(check, said, entries)
    if look > 1 and not _looked_again(check, surface):
        return None
    if look > 1 and check.probe.timed and not surface.timings:
        surface = _untimed(surface)
    try:
        said = measured_in_its_place(read_whole(check, surface), check.probe.reads, surface, others)
        answer = _unless_unopened(check, said, entries)
    except Exception as fault:  # the one place where a probe's bug becomes a finding, not a lost audit
        if strict:
            raise
        words = f"{type(fault).__name__}: {fault}"[:300]
        return Answer(Outcome.ERROR, FAULT, values={"fault": words}, reason="error")
    bad = answer.outcome in (Outcome.YES, Outcome.NO) and answer.outcome is not check.good
    if bad and check.confidence < absence.DECIDING:
        asked = answer.question or (check.question if answer.by_absence else _is_it_so(answer.because))
        return dataclasses.replace(answer, outcome=Outcome.UNSURE, fraction=answer.fraction or 0.0, question=asked)
    return answer


def _is_it_so(because: Text) -> Text:
    """The question to a person about something that was found: not whether it is there, but whether it was read correctly."""
    return Text(f"请核对所示之处，是否属实：{because.zh}？", f"Please look at what is shown: is this so: {because.en}?")


def _unless_unopened(check: Check, answer: Answer, entries: unopened.Surface) -> Answer:
    """The answer, unless it rests on absence while an entry that names the thing was seen and not opened. Holds for every probe.

    A YES with a share not found may then earn the rest.
    """
    if answer.by_absence and answer.outcome is Outcome.YES and answer.ceiling != 1.0:
        return answer if find_unread(check, entries) is None else dataclasses.replace(answer, ceiling=1.0)
    if not answer.by_absence or answer.outcome not in (Outcome.NO, Outcome.NOT_APPLICABLE):
        return answer
    if (entry := find_unread(check, entries)) is None:
        return answer if entries.doubt is None else absence.not_known(entries.doubt, answer.because)
    tell = absence.behind_login if entries.is_walled(entry) else absence.not_opened
    return tell(entry.view, entry.element, entry.label, entry.url, answer.because, check.question)


def _untimed(surface: Site) -> Site:
    """The surface without timings from other days, which are no second look."""
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
    """The answer where required views are missing: what hid them from us first; a word about the shop only if all else was seen.

    A page that another device reached is named: that this device has no entry to it does not mean that there is none.
    """
    home = surface.view(Role.HOME)
    for need in missing:
        gap = surface.gap(need.role, need.state)
        if gap is None:
            return absence.not_looked(need.role, need.state)
        if not gap.reason.about_them and not leads_nowhere(surface, gap):
            return _unseen(gap)
    if home is None:
        return absence.not_looked(Role.HOME)
    need = missing[0]
    seen = next((view for view in others if view.role is need.role and view.state == need.state), None)
    zh, en = absence.page_missing(need.role, need.state, home.device, seen)
    dead = surface.gap(need.role, need.state)
    if dead is not None and leads_nowhere(surface, dead):
        zh, en = describe_nowhere(surface, dead).zh, describe_nowhere(surface, dead).en
    if (way := _way_to(seen, others, surface)) is not None:
        return absence.not_followed(way, Text(zh, en))
    if need.absent is Outcome.NOT_APPLICABLE:
        return not_applicable(zh, en, evidence_on_page(home))
    return absence.answer_absent((home,), zh, en)


def _way_to(seen: View | None, others: tuple[View, ...], surface: Site) -> View | None:
    """The page from which another device reached that view, if this surface has no page of its role: the link may stand there."""
    if seen is None or len(seen.path) < 2:
        return None
    way = next((view for view in others if view.path == seen.path[:-1] and view.device is seen.device), None)
    return way if way is not None and way.role is not Role.HOME and not surface.all(way.role) else None


def _unseen(gap: Gap) -> Answer:
    zh, en = absence.gap_words(gap)
    return not_seen(gap.reason, zh, en)


def group_by_probe(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Findings grouped by probe, in order of first appearance."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.probe, []).append(finding)
    for probe, group in groups.items():
        yield probe, tuple(group)
