"""verify.py of a pack, and its parts: the very files that ``xuncha verify`` runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xuncha.pack import derivation, evidence, verify
from xuncha.pack.parts import Facts, Part


def parts(facts: Facts) -> Iterator[Part]:
    """All three files as they are here; equal whatever the facts."""
    yield from programs()


def programs() -> Iterator[Part]:
    """``verify.py``, and the parts of it that it knows by their SHA-256."""
    for name, module in zip(("verify.py", *verify.PARTS), (verify, evidence, derivation), strict=True):
        yield Part(name, Path(module.__file__ or "").read_bytes())
