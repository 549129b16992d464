"""verify.py of a pack: the very file that ``xuncha verify`` runs, with the rules of its version known to it by one hash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xuncha.pack import rules_source, verify
from xuncha.pack.parts import Facts, Part

PROGRAM = Path(verify.__file__ or "")


def parts(facts: Facts) -> Iterator[Part]:
    """The file as it is here; equal whatever the facts."""
    yield Part("verify.py", PROGRAM.read_bytes())


def renewed() -> str:
    """Its source with ``RULES`` as the rules are now."""
    _, files = rules_source.rules()
    rules = verify.known({each.name: each.data for each in files})
    return re.sub(r'(?m)^RULES = "[0-9a-f]{64}"$', f'RULES = "{rules}"', PROGRAM.read_text("utf-8"))
