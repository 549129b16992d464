"""Golden cases that a probe must answer with yes: written for it, so they count at most as much as all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from probes.finding import Outcome
from probes.run import judge_site
from tests.cases import build
from tests.eval.recall.sample import Sample, Source, hit, subject_of
from tests.eval.table import checks

CASES = Path(build.__file__).parent


def cases() -> Iterator[Sample]:
    """One sample a case, by its first device."""
    for file in sorted(CASES.glob("*/*/*/expected.json")):
        expected = json.loads(file.read_text("utf-8"))
        said = [expected] if "outcome" in expected else list(expected.values())
        check = checks().get(".".join(file.parts[-4:-2]))
        if check is None or check.good is not Outcome.YES or any(row["outcome"] != Outcome.YES for row in said):
            continue
        site = build.read(file.parent)
        answer = judge_site((check,), site, strict=True)[0].answer
        yield Sample(subject_of(check, site), Source.CASES, file.parent.name, hit(answer))
