"""Every class that is written as a record, with records of it of any content."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from crawler.record.network_record import Host
from crawler.site import Fetch, Gap, Timing, View
from probes.finding import Finding
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.score import StageScore
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import Circumstances
from storage.documents import Document
from storage.overview.platform_standings import PlatformStanding
from storage.packs import Pack
from storage.platforms import Registration
from storage.remediations import Said
from storage.visits.visit_recorder import Closing, Opening
from tests.storage import making

_signed = making.words.filter(str.strip)
_judged = st.one_of(
    st.tuples(st.just(Verdict.PASS), st.just(1.0)),
    st.tuples(st.just(Verdict.FAIL), st.just(0.0)),
    st.tuples(st.just(Verdict.PARTIAL), st.floats(0, 1, exclude_min=True, exclude_max=True)),
    st.tuples(st.just(Verdict.NOT_APPLICABLE), st.none()),
)


def _whole(kind: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Every field of any content, those with a default too."""
    return st.builds(kind, **{field.name: given.get(field.name, ...) for field in dataclasses.fields(kind)})


def _decided(judged: tuple[Verdict, float | None]) -> st.SearchStrategy[Decision]:
    return _whole(
        Decision, verdict=st.just(judged[0]), value=st.just(judged[1]), assessor=_signed, reason=_signed,
        evidence=st.lists(making.words, max_size=2).map(tuple),
    )  # fmt: skip


decisions = _judged.flatmap(_decided)
line_decisions = _whole(LineDecision, assessor=_signed, reason=_signed)
flag_decisions = _whole(FlagDecision, assessor=_signed, reason=_signed)
circumstances = _whole(
    Circumstances,
    decisions=st.lists(decisions, max_size=2).map(tuple),
    line_decisions=st.lists(line_decisions, max_size=2).map(tuple),
    flag_decisions=st.lists(flag_decisions, max_size=2).map(tuple),
)
RECORDS: Mapping[type[Any], st.SearchStrategy[Any]] = {
    Circumstances: circumstances,
    Closing: st.from_type(Closing),
    Decision: decisions,
    Document: st.from_type(Document),
    Fetch: making.fetches,
    Finding: making.findings,
    FlagDecision: flag_decisions,
    Gap: making.gaps,
    Host: _whole(Host, tls=st.dictionaries(making.words, making.facts, max_size=3)),
    ItemVerdict: st.from_type(ItemVerdict),
    LineDecision: line_decisions,
    Opening: st.from_type(Opening),
    Pack: st.from_type(Pack),
    PlatformStanding: st.from_type(PlatformStanding),
    Registration: st.from_type(Registration),
    Said: st.from_type(Said),
    StageScore: st.from_type(StageScore),
    Timing: making.timings,
    View: making.views,
}
