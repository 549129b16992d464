"""Empty environments in which a built Xuncha is installed: its dependencies are those of the environment that runs the tests.

They come by a line in a ``.pth`` file instead of 900 MB of downloads, so nothing here needs a registry. Xuncha itself does not come
that way: the line adds one folder to the path, and what is linked from that folder by ``.pth`` files of its own stays out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

SECONDS = 300.0


def make_empty(folder: Path) -> Path:
    """A new environment without pip whose path ends with our packages; returns its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "python"


def elsewhere(**given: str) -> dict[str, str]:
    """Our environment without what would lead a program back to this tree or steer it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XUNCHA_", "PYTHON", "PIP_"))}
    if "XUNCHA_CHROMIUM" in os.environ:
        kept["XUNCHA_CHROMIUM"] = os.environ["XUNCHA_CHROMIUM"]
    return {**kept, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **given}


def run(*words: str | Path, cwd: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The command to its end, with ``elsewhere``'s environment."""
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=elsewhere(**given), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip


def install(python: Path, package: Path) -> None:
    """Install a wheel or sdist into that environment, without its dependencies and without any registry."""
    words = ("-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index", "--no-build-isolation")
    done = run(sys.executable, *words, package, cwd=package.parent)
    assert done.returncode == 0, done.stderr
