"""The loading speed of one page as an answer: its class, or why these loads do not settle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Site
from crawler.table_builder import EveryKey
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, evidence_on_page, no, not_seen, yes
from probes.pages.absence import absence
from probes.pages.main import timings
from probes.pages.main.timings import MetricClass, TimingCell
from probes.probe import Params
from probes.schema.reading_table import Spoken


@dataclass(frozen=True, slots=True)
class SpeedTable:
    """The file speed.toml."""

    metrics: Annotated[Mapping[str, Spoken], EveryKey(("ttfb_ms", "fcp_ms", "lcp_ms", "cls", "tbt_ms"))]


FILE = SettingsFile("probes.answers", "speed.toml", SpeedTable)
METRICS = FILE.load().metrics
WORDS = {
    MetricClass.GOOD: ("良好", "good"),
    MetricClass.NEEDS_WORK: ("有待改进", "needs work"),
    MetricClass.POOR: ("较差", "poor"),
}


def judge_speed(site: Site, params: Params, role: Role) -> Answer:
    """YES for good (all points) and needs work (half), NO for poor on two days; NOT_SEEN where the class is not certain.

    Where this visit measured nothing, the latest measurement that is not too old is judged instead, and the answer
    says so.
    """
    cell = timings.timing_cell(site, role, int(params.limit("loads")), params.limit("days"))
    if cell.ok < params.limit("least_loads"):
        gap = site.gap(role)
        if gap is not None:
            zh, en = absence.gap_words(gap)
            return not_seen(gap.reason, zh, en)
        if not site.timings and not cell.earlier:
            days = params.limit("days")
            zh, en = f"近 {days:g} 天没有测速记录", f"no loads were measured within {days:g} days"
            return not_seen("not_timed", zh, en)
        zh, en = f"成功加载仅 {cell.ok}/{cell.asked} 次，不足以判断", f"only {cell.ok} of {cell.asked} loads worked"
        return not_seen("sample_small", zh, en)
    if "lcp_ms" not in cell.metrics and timings.worst_class(cell, params) is not MetricClass.POOR:
        return not_seen(
            "undecidable", "浏览器未给出最大内容出现的时间，无法判断", "the browser gave no LCP, so nothing can be told"
        )
    said_zh, said_en = _numbers(cell)
    values = _values(cell)
    view = site.view(role)
    seen_now = view is not None and not cell.earlier  # what is on the page now is not what was measured then
    evidence = (evidence_on_page(view, None, said_zh) if view is not None and seen_now else _load(cell, said_zh),)
    low, high = timings.worst_class(cell, params, "high"), timings.worst_class(cell, params, "low")
    if low is None or low != high:
        lost = cell.asked - cell.ok
        if lost:
            zh = f"{said_zh}；有 {lost} 次加载未成功，可能改变结论"
            return not_seen("sample_small", zh, f"{said_en}; loads that failed could change the class", *evidence)
        zh, en = f"{said_zh}；各次差异跨越分级界限", f"{said_en}; the loads differ across a limit between classes"
        return not_seen("noise", zh, en, *evidence)
    if low is MetricClass.GOOD:
        return yes(f"{said_zh}：良好", f"{said_en}: good", *evidence, fraction=1.0, values=values)
    quiet = timings.quiet_class(cell, params)
    if quiet is None:
        return not_seen("no_baseline", f"{said_zh}；缺少网络与机器基线", f"{said_en}; no baseline was taken", *evidence)
    if quiet != low:
        zh = f"{said_zh}；各次差异、网络（连接 {cell.connect_ms:.0f} ms）或机器（对照 {cell.control_ms:.0f} ms）可能改变结论"
        en = (
            f"{said_en}; the loads' differences, the line ({cell.connect_ms:.0f} ms) or the machine ({cell.control_ms:.0f} ms)"
            " could change the class"
        )
        return not_seen("noise", zh, en, *evidence)
    word_zh, word_en = WORDS[low]
    if low is MetricClass.NEEDS_WORK:
        return yes(
            f"{said_zh}：{word_zh}", f"{said_en}: {word_en}", *evidence, fraction=params.limit("half"), values=values
        )
    before = timings.slow_before(site, role, timings.device_of(site), cell.day, params)
    if before is None:
        zh, en = (
            f"{said_zh}：{word_zh}；仅一天的测量，须改日复测",
            f"{said_en}: {word_en}; one day only, to be measured again",
        )
        return not_seen("second_day", zh, en, *evidence)
    day = before.at.astimezone(timings.BEIJING).date()
    return no(
        f"{said_zh}：{word_zh}，{day} 亦然",
        f"{said_en}: {word_en}, as on {day}",
        *evidence,
        fraction=0.0,
        values=values,
    )


def _numbers(cell: TimingCell) -> tuple[str, str]:
    parts = []
    for name, metric in cell.metrics.items():
        said = f"{metric.median:.2f}" if name == "cls" else f"{metric.median:.0f}±{metric.spread:.0f} ms"
        parts.append(Text(f"{METRICS[name]['zh']} {said}", f"{METRICS[name]['en']} {said}"))
    zh = f"{cell.ok} 次冷加载的中位数：{'，'.join(part.zh for part in parts)}"
    en = f"median of {cell.ok} cold loads: {', '.join(part.en for part in parts)}"
    return (f"{cell.day} 测速：{zh}", f"measured on {cell.day}: {en}") if cell.earlier else (zh, en)


def _values(cell: TimingCell) -> dict[str, Value]:
    found: dict[str, Value] = {name: round(metric.median, 4) for name, metric in cell.metrics.items()}
    found |= {f"{name}_spread": round(metric.spread, 4) for name, metric in cell.metrics.items()}
    when: dict[str, Value] = {"measured_on": str(cell.day)} if cell.earlier else {}
    return found | {"loads": cell.ok, "connect_ms": cell.connect_ms, "control_ms": cell.control_ms} | when


def _load(cell: TimingCell, quote: str) -> Evidence:
    return Evidence(view="", url=cell.url, quote=quote)
