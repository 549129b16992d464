"""Do seals and certificates link to the site of their issuer?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, evidence_on_page, yes
from probes.pages.operator import honours, seals
from probes.probe import Params, Probe

QUESTION = Text("点击标识后，颁发机构的页面是否载明本企业？", "Does the page of the issuer name this company?")


def judge(site: Site, params: Params) -> Answer:
    """YES with a seal or certificate that links to an issuer's domain; a person checks whom that page names."""
    if not honours.find_honours(site):
        return honour_answers.answer_moot(site)
    link = next(seals.find_seals(site), None)
    if link is None:
        return honour_answers.answer_no_seal(site)
    view, element = link
    said = " ".join(element.words.split())[:60]
    return yes(
        f"标识「{said}」链接到 {element.href[:100]}",
        f"the seal “{said}” links to {element.href[:100]}",
        evidence_on_page(view, element),
        fraction=1.0,
    )


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
