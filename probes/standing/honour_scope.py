"""Does the scope of a certificate cover the service of the platform?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text, not_applicable, yes
from probes.probe import Params, Probe
from probes.reading import honour_answers, honours
from probes.reading.honours import Kind
from probes.reading.own_answers import nothing

QUESTION = Text(
    "证书的认证范围是否包含电子商务平台服务？", "Does the certificate cover the service of an e-commerce platform?"
)


def judge(site: Site, params: Params) -> Answer:
    """YES with a certificate whose stated scope names the platform; no certificate, no question."""
    found = honours.own(honours.honours(site))
    if not found:
        return honour_answers.moot(site)
    certificates = [each for each in found if each.kind is Kind.CERTIFICATE]
    if not certificates:
        answer = not_applicable(
            "所示荣誉中没有认证证书", "no certificate is among the honours shown", found[0].evidence
        )
        return honour_answers.settled(site, answer, QUESTION)
    covered = [each for each in certificates if each.scope]
    if covered:
        quote = covered[0].raw[:160]
        return yes(f"认证范围：「{quote}」", f"scope: “{quote}”", *(each.evidence for each in covered), fraction=1.0)
    return nothing(
        site, honours.ROLES, Text("涵盖平台服务的认证范围", "a scope that covers the service of the platform")
    )


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
