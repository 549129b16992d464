"""Writes every generated document that this checkout can write, or says which are stale: ``./do docs [--check]``.

What needs the labelled pages that are not ours to publish is left as it is (``./do eval`` where they are).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.eval import __main__ as measuring
from tests.eval import page as accuracy
from tests.eval.own.labelled import fingerprint
from tests.real import page as real_shops
from xuncha.docs import generate

CACHE = Path(__file__).resolve().parents[1] / ".setup" / "eval"  # looks at our own labelled pages, kept between runs
Step = Callable[[list[str]], int]


def main(arguments: list[str]) -> int:
    """0 where all documents are written, or with ``--check`` fresh; else the code of the first step that failed, all others done."""
    checking = "--check" in arguments
    measured = [] if checking or accuracy.measured_pages() == fingerprint() else [_measure]
    codes = [step(arguments) for step in (generate.main, _real_shops, *measured, accuracy.main)]
    return next((code for code in codes if code), 0)


def _real_shops(arguments: list[str]) -> int:
    text = real_shops.page()
    if "--check" not in arguments:
        real_shops.FILE.write_text(text, "utf-8")
    elif real_shops.FILE.read_text("utf-8") != text:
        print(f"docs are stale: {real_shops.FILE.name}; run ./do docs", file=sys.stderr)
        return 1
    return 0


def _measure(arguments: list[str]) -> int:
    """Our own labelled pages are others than those measured: look at them, which needs a Chromium."""
    return measuring.main(["--own", "--cache", str(CACHE)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
