"""Can the visitor switch back from the elder mode to the standard page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from probes.answers import elder
from probes.finding import INSTEAD, Answer, evidence_on_page, not_seen, yes
from probes.inclusion.elder_mode import LEFT
from probes.pages.absence import absence
from probes.pages.absence.walked import describe_way
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    mode, left = site.view(Role.HOME, ELDER), site.view(Role.HOME, LEFT)
    assert mode is not None
    if not elder.is_switched(site):
        return absence.answer_absent(
            (mode,),
            "没有真正生效的长辈模式，谈不上切回",
            "no elder mode that works, so none to leave",
            values={INSTEAD: mode.url},
        )
    if left is None:
        gap = site.gap(Role.HOME, LEFT)
        if gap is not None and gap.reason.about_them:
            return absence.answer_absent(
                (mode,), "长辈模式下未找到切回标准版的控件", "no control leads back to the standard page"
            )
        zh, en = absence.gap_words(gap) if gap else ("本次未试切回标准版", "switching back was not tried")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    shrunk = elder.measure_change(left, mode)
    if shrunk is not None and shrunk.real:
        way = describe_way(left)
        return yes(
            f"可切回标准版：{way.zh}", f"switching back works: {way.en}", evidence_on_page(mode), evidence_on_page(left)
        )
    return absence.answer_absent(
        (left,),
        "点击切回后页面仍为长辈模式",
        "after pressing what leads back the page is still enlarged",
        values={INSTEAD: left.url},
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, ELDER),
        Need(Role.HOME, LEFT, required=False),
    ),
    judge=judge,
)
