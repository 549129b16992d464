"""Is everything served over HTTPS, with a valid certificate that is not about to expire?"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.several import searched_views, unlooked_role
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

WHERE = (Role.HOME, Role.LOGIN, Role.REGISTER)


def judge(site: Site, params: Params) -> Answer:
    views, blind = searched_views(site, WHERE)
    home = site.view(Role.HOME)
    assert home is not None
    plain = next((view for view in views if urlsplit(view.url).scheme == "http"), None)
    if plain is not None:
        return no(
            f"页面以明文 HTTP 提供：{plain.url}",
            f"a page is served in the clear: {plain.url}",
            evidence_on_page(plain, None, plain.url),
        )
    name = urlsplit(home.url).hostname or ""
    tls = next((host.tls for host in site.hosts if host.host == name and host.tls), None)
    if tls is None:
        return not_seen("tls", f"未取得 {name} 的证书", f"the certificate of {name} was not read")
    protocol, ends = str(tls.get("protocol", "")), _time(tls.get("not_after"))
    evidence = evidence_on_page(
        home, None, f"{tls.get('subject', '')} / {tls.get('issuer', '')} / {tls.get('not_after', '')} / {protocol}"
    )
    if ends is not None and ends < site.at:
        return no(f"证书已于 {ends.date()} 过期", f"the certificate expired on {ends.date()}", evidence)
    if protocol and protocol not in params.words["protocols"]:
        return no(f"TLS 版本过低：{protocol}", f"an old TLS version: {protocol}", evidence)
    if tls.get("chain_valid") is not True or tls.get("name_matches") is False or ends is None:
        ask = Text(
            "证书链是否确实无效（可能是检测方网络或国密证书所致）？",
            "Is the chain really invalid (our line or SM2 may be the cause)?",
        )
        said = str(tls.get("verify_message") or tls.get("error") or "")
        zh, en = "证书链未能验证", "the chain was not verified"
        if said:
            zh, en = f"{zh}：「{said}」", f"{en}: “{said}”"
        return unsure(zh, en, evidence, guess=0.0, question=ask)
    if blind is not None:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    missing = unlooked_role(site, WHERE)
    if missing is not None:
        return absence.not_looked(missing)
    days = (ends - site.at).days
    fraction = 1.0 if days > params.limit("days") else 0.5
    zh, en = (
        f"全部页面为 HTTPS，{protocol}，证书剩余 {days} 天",
        f"all pages by HTTPS, {protocol}, {count_in_words(days, 'day')} left",
    )
    return yes(zh, en, evidence, fraction=fraction, values={"days": days, "protocol": protocol})


def _time(value: object) -> datetime | None:
    """The end of a certificate, given as a datetime or its ISO form; None where it is neither."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


PROBE = Probe(
    reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE),
    judge=judge,
    words=("protocols",),
    limits=("days",),
)
