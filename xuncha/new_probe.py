"""Creates a new probe: one file, one table and three golden cases, which run at once and show the obvious."""

from __future__ import annotations

import keyword
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from crawler.vocabulary import Role
from probes.finding import Text
from xuncha.console.lang import Lang, render_text, suggest_nearest
from xuncha.probe_scaffold import ROLES, ScaffoldKind, ScaffoldRequest, insert_table, render_scaffold
from xuncha.settings.target import InvalidInput
from xuncha.settings.tree import find_source_tree

# The known subjects; a new one is a decision, not a typing error.
SUBJECTS = (
    "complaints", "disclosure", "inclusion", "ordering", "performance", "privacy", "service", "standing", "trust",
)  # fmt: skip
# Pages that some kinds choose by themselves: a share of a sample, words of the home page.
_ELSEWHERE = {Role.PRODUCT: ScaffoldKind.SAMPLE, Role.HOME: ScaffoldKind.WORDS, Role.PRIVACY: ScaffoldKind.POLICY}
# The last thing an author sees, since no case shows it: cases are judged through the probe's reader alone.
TRUSTED = Text(
    "注意：「没有」要等查全率测过（probes/recall.toml，由 ./do eval 测量）才会判为不符合，之前只请人确认；"
    "把握（confidence）低于 0.8 的探针，其不利回答一律只请人确认",
    "note: until its recall is measured (probes/recall.toml, by ./do eval) its 'not found' only asks a person;"
    " a confidence below 0.8 makes every bad answer such a question",
)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 40
Word = TypeVar("Word", bound=StrEnum)


async def create_probe(typed: str, kind: str, role: str, lang: Lang) -> int:
    """Write the files into the clone at the current folder and print the next steps.

    Raises InvalidInput; existing files are never changed. ``role`` "" = the kind's own default.
    """
    asked = _asked(typed, kind, role)
    if find_source_tree() is None:
        raise InvalidInput(
            "本程序是作为软件包安装的，没有源码目录；请在 git clone 中先运行 ./do doctor，再用其中的 .venv/bin/xuncha new-probe",
            "this copy was installed as a package and has no tree; in a clone run ./do doctor, then its .venv/bin/xuncha new-probe",
        )
    root = find_clone_root(Path.cwd())
    for path in write_probe_files(asked, root):
        print(path.relative_to(root))
    for text in (_next(asked), TRUSTED):
        print(render_text(text, lang))
    return 0


def _next(asked: ScaffoldRequest) -> Text:
    test = f"./do test tests/probes/test_cases.py -k {asked.name}"
    return Text(
        f"接下来：改写问题、词语与案例，运行 {test}；再运行 ./do docs、./do check，见 CONTRIBUTING.md",
        f"next: write its question, words and cases and run {test}; then ./do docs and ./do check, see CONTRIBUTING.md",
    )


def find_clone_root(here: Path) -> Path:
    """The root of the clone that this folder is in. Raises InvalidInput where it is in none."""
    found = next((parent for parent in (here, *here.parents) if _is_tree(parent)), None)
    if found is None:
        raise InvalidInput(
            f"{here} 不在本项目的源码目录中，请在 git clone 中运行",
            f"{here} lies in no clone of this project; run it in one",
        )
    return found


def _is_tree(folder: Path) -> bool:
    return (folder / "probes.toml").is_file() and all(
        (folder / folder_name).is_dir() for folder_name in ("probes", "tests/cases")
    )


def write_probe_files(asked: ScaffoldRequest, root: Path) -> tuple[Path, ...]:
    """Write the files; returns those written or, like the table, extended.

    Raises InvalidInput and undoes everything.
    """
    subject, name = asked.subject, asked.name
    rooms, table, cases = root / "probes", root / "probes.toml", root / "tests" / "cases"
    file, folder = rooms / subject / f"{name}.py", cases / subject / name
    text = table.read_text("utf-8")
    if file.exists() or folder.exists() or name in tomllib.loads(text).get(subject, {}):
        raise InvalidInput(
            f"{subject}.{name} 已存在，请换一个名字", f"{subject}.{name} exists already; choose another name"
        )
    made = render_scaffold(asked)
    rendered = {file: made.probe}
    room = rooms / subject / "__init__.py"
    if not room.exists():
        rendered[room] = f'"""{subject.capitalize()}: what this subject asks is still to be said here."""\n'
    rendered |= {folder / key: words for key, words in made.cases.items()}
    try:
        rendered[table] = insert_table(text, subject, made.table)
    except ValueError as fault:
        raise InvalidInput(f"无法在 probes.toml 中加入表：{fault}", str(fault)) from fault
    try:
        for path, words in rendered.items():  # the table last: until it exists nothing counts
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法写入 {fault.filename}：{said}", f"cannot write {fault.filename}: {said}") from fault
    return tuple(rendered)


def _asked(typed: str, kind: str, role: str) -> ScaffoldRequest:
    subject, name = _names(typed)
    known = _known(kind, ScaffoldKind, "类型", "kind")
    if not role:
        return ScaffoldRequest(subject, name, known, ROLES.get(known))
    if known not in ROLES:
        takes = ", ".join(ROLES)
        raise InvalidInput(
            f"--role 只用于 {takes}；{known} 看的是固定的页面",
            f"--role is for {takes}; {known} looks at pages of its own",
        )
    chosen = _known(role, Role, "页面角色", "role of a page")
    if chosen in _ELSEWHERE:
        other = _ELSEWHERE[chosen]
        raise InvalidInput(f"{chosen} 页面请用 --kind {other}", f"for {chosen} pages use --kind {other}")
    return ScaffoldRequest(subject, name, known, chosen)


def _known(typed: str, words: type[Word], zh: str, en: str) -> Word:
    """The member of that vocabulary. Raises InvalidInput with the nearest one, or all of them."""
    try:
        return words(typed.strip().lower())
    except ValueError:
        near, every = suggest_nearest(typed, words), "、".join(words)
        raise InvalidInput(
            f"未知的{zh} {typed[:80]!r}" + (near.zh or f"，可用：{every}"),
            f"unknown {en} {typed[:80]!r}" + (near.en or f"; known: {', '.join(words)}"),
        ) from None


def _names(typed: str) -> tuple[str, str]:
    subject, dot, name = typed.strip().replace("/", ".").partition(".")
    if not dot or not _NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > _LONGEST:
        raise InvalidInput(
            f"探针名写法有误：{typed[:80]!r}，请写成 主题.名字，如 disclosure.licence_date（小写字母、数字、下划线）",
            f"{typed[:80]!r} is no name of a probe; write SUBJECT.NAME, like disclosure.licence_date",
        )
    if subject not in SUBJECTS:
        near = suggest_nearest(subject, SUBJECTS)
        raise InvalidInput(
            f"未知的主题 {subject!r}" + (near.zh or f"，可用：{'、'.join(SUBJECTS)}"),
            f"unknown subject {subject!r}" + (near.en or f"; known: {', '.join(SUBJECTS)}"),
        )
    return subject, name
