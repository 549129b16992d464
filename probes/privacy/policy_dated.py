"""Does the policy show when it was updated or takes effect?"""

from __future__ import annotations

import re

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import policy
from probes.reading.policy_items import missing

SUBJECT = Text("更新或生效日期", "a date of update or effect")
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○九0O][〇零○一二三四五六七八九0O]{2})"
_DATE = re.compile(
    rf"{_YEAR}\s*[-年./]\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:\s*[-月./]\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})?)?"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},?\s+20\d{2}"
    r"|\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+20\d{2}",
    re.IGNORECASE,
)


def judge(site: Site, params: Params) -> Answer:
    label = policy.pattern(params.words["label"])
    never = policy.pattern(params.words["never"])
    for view in policy.documents(site):
        raws = [raw for raw in view.text.split("\n") if policy.fold(raw).strip()]
        lines = [policy.fold(raw) for raw in raws]
        for index, line in enumerate(lines):
            date = _DATE.search(line)
            if date is None or never.search(line):
                continue
            edge = index < params.limit("edge_lines") or index >= len(lines) - params.limit("edge_lines")
            alone = len(line.strip(" []【】()（）")) <= len(date.group()) + 4
            before = lines[index - 1] if index else ""
            if label.search(line) or (alone and (edge or label.search(before))):
                quote = " ".join(raws[index].split())[:160]
                return yes(
                    f"政策标明日期：「{quote}」",
                    f"the policy is dated: “{quote}”",
                    shown(view, quote=quote),
                    values={"date": date.group()},
                )
    return missing(site, params, SUBJECT)


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
