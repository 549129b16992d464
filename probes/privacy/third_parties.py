"""Does the home page send no data to third parties before anybody consented?"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, shown, unsure, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    third = [each for each in view.exchanges if each.third_party]
    sending = [each for each in third if each.kind in params.words["sending"] or each.method == "POST"]
    hosts = tuple(sorted({urlsplit(each.url).hostname or "" for each in sending}))
    every = len({urlsplit(each.url).hostname for each in third})
    values: dict[str, Value] = {"hosts": hosts, "third_party_hosts": every}
    if not hosts:
        return yes(
            f"首页未向第三方发送数据（第三方资源域名 {every} 个）",
            f"the home page sends no data to third parties ({every} hosts serve resources)",
            shown(view),
            values=values,
        )
    return unsure(
        f"首页在同意前向 {len(hosts)} 个第三方域名发送请求：{'、'.join(hosts[:5])}",
        f"before consent the home page talks to {len(hosts)} third-party hosts: {', '.join(hosts[:5])}",
        shown(view),
        guess=0.5,
        question=Text("这些请求是否传送了个人信息？", "Do these requests carry personal data?"),
        values=values,
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
