"""Is the home page's layout stable while it loads?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, evidence_on_page, no, not_seen, yes
from probes.pages.main import timings
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    cell = timings.timing_cell(site, Role.HOME, int(params.limit("loads")), params.limit("days"))
    shift = cell.metrics.get("cls")
    if shift is None or cell.ok < params.limit("least_loads"):
        return not_seen("sample_small", f"成功加载仅 {cell.ok} 次", f"only {cell.ok} loads worked")
    limit = params.limit("cls")
    zh = f"累计布局偏移中位数 {shift.median:.3f}（要求不超过 {limit:g}）"
    en = f"median cumulative layout shift {shift.median:.3f} (at most {limit:g} asked)"
    if cell.earlier:
        zh, en = f"{cell.day} 测速：{zh}", f"measured on {cell.day}: {en}"
    if (shift.low <= limit) != (shift.high <= limit):
        if cell.ok == cell.asked:
            return not_seen("noise", f"{zh}；各次差异跨越界限", f"{en}; the loads differ across the limit")
        return not_seen(
            "sample_small", f"{zh}；有加载未成功，可能改变结论", f"{en}; loads that failed could change this"
        )
    answer = yes if shift.high <= limit else no
    evidence = Evidence(view="", url=cell.url, quote=zh) if cell.earlier else evidence_on_page(view)
    return answer(zh, en, evidence, values={"cls": round(shift.median, 4), "loads": cell.ok})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, timed=(Role.HOME,), limits=("days", "loads", "least_loads", "cls"))
