"""Does a certificate's scope cover the platform's service?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.answers.own_answers import answer_nothing_stated
from probes.finding import Answer, Text, not_applicable, yes
from probes.pages.operator import honours
from probes.pages.operator.honours import HonourKind
from probes.probe import Params, Probe

QUESTION = Text(
    "证书的认证范围是否包含电子商务平台服务？", "Does the certificate cover the service of an e-commerce platform?"
)


def judge(site: Site, params: Params) -> Answer:
    """YES with a certificate whose stated scope names the platform; without any certificate the question does not arise."""
    found = honours.own_honours(honours.find_honours(site))
    if not found:
        return honour_answers.answer_moot(site)
    certificates = [honour for honour in found if honour.kind is HonourKind.CERTIFICATE]
    if not certificates:
        answer = not_applicable(
            "所示荣誉中没有认证证书", "no certificate is among the honours shown", found[0].evidence
        )
        return honour_answers.settle_honours(site, answer, QUESTION)
    covered = [certificate for certificate in certificates if certificate.scope]
    if covered:
        quote = covered[0].raw[:160]
        return yes(
            f"认证范围：「{quote}」",
            f"scope: “{quote}”",
            *(certificate.evidence for certificate in covered),
            fraction=1.0,
        )
    return answer_nothing_stated(
        site, honours.ROLES, Text("涵盖平台服务的认证范围", "a scope that covers the service of the platform")
    )


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
