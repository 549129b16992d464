"""The verify.py of a pack: the file that ``xuncha verify`` runs, with the hash of its rules written in.

The hash is written in when a pack is built: the source contains none, so that changing a rule changes no program.
``python -m xuncha.pack.verification.verifier`` prints the file as it is in this version's packs, for those who publish
it beside a release.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from xuncha.pack.parts import PackFacts, PackPart
from xuncha.pack.verification import rules_source, verify

PROGRAM = Path(verify.__file__ or "")
NAME = "verify.py"
_BLANK = 'RULES = ""\n'


def make_verifier(facts: PackFacts) -> Iterator[PackPart]:
    """The rules of the pack, and the program that knows exactly these files.

    Raises InvalidInput like ``rules_source.make_rule_files``.
    """
    rules = tuple(rules_source.make_rule_files(facts))
    yield from rules
    yield PackPart(NAME, fill_in_rules(rules_hash(rules)))


def rules_hash(rules: Iterable[PackPart]) -> str:
    """The hash (SHA-256, hex) by which verify.py knows these files in ruleset/."""
    return verify.known({rule.name: rule.data for rule in rules})


@cache
def hash_installed_rules() -> str:
    """The hash of the installed rules."""
    _, rules = rules_source.collect_rules()
    return rules_hash(rules)


def fill_in_rules(rules: str) -> bytes:
    """The program that runs the rules of this hash and no others.

    Raises ValueError where its source has no place for the hash.
    """
    source = PROGRAM.read_text("utf-8")
    if source.count(_BLANK) != 1:
        raise ValueError(f"{PROGRAM.name} must hold the line {_BLANK.strip()} once")
    return source.replace(_BLANK, f'RULES = "{rules}"\n').encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(fill_in_rules(hash_installed_rules()))
