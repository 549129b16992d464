"""Are there certificates and honours of two kinds or more?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.operator import honour_answers
from probes.finding import Answer, Text, yes
from probes.pages.operator import honours
from probes.probe import Params, Probe
from probes.text.amounts import count_in_words

QUESTION = Text("这些资质荣誉各属哪一类？", "Of which kind is each of these honours?")


def judge(site: Site, params: Params) -> Answer:
    """Graded by the number of kinds: awards, certificates, filings, memberships."""
    found = honours.own_honours(honours.find_honours(site))
    if not found:
        return honour_answers.answer_none_shown(site)
    ended = honour_answers.answer_run_out(found, site.at.date())
    if ended is not None:
        return honour_answers.settle_honours(site, ended, QUESTION)
    found = tuple(honour for honour in found if not honour.expired(site.at.date()))
    kinds = {honour.kind: honour for honour in reversed(found)}
    left = honour_answers.describe_uncounted(site)
    names = [kind.words for kind in kinds.values()]
    answer = yes(
        f"{len(kinds)} 类：{'、'.join(name.zh for name in names)}；如「{found[0].raw[:80]}」{left.zh}",
        f"{count_in_words(len(kinds), 'kind')}: {', '.join(name.en for name in names)}; such as “{found[0].raw[:80]}”{left.en}",
        *(kind.evidence for kind in kinds.values()),
        fraction=min(1.0, len(kinds) / params.limit("least")),
        values={"kinds": tuple(sorted(kinds))},
    )
    return answer if answer.fraction == 1.0 else honour_answers.settle_honours(site, answer, QUESTION)


PROBE = Probe(reads=honour_answers.reads_honours(), judge=judge, limits=("least",))
