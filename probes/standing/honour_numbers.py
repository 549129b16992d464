"""Do the certificates show a well-formed number?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, no, not_applicable, yes
from probes.pages.operator import honours
from probes.probe import Params, Probe
from probes.text.ranking import clip_quote

QUESTION = Text("证书编号在颁发机构的查询平台能否查到？", "Does the register of the issuer know the number?")


def judge(site: Site, params: Params) -> Answer:
    """Graded by the share that show a well-formed number, among items of a kind that has a number to look up."""
    found = honours.own_honours(honours.find_honours(site))
    if not found:
        return honour_answers.answer_moot(site)
    asked = [honour for honour in found if honour.numbered or honour.numbers]
    if not asked:
        answer = not_applicable(
            "所示荣誉没有可查编号", "the honours shown are of kinds without a number", found[0].evidence
        )
        return honour_answers.settle_honours(site, answer, QUESTION)
    good = [honour for honour in asked if honour.numbers and all(number.valid for number in honour.numbers)]
    bad = next((honour for honour in asked if honour not in good), None)
    doubt = (
        Text(
            f"；无编号或格式有误：「{clip_quote(bad.raw, 80)}」",
            f"; without one or malformed: “{clip_quote(bad.raw, 80)}”",
        )
        if bad
        else Text("", "")
    )
    said = Text(
        f"{len(asked)} 项中 {len(good)} 项有格式正确的编号{doubt.zh}",
        f"{len(good)} of {len(asked)} show a well-formed number{doubt.en}",
    )
    answer = (yes if good else no)(
        said.zh,
        said.en,
        *(honour.evidence for honour in asked[:10]),
        fraction=len(good) / len(asked),
        values={"numbers": tuple(number.normalised for honour in asked for number in honour.numbers)},
    )
    return honour_answers.settle_honours(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge)
