"""How answers about short pages are held against their labels: ``python -m tests.eval.own.short [CHECK ...]``.

short_pages.toml and short_third.toml have pages and sections as shops write them, short_more.toml and short_further.toml further ones to
mend by. Of what may be looked at each answer that is wrong is printed, of the other half only counts. Each page is judged alone beside a plain
home page, with unopened entries and known recall weighed as in an audit.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.site import Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer
from probes.run import judge_site
from tests.cases import build
from tests.eval.labels import alone
from tests.eval.own.labelled import Label, Part
from tests.eval.own.wholes import Held, print_counts, weigh_held
from tests.eval.table import checks
from xuncha.judging.rules import load_rules

_FILES = tuple(
    Path(__file__).with_name(name)
    for name in ("short_pages.toml", "short_third.toml", "short_more.toml", "short_further.toml")
)
_MORE = _FILES[-2:]
_HOME = "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 青州示例商贸有限公司"


@dataclass(frozen=True, slots=True)
class ShortPage:
    """A page of ``role`` and what each check named should say of it."""

    role: Role
    text: str
    labels: Mapping[str, Label]
    further: bool = False

    @property
    def part(self) -> Part:
        """Which half it is of, unless it is a further one: by its text alone, so that it stays there when others are added."""
        return Part.UNSEEN if not self.further and hashlib.sha256(self.text.encode()).digest()[-1] % 2 else Part.DEV

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.strip().split("\n")[0]


@cache
def short_pages() -> tuple[ShortPage, ...]:
    """All of them, in the order of the files."""
    return tuple(
        ShortPage(Role(page["role"]), page["text"], _labels(page), file in _MORE)
        for file in _FILES
        for page in tomllib.loads(file.read_text("utf-8"))["page"]
    )


def _labels(page: Mapping[str, Any]) -> dict[str, Label]:
    found = {check: Label(False, None, False) for check in page["none"]}
    for kind in ("whole", "part"):
        for said in page[kind]:
            check, *proofs = said.split(" | ")
            found[check] = Label(True, None, False, kind == "whole", tuple(proofs))
    return found


def shop_with(page: ShortPage) -> Site:
    """A shop of that page and a plain home page."""
    home = build.view(Role.HOME, _HOME)
    asked = build.view(page.role, page.text, title=page.title, url=f"{build.SHOP}{page.role}")
    return alone(asked, home)


def judge_page(page: ShortPage) -> Iterator[tuple[str, Held, Answer]]:
    """Each label of the page, held against what an audit of that page alone says."""
    bar = load_rules().standard.values.recall_bar
    for finding in judge_site([checks()[id] for id in page.labels], shop_with(page), strict=True, bar=bar):
        if finding.device is Device.DESKTOP:
            yield finding.probe, _weigh(page.labels[finding.probe], finding.answer), finding.answer


def _weigh(label: Label, answer: Answer) -> Held:
    """As ``weigh_held``; that at least a part is there, of a page that says all, is right."""
    held, share = weigh_held(label, answer), 1.0 if answer.fraction is None else answer.fraction
    return Held.RIGHT if held is Held.HALF and (answer.ceiling or 0.0) > share else held


def main(argv: Sequence[str]) -> int:
    """0."""
    for part in Part:
        counts: Counter[Held] = Counter()
        for page in (one for one in short_pages() if one.part is part):
            for id, held, answer in judge_page(page):
                if argv and id not in argv:
                    continue
                counts[held] += 1
                if part is Part.DEV and held not in (Held.RIGHT, Held.OPEN):
                    quotes = " ‖ ".join(piece.quote for piece in answer.evidence if piece.quote)
                    print(f"{page.title}: {id} {held}: {answer.because.zh} ‖ {quotes}")
        print_counts(part, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
