"""Are session cookies kept from scripts and from plain lines?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_applicable, shown, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    session = [
        each
        for each in view.cookies
        if not each.third_party
        and any(word in each.name.lower() for word in params.words["session"])
        and not any(word in each.name.lower() for word in params.words["not_session"])
    ]
    if not session:
        return not_applicable("未登录时没有会话类 Cookie", "no session cookie without signing in", shown(view))
    good = [each for each in session if each.secure and each.http_only]
    weak = [each.name for each in session if not (each.secure and each.http_only)]
    part = len(good) / len(session)
    zh = f"会话类 Cookie {len(session)} 个，Secure 且 HttpOnly {part:.0%}{'；缺：' + '、'.join(weak[:5]) if weak else ''}"
    en = f"{part:.0%} of {len(session)} session cookies are Secure and HttpOnly{'; not: ' + ', '.join(weak[:5]) if weak else ''}"
    answer = yes if part >= params.limit("share") else no
    return answer(zh, en, shown(view, None, ", ".join(weak[:5])), fraction=part, values={"share": round(part, 3)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
