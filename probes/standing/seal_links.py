"""Do seals and certificates link to the site of their issuer?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text, shown, yes
from probes.probe import Params, Probe
from probes.reading import honour_answers, honours

QUESTION = Text("点击标识后，颁发机构的页面是否载明本企业？", "Does the page of the issuer name this company?")


def judge(site: Site, params: Params) -> Answer:
    """YES with a link of a seal or certificate that leads to an issuer's domain; a person sees whom that page names."""
    if not honours.honours(site):
        return honour_answers.moot(site)
    link = next(honours.seals(site), None)
    if link is None:
        return honour_answers.no_seal(site)
    view, element = link
    said = " ".join(element.words.split())[:60]
    return yes(
        f"标识「{said}」链接到 {element.href[:100]}",
        f"the seal “{said}” links to {element.href[:100]}",
        shown(view, element),
        fraction=1.0,
    )


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
