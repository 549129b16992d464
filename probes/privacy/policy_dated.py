"""Does the policy show when it was updated or takes effect?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.policy_items import answer_missing_policy
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure, yes
from probes.pages.rules import policy
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

SUBJECT = Text("更新或生效日期", "a date of update or effect")
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○九0O][〇零○一二三四五六七八九0O]{2})"
_DATE = re.compile(
    rf"{_YEAR}\s*[-年./]\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:\s*[-月./]\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})?)?"
    r"|民国\s*\d{2,3}\s*年\s*\d{1,2}\s*月"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},?\s+20\d{2}"
    r"|\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+20\d{2}",
    re.IGNORECASE,
)
_FRAMED = re.compile(r"\(\s?(\d{1,4})\s?\)(?=\s?[年月日])")  # 【2022】年【9】月【9】日, as it is folded


def judge(site: Site, params: Params) -> Answer:
    label = policy.pattern(params.words["label"])
    never = policy.pattern(params.words["never"])
    spoken: tuple[View, str] | None = None
    for view in policy.policy_documents(site):
        raws = [raw for raw in view.text.split("\n") if fold_text(raw).strip()]
        lines = [fold_text(raw) for raw in raws]
        for index, line in enumerate(lines):
            line = _FRAMED.sub(r"\1", line)
            date = _DATE.search(line)
            if date is None or never.search(line):
                continue
            edge = index < params.limit("edge_lines") or index >= len(lines) - params.limit("edge_lines")
            alone = len(line.strip(" []【】()（）")) <= len(date.group()) + 4
            before = lines[index - 1] if index else ""
            quote = " ".join(raws[index].split())[:160]
            if _labelled(line, label, int(params.limit("beside"))) or (alone and (edge or label.search(before))):
                return yes(
                    f"政策标明日期：「{quote}」",
                    f"the policy is dated: “{quote}”",
                    evidence_on_page(view, quote=quote),
                    values={"date": date.group()},
                )
            spoken = spoken or (view, quote)
    answer = answer_missing_policy(site, params, SUBJECT)
    if spoken is None or answer.outcome is not Outcome.NO:
        return answer
    view, quote = spoken
    return unsure(
        f"政策中有日期，但未能确认是否为更新或生效日期：「{quote}」",
        f"a date stands in the policy, yet whether it dates the policy could not be told: “{quote}”",
        evidence_on_page(view, quote=quote),
        question=Text(
            "所引日期是否为政策的更新或生效日期？", "Is the date shown that of the policy's update or effect?"
        ),
    )


def _labelled(line: str, label: re.Pattern[str], beside: int) -> bool:
    """Does a word that says what is dated stand beside one of the line's dates?"""
    return any(
        label.search(line, max(0, date.start() - beside), date.end() + beside) is not None
        for date in _DATE.finditer(line)
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge, words=("label", "never"), limits=("edge_lines", "beside"))
