"""Are session cookies protected from scripts and unencrypted connections?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_applicable, yes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    session = [
        cookie
        for cookie in view.cookies
        if not cookie.third_party
        and any(word in cookie.name.lower() for word in params.words["session"])
        and not any(word in cookie.name.lower() for word in params.words["not_session"])
    ]
    if not session:
        return not_applicable(
            "未登录时没有会话类 Cookie", "no session cookie without signing in", evidence_on_page(view)
        )
    good = [cookie for cookie in session if cookie.secure and cookie.http_only]
    weak = [cookie.name for cookie in session if not (cookie.secure and cookie.http_only)]
    part = len(good) / len(session)
    lacking = weak[:5]
    zh = f"会话类 Cookie {len(session)} 个，只经加密传输、脚本不可读取的占 {part:.0%}"
    en = f"{count_in_words(len(session), 'session cookie')}, {part:.0%} of them Secure and HttpOnly"
    if lacking:
        zh, en = (
            f"{zh}；缺：{'、'.join(f'「{name}」' for name in lacking)}",
            f"{en}; not: {', '.join(f'“{name}”' for name in lacking)}",
        )
    answer = yes if part >= params.limit("share") else no
    return answer(
        zh, en, evidence_on_page(view, None, ", ".join(weak[:5])), fraction=part, values={"share": round(part, 3)}
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, words=("session", "not_session"), limits=("share",))
