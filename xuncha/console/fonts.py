"""A Chinese font: the system's, else the packaged one by way of a fontconfig file that we write."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from crawler.child_environment import ChildKind, child_environment

PACKAGE = "noto_cjk_sans_otc"
SYSTEM = Path("/etc/fonts/fonts.conf")
SECONDS = 20.0  # fc-list builds its cache on first use


class NoFont(RuntimeError):
    """No Chinese font: text would be drawn as boxes. The message says why."""


def find_installed_font() -> str | None:
    """The family name of a Chinese font that fontconfig knows; None where it knows none or is not installed."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    try:
        asked = subprocess.run(
            [lister, ":lang=zh-cn", "family"],
            env=child_environment(ChildKind.FONTS),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    families = sorted(line.split(",")[0].strip() for line in asked.stdout.splitlines() if line.strip())
    return families[0] if families else None


def find_packaged_font() -> Path | None:
    """The folder of the font installed as a Python package, or None where that package is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return folder if any(folder.glob("*.tt[cf]")) else None


def write_font_config(folder: Path, to: Path, base: Path = SYSTEM) -> Path:
    """Write a fontconfig file to ``to`` that adds the fonts of ``folder`` to those of ``base``. Raises OSError."""
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">' + escape(str(base)) + "</include>\n"
        f"  <dir>{escape(str(folder))}</dir>\n"
        '  <cachedir prefix="xdg">fontconfig</cachedir>\n</fontconfig>\n'
    )
    if not to.is_file() or to.read_text("utf-8") != text:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, "utf-8")
    return to


def find_font_config(home: Path = Path(sys.prefix) / "etc") -> Path | None:
    """The fontconfig file a browser needs to draw Chinese, or None where the system's own fonts suffice.

    Raises NoFont where neither the system nor the package has a font, or the file cannot be written.
    """
    if find_installed_font() is not None:
        given = os.environ.get("FONTCONFIG_FILE")
        return Path(given) if given else None
    folder = find_packaged_font()
    if folder is None:
        raise NoFont("no font for Chinese is installed")
    try:
        return write_font_config(folder, home / "xuncha-fonts.conf")
    except OSError as fault:
        raise NoFont(f"the file that names the packaged font cannot be written: {fault}") from fault


def use_chinese_font() -> None:
    """Make every browser started from now on draw Chinese; call it before the first launch. Raises NoFont."""
    file = find_font_config()
    if file is not None:
        os.environ["FONTCONFIG_FILE"] = str(file)


def main(arguments: list[str]) -> int:
    """Print the fontconfig file for FONTCONFIG_FILE, if one is needed; with ``--installed`` the system's font."""
    if "--installed" in arguments:
        print(find_installed_font() or "")
        return 0
    try:
        print(find_font_config() or "")
    except NoFont as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
