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
RULES, FILED = "ruleset/", "decisions/"
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
    yield from _masked(manifest)
    yield from _filed(plain(read(DECISIONS), DECISIONS), found)
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


def _masked(manifest: Table) -> Iterator[Said]:
    """In a sealed pack nothing is masked, so nothing may pass for what another file was before."""
    names = [text(each.get("name")) for each in rows(manifest.get("files")) if each.get("original") is not None]
    if manifest.get("sealed") and names:
        zh = f"原件包中不应有遮盖过的文件：{some(names)}"
        yield False, zh, f"files of a sealed pack that are said to be masked: {some(names)}"


def _filed(decisions: Table, found: Mapping[str, tuple[int, str]]) -> Iterator[Said]:
    """Each document is there as it was filed; a visit that has any is never pruned."""
    listed = {text(each.get("file")): text(each.get("sha256")) for each in rows(decisions.get("documents"))}
    papers = {name: sha for name, (_, sha) in found.items() if name.startswith(FILED) and name != DECISIONS}
    wrong = sorted(name for name in listed | papers if not papers.get(name) or papers[name] != listed.get(name))
    if wrong:
        zh = f"{len(wrong)} 份所附材料缺失或与判定所写不同：{some(wrong)}"
        yield False, zh, f"{len(wrong)} filed documents are missing or others than the decisions say: {some(wrong)}"


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
import _imp, os, runpy, sys
folder, *sys.argv[1:] = sys.argv[1:]
def lock(folder, real=os.path.realpath, make=_imp.create_builtin, PermissionError=PermissionError):
    try:  # no byte of disk and no process more; the pipe to the reader is no file
        import resource
        for name in ("RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_CORE"):
            resource.setrlimit(getattr(resource, name), (0, 0))
    except ImportError:
        pass
    outside = {"socket", "subprocess", "ctypes", "shutil", "winreg", "pty", "gc", "mmap", "sqlite3", "resource", "_winapi"}
    locked = {
        "sqlite3", "_sqlite3", "_posixsubprocess", "_posixshmem", "_multiprocessing", "ctypes", "_ctypes", "_dbm", "_gdbm", "_socket",
        "mmap", "_interpreters", "_xxsubinterpreters", "_tkinter", "readline", "_testcapi", "_testinternalcapi",
    }
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    inside = real(folder)
    def refuse(event, about):
        room = event.partition(".")[0]
        if room in outside or room == "os" and event not in ("os.listdir", "os.scandir") or event == "open" and about[2] & writing:
            raise PermissionError(event)
        if event == "import" and (about[0].partition(".")[0] in locked or about[1] and real(about[1]).startswith(inside)):
            raise PermissionError(event, about[0])
    def create_builtin(spec):  # of which nobody is told
        name = str(spec.name)
        if name in locked:
            raise PermissionError(name)
        return make(type(sys.implementation)(name=name, loader=getattr(spec, "loader", None), parent="", origin="built-in"))
    _imp.create_builtin = create_builtin
    sys.addaudithook(refuse)
lock(folder)
del lock, _imp
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
