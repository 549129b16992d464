"""verify.py of a pack, and its second half: the very files that ``xuncha verify`` runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xuncha.pack import derivation, verify
from xuncha.pack.parts import Facts, Part


def parts(facts: Facts) -> Iterator[Part]:
    """Both files as they are here; equal whatever the facts."""
    yield from programs()


def programs() -> Iterator[Part]:
    """``verify.py``, and what it knows by its SHA-256."""
    for name, module in (("verify.py", verify), (verify.DERIVATION, derivation)):
        yield Part(name, Path(module.__file__ or "").read_bytes())
