"""Privacy policies with lawyers' labels: a policy that bears a label has the thing, and its reader should say so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from crawler.vocabulary import Role
from tests.cases import build
from tests.eval.recall.sample import SOURCES, Sample, Source, heard_samples, hit, subject_of
from tests.eval.recall.wordings import frame, judge_one, shop_of
from tests.eval.table import CORPUS, checks

POLICIES = CORPUS.parent / "policies" / "dev.jsonl.gz"


def policies(file: Path = POLICIES) -> Iterator[Sample]:
    """Each policy as the text of a privacy page, a sentence a line, for every check that one of its labels bears on."""
    home = frame(Role.HOME)
    for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
        raw = json.loads(line)
        labels = {label for _, marked in raw["sentences"] for label in marked}
        text = "\n".join((SOURCES["frames"]["privacy"]["title"], *(sentence for sentence, _ in raw["sentences"])))
        page = build.view(Role.PRIVACY, text, title=SOURCES["frames"]["privacy"]["title"])
        for id in dict.fromkeys(id for label in labels for id in SOURCES["lawyers"].get(label, ())):
            site, name = shop_of(id, home, page), str(raw["policy"])
            answer = judge_one(id, site)
            yield Sample(subject_of(checks()[id], site), Source.POLICIES, name, hit(answer))
            yield from heard_samples(checks()[id], site, Source.POLICIES, name, answer)
