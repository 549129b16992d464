"""Makes a new probe: one file, one table and two golden cases, which all run at once and say the obvious."""

from __future__ import annotations

import difflib
import keyword
import re
import tomllib
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from probes import registry
from probes.finding import Text
from xuncha.target import BadTarget
from xuncha.words import Lang, say

# The subjects of the design; a new one is a decision, not a typing error.
SUBJECTS = (
    "complaints", "disclosure", "inclusion", "ordering", "performance", "privacy", "service", "standing", "trust",
)  # fmt: skip
CASES = ("shown", "missing")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 40


async def new_probe(typed: str, lang: Lang, root: Path = registry.ROOT.parent) -> int:
    """Write the files and say what comes next. Raises BadTarget; what is there already is never touched."""
    subject, name = _names(typed)
    made = make(subject, name, root)
    for path in made:
        print(path.relative_to(root))
    print(
        say(
            Text(
                f"接下来：改写问题、词语与计分，再运行 ./do docs 与 ./do test tests/probes/test_cases.py -k {name}",
                f"next: write its question, words and points, then ./do docs and ./do test tests/probes/test_cases.py -k {name}",
            ),
            lang,
        )
    )
    return 0


def make(subject: str, name: str, root: Path) -> tuple[Path, ...]:
    """The files that were written or, as the table, added to. Raises BadTarget and leaves everything as it was."""
    rooms, table, cases = root / "probes", root / "probes.toml", root / "tests" / "cases"
    if not (rooms.is_dir() and table.is_file() and cases.is_dir()):
        raise BadTarget(
            f"{root} 不是本项目的源码目录，请在 git clone 中运行",
            f"{root} is no clone of this project; run it in one",
        )
    file, folder = rooms / subject / f"{name}.py", cases / subject / name
    text = table.read_text("utf-8")
    if file.exists() or folder.exists() or name in tomllib.loads(text).get(subject, {}):
        raise BadTarget(
            f"{subject}/{name} 已存在，请换一个名字", f"{subject}/{name} exists already; choose another name"
        )
    rendered = {file: _render("probe.py", subject, name)}
    room = rooms / subject / "__init__.py"
    if not room.exists():
        rendered[room] = f'"""{subject.capitalize()}: what this subject asks is still to be said here."""\n'
    for case in CASES:
        rendered[folder / case / "site.toml"] = _render(f"{case}.toml", subject, name)
        rendered[folder / case / "expected.json"] = _render(f"{case}.json", subject, name)
    rendered[table] = text.rstrip("\n") + "\n" + _render("table.toml", subject, name)
    try:
        for path, words in rendered.items():  # the table last: until it is there nothing counts
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法写入 {fault.filename}：{said}", f"cannot write {fault.filename}: {said}") from fault
    return tuple(rendered)


def _names(typed: str) -> tuple[str, str]:
    subject, slash, name = typed.strip().replace(".", "/").partition("/")
    if not slash or not _NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > _LONGEST:
        raise BadTarget(
            f"探针名写法有误：{typed[:80]!r}，请写成 主题/名字，如 disclosure/licence_date（小写字母、数字、下划线）",
            f"{typed[:80]!r} is no name of a probe; write SUBJECT/NAME, like disclosure/licence_date",
        )
    if subject not in SUBJECTS:
        near = difflib.get_close_matches(subject, SUBJECTS, n=1)
        known = ", ".join(SUBJECTS)
        raise BadTarget(
            f"未知的主题 {subject!r}" + (f"，是否为 {near[0]}？" if near else f"，可用：{known}"),
            f"unknown subject {subject!r}" + (f"; did you mean {near[0]!r}?" if near else f"; known: {known}"),
        )
    return subject, name


def _render(template: str, subject: str, name: str) -> str:
    place = PackageLoader("xuncha", "scaffold")
    environment = Environment(
        loader=place, undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )  # Python and TOML of our own
    return environment.get_template(f"{template}.j2").render(subject=subject, name=name, title=name.replace("_", " "))
