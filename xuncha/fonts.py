"""A typeface for Chinese: the system's where it has one, else the packaged one through a fontconfig file of our own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

PACKAGE = "noto_cjk_sans_otc"
SYSTEM = Path("/etc/fonts/fonts.conf")
SECONDS = 20.0  # fc-list builds its cache on first use


class NoFont(RuntimeError):
    """Chinese would be drawn as boxes; the message says why."""


def installed() -> str | None:
    """The family name of a font for Chinese that fontconfig knows, or None where it knows none or is not there to be asked."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    try:
        asked = subprocess.run(
            [lister, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    families = sorted(line.split(",")[0].strip() for line in asked.stdout.splitlines() if line.strip())
    return families[0] if families else None


def packaged() -> Path | None:
    """The folder of the typeface that comes as a Python package, or None where that package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return folder if any(folder.glob("*.tt[cf]")) else None


def write_config(folder: Path, to: Path, base: Path = SYSTEM) -> Path:
    """A fontconfig file at ``to`` that adds the fonts of ``folder`` to those of ``base``. Raises OSError."""
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


def config(home: Path = Path(sys.prefix) / "etc") -> Path | None:
    """The fontconfig file a browser needs to draw Chinese, or None where the system's own fonts do.

    Raises NoFont where neither the system nor the package has one, or the file cannot be written.
    """
    if installed() is not None:
        given = os.environ.get("FONTCONFIG_FILE")
        return Path(given) if given else None
    folder = packaged()
    if folder is None:
        raise NoFont("no font for Chinese is installed")
    try:
        return write_config(folder, home / "xuncha-fonts.conf")
    except OSError as fault:
        raise NoFont(f"the file that names the packaged font cannot be written: {fault}") from fault


def use() -> None:
    """Make every browser started from here on draw Chinese; call it before the first launch. Raises NoFont."""
    file = config()
    if file is not None:
        os.environ["FONTCONFIG_FILE"] = str(file)


def main(arguments: list[str]) -> int:
    """``--installed`` prints the system's font; without it, the fontconfig file to name in FONTCONFIG_FILE, if one is needed."""
    if "--installed" in arguments:
        print(installed() or "")
        return 0
    try:
        print(config() or "")
    except NoFont as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
