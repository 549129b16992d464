"""Do the pictures of the home page load?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import NO_SUCH_PAGE, GapReason, Role
from probes.answers import grade
from probes.finding import Answer, evidence_on_page, no, not_applicable, not_seen, yes
from probes.pages.wire.lost_requests import list_lost_pictures
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    gone = {exchange.url for exchange in view.exchanges if exchange.kind == "image" and exchange.status in NO_SUCH_PAGE}
    pictures = [element for element in view.elements if element.image.startswith("http") and element.box.area > 1]
    if not pictures:
        return not_applicable("首页没有图片", "the home page has no pictures", evidence_on_page(view))
    broken = [picture for picture in pictures if picture.image in gone]
    part = len(broken) / len(pictures)
    lost = set(list_lost_pictures(view)) - gone
    all_ones = {picture.image for picture in pictures} | lost
    if part <= params.limit("share") < (len(lost) + len(gone & all_ones)) / len(all_ones):
        zh = f"{len(lost)} 张图片本次未能取得，是否失效不能确定"
        en = f"{count_in_words(len(lost), 'picture')} could not be had, so that it is not known whether they are broken"
        return not_seen(GapReason.UNREACHABLE, zh, en, evidence_on_page(view))
    zh, en = (
        f"{len(pictures)} 张图片中失效 {part:.1%}",
        f"{part:.1%} of {count_in_words(len(pictures), 'picture')} broken",
    )
    answer = yes if part <= params.limit("share") else no
    evidence = [evidence_on_page(view, element, element.image) for element in broken[:5]] or [evidence_on_page(view)]
    return answer(zh, en, *evidence, values={"share": round(part, 4), "images": len(pictures)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("share",))
