"""Does the home page send no data to third parties before the visitor consents?"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.record.network_record import Exchange
from crawler.site import Site
from crawler.vocabulary import ARRIVED, Role
from probes.finding import Answer, Text, Value, evidence_on_page, unsure, yes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME, ARRIVED) or site.view(Role.HOME)  # closing a layer may have been taken for consent
    assert view is not None
    third = [exchange for exchange in view.exchanges if exchange.third_party]
    sending = [exchange for exchange in third if _sends(exchange, params)]
    cookies = {cookie.domain.lstrip(".") for cookie in view.cookies if cookie.third_party}
    hosts = tuple(sorted({urlsplit(exchange.url).hostname or "" for exchange in sending} | cookies))
    every = len({urlsplit(exchange.url).hostname for exchange in third})
    values: dict[str, Value] = {"hosts": hosts, "third_party_hosts": every, "cookies": tuple(sorted(cookies))}
    if not hosts:
        return yes(
            f"首页未向第三方发送数据（第三方资源域名 {every} 个）",
            f"the home page sends no data to third parties ({count_in_words(every, 'host')} of resources)",
            evidence_on_page(view),
            values=values,
        )
    return unsure(
        f"首页在同意前向 {len(hosts)} 个第三方域名发送数据、加载脚本或由其写入 Cookie：{'、'.join(f'「{host}」' for host in hosts[:5])}",
        f"before consent the home page sends data to, runs scripts of or takes cookies from {count_in_words(len(hosts), 'third-party host')}: "
        f"{', '.join(f'“{host}”' for host in hosts[:5])}",
        evidence_on_page(view),
        guess=0.5,
        question=Text("这些请求是否传送了个人信息？", "Do these requests carry personal data?"),
        values=values,
    )


def _sends(exchange: Exchange, params: Params) -> bool:
    """Whether a request tells a third party about the visitor: data, a script of theirs that runs here, a pixel with an identifier."""
    if (
        exchange.kind in params.words["sending"]
        or exchange.kind in params.words["running"]
        or exchange.method == "POST"
    ):
        return True
    return exchange.kind in params.words["pixels"] and _identifies(exchange.url, params)


def _identifies(url: str, params: Params) -> bool:
    """Whether a picture's address carries an identifier: a parameter named so, or a long value that no picture needs."""
    long = re.compile(params.words["identifier_value"][0])
    names = frozenset(params.words["identifier_names"])
    return any(name.lower() in names or long.fullmatch(value) for name, value in parse_qsl(urlsplit(url).query[:4000]))


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ARRIVED, required=False)),
    judge=judge,
    words=("sending", "running", "pixels", "identifier_names", "identifier_value"),
)
