"""A part of ``verify.py``: whether verdicts and scores of an audit follow from findings and decisions. Standard library alone.

The rules in the pack say so; they run in a process of their own that may neither write nor connect.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

AUDIT, DECISIONS, SOURCES = "audit.json", "decisions/decisions.json", "ruleset/sources.json"
RULES = "ruleset/"
NO_RULES = ("ruleset/sources.json", "ruleset/evidence.py", "ruleset/derivation.py")
SHA = re.compile(r"[0-9a-f]{64}\Z")
SECONDS = 600  # for the rules
Table = dict[str, Any]
Read = Callable[[str], bytes]
Plain = Callable[[bytes, str], Table]
Own = Callable[[Mapping[str, str]], bool]
Said = tuple[bool | None, str, str]  # shown, wrong, or said openly; in Chinese and English


def derived(
    read: Read, plain: Plain, found: Mapping[str, tuple[int, str]], manifest: Table, own: Own | None
) -> Iterator[Said]:
    """What was shown. ``found`` is size and SHA-256 of each file by name; ``own`` says whether rules (SHA-256 by name)
    are those that the reader has, None where any in the pack may be run. Raises what ``read`` and ``plain`` raise."""
    yield from _of_the_audit(plain(read(AUDIT), AUDIT), manifest)
    rules = {name: sha for name, (_, sha) in found.items() if name.startswith(RULES)}
    strange = _strange(rules, plain(read(SOURCES), SOURCES), text(manifest.get("ruleset")))
    if strange:
        yield False, f"规则文件不是该规则集的：{some(strange)}", f"rules that are not of the ruleset: {some(strange)}"
    elif own is not None and not own(rules):
        zh = "规则与本程序的不同，未运行：请用 --key 给出公钥，或用相应版本的 verify.py"
        yield (
            False,
            zh,
            "its rules differ from those here and were not run: give --key, or use verify.py of its version",
        )
    else:
        yield from _by_the_rules({name: read(name) for name in (AUDIT, DECISIONS, *rules)})


def _of_the_audit(audit: Table, manifest: Table) -> Iterator[Said]:
    of = table(audit.get("audit"))
    said = {
        "audit": of.get("id"),
        "visit": of.get("visit"),
        "ruleset": audit.get("ruleset"),
        "target": audit.get("target"),
    }
    other = [name for name, value in said.items() if value != manifest.get(name)]
    if other:
        yield (
            False,
            f"audit.json 与清单所写不同：{some(other)}",
            f"audit.json is not of what the manifest says: {some(other)}",
        )


def _strange(rules: Mapping[str, str], sources: Table, ruleset: str) -> list[str]:
    """Files that are not those from which the ruleset's id is made (a SHA-256 over names and SHA-256s), nor named as lying beside."""
    listed, beside = (
        {text(each.get("name")): text(each.get("sha256")) for each in rows(sources.get(part))}
        for part in ("files", "beside")
    )
    digest = hashlib.sha256()
    for name, sha in sorted(listed.items()):
        digest.update(name.encode("utf-8", "replace") + b"\0" + (bytes.fromhex(sha) if SHA.match(sha) else b""))
    known = {RULES + name: sha for name, sha in {**beside, **listed}.items()}
    strange = [name for name, sha in rules.items() if known.get(name) != sha and name not in NO_RULES]
    return sorted(strange) or ([] if digest.hexdigest() == ruleset else [SOURCES])


GUARD = """
import os, runpy, sys
folder, *sys.argv[1:] = sys.argv[1:]
outside = "socket", "subprocess", "ctypes", "shutil", "winreg", "pty"
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def refuse(event, about):
    room = event.partition(".")[0]
    if room in outside or room == "os" and event not in ("os.listdir", "os.scandir") or event == "open" and about[2] & writing:
        raise PermissionError(event)
sys.addaudithook(refuse)
runpy.run_path(os.path.join(folder, "ruleset", "derive.py"), run_name="__main__")
"""


def _by_the_rules(files: Mapping[str, bytes]) -> Iterator[Said]:
    """What the rules say of the record. Without a key anybody may have written them, so they may not write or connect.

    That is a lock and no wall: whoever fears a pack runs this where nothing is to be had.
    """
    with tempfile.TemporaryDirectory(prefix="xuncha-verify-") as folder:
        for name, data in files.items():
            path = Path(folder, *name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", GUARD, folder, AUDIT, DECISIONS]
        kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=kept,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            yield False, f"规则无法运行：{fault}", f"the rules cannot be run: {fault}"
            return
    try:
        said = table(json.loads(done.stdout))
    except ValueError:
        said = {"fault": done.stderr.decode("utf-8", "replace")[-300:]}
    items, why, differ = said.get("items"), text(said.get("fault")), said.get("differences")
    if why or type(items) is not int or not isinstance(differ, list) or done.returncode != bool(differ):
        yield False, f"规则无法运行：{why}", f"the rules cannot be run: {why}"
    elif differ:
        told = some([text(each) for each in differ])
        yield (
            False,
            f"{len(differ)} 处结论或分数推导不出：{told}",
            f"{len(differ)} verdicts or scores do not follow: {told}",
        )
    else:
        zh = f"{items} 项结论与各阶段分数由发现与判定按规则得出"
        yield True, zh, f"{items} verdicts and the scores of all stages follow by the rules"


def table(value: Any) -> Table:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Table]:
    return [table(each) for each in value] if isinstance(value, list) else []


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def some(names: list[str]) -> str:
    return ", ".join(each[:120] for each in names[:20]) + (" …" if len(names) > 20 else "")
