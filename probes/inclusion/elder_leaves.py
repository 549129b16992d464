"""Can the visitor switch back from the elder mode to the standard page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from probes.finding import INSTEAD, Answer, not_seen, shown, yes
from probes.inclusion.elder_mode import LEFT
from probes.probe import Need, Params, Probe
from probes.reading import absence, elder


def judge(site: Site, params: Params) -> Answer:
    mode, left = site.view(Role.HOME, ELDER), site.view(Role.HOME, LEFT)
    assert mode is not None
    if not elder.switched(site):
        return absence.absent(
            (mode,),
            "没有真正生效的长辈模式，谈不上切回",
            "no elder mode that works, so none to leave",
            values={INSTEAD: mode.url},
        )
    if left is None:
        gap = site.gap(Role.HOME, LEFT)
        if gap is not None and gap.reason.about_them:
            return absence.absent(
                (mode,), "长辈模式下未找到切回标准版的控件", "no control leads back to the standard page"
            )
        zh, en = absence.gap_words(gap) if gap else ("本次未试切回标准版", "switching back was not tried")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    shrunk = elder.change(left, mode)
    if shrunk is not None and shrunk.real:
        path = " → ".join(left.path)
        return yes(f"可切回标准版：{path}", f"switching back works: {path}", shown(mode), shown(left))
    return absence.absent(
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
