"""Derives all verdicts, red lines and scores of an evidence pack again, from its findings and decisions, by the rules beside this file.

    python -I -S -B ruleset/derive.py [AUDIT.json DECISIONS.json]

Needs Python 3.11 and nothing else; without names it takes the files of the pack that it lies in. It prints one line of JSON,
``{"items": 58, "differences": ["…"], "fault": ""}``, and ends with 0 where audit.json says just what follows, 1 where it says
something else, 2 where a file cannot be read (``fault`` says why).
"""

import json
import sys
from pathlib import Path

RULES = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Exit code of the program."""
    sys.path.insert(0, str(RULES))  # the rules of the pack, whatever else is installed
    from scoring.judging import checked

    pack = RULES.parent
    paths = [Path(name) for name in names] or [pack / "audit.json", pack / "decisions" / "decisions.json"]
    try:
        record, decisions = (path.read_bytes() for path in paths)
    except (OSError, ValueError) as fault:
        print(json.dumps({"items": 0, "differences": [], "fault": str(fault)}))
        return 2
    code, line = checked(record, decisions)
    print(line)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
