"""The image built whole by its own recipe, and an audit in it as its user: where there are buildah, its rights and a Debian to build on.

``XUNCHA_IMAGE_BASE`` names the root of a Debian 13, a folder as ``debootstrap --variant=minbase trixie FOLDER`` makes it, for no registry
of images is asked. It takes minutes and 5 GB. Whose packages come with a certificate of its own puts that into the base,
under /usr/local/share/ca-certificates.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.vocabulary import Role
from tests.xuncha.command import ITEM, QUICK, Shop, pages, serving
from tests.xuncha.install.test_image import FILE, ROOT, steps

pytestmark = pytest.mark.browser
BASE = "XUNCHA_IMAGE_BASE"
SECONDS = 3600.0  # until something is surely wrong, on a machine that is busy with other things


@dataclass(frozen=True)
class Builder:
    """A store of images of our own, without layers of the kernel's and without a container's isolation: what needs the fewest rights."""

    folder: Path

    def buildah(self, *words: str) -> subprocess.CompletedProcess[str]:
        store = ("--root", str(self.folder / "store"), "--runroot", str(self.folder / "run"), "--storage-driver", "vfs")
        return subprocess.run(
            ["buildah", *store, *words], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )  # fmt: skip

    def done(self, *words: str) -> str:
        """What it printed last. Fails where it failed."""
        ran = self.buildah(*words)
        assert ran.returncode == 0, (ran.stdout + ran.stderr)[-3000:]
        return (ran.stdout.strip().splitlines() or [""])[-1]


def limits() -> Iterator[str]:
    """Ours are the most that we may give: buildah's own defaults are more than many a machine allows."""
    for name, which in (("nofile", resource.RLIMIT_NOFILE), ("nproc", resource.RLIMIT_NPROC)):
        hard = resource.getrlimit(which)[1]
        if hard != resource.RLIM_INFINITY:
            yield from ("--ulimit", f"{name}={hard}:{hard}")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """The image ``xuncha``, built."""
    if shutil.which("buildah") is None:
        pytest.skip("no buildah")
    base = os.environ.get(BASE, "")
    if not (Path(base) / "etc" / "debian_version").is_file() or not base:
        pytest.skip(f"{BASE} names no root of a Debian to build on")
    made = Builder(tmp_path_factory.mktemp("image"))
    (name,) = (words for instruction, words in steps() if instruction == "FROM")
    empty = made.done("from", "scratch")
    made.done("add", "-q", empty, base, "/")
    made.done("commit", "-q", "--rm", empty, f"docker.io/library/{name}")
    ignored = f"{FILE}.dockerignore"
    how = ("--isolation", "chroot", "--network", "host", "--pull-never", "--layers=false", *limits())
    made.done("build", *how, "--ignorefile", ignored, "-t", "xuncha", "-f", str(FILE), ".")
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)


def test_an_audit_runs_in_the_image_as_its_user(image: Builder, tmp_path: Path) -> None:
    box = image.done("from", "--pull-never", *limits(), "--volume", f"{tmp_path}:/out", "xuncha")
    tmp_path.chmod(0o777)
    said = dict(steps())
    words = ("run", "--isolation", "chroot", "--user", said["USER"], box, "--", *json.loads(said["ENTRYPOINT"]))
    image.done(*words, *json.loads(said["CMD"]))
    with serving(Shop(pages())) as url:
        image.done(*words, "audit", url, *QUICK, "--allow-private", "--out", "/out/report")
    shutil.copytree(tmp_path / "report", tmp_path / "read")
    record = json.loads((tmp_path / "read" / "audit.json").read_text("utf-8"))
    assert record["gaps"] == []
    assert ITEM in {item["item"] for item in record["items"] if item["verdict"] != "fail"}
    assert Role.COMPLAINT in {view["role"] for view in record["views"]}
    assert (tmp_path / "report").stat().st_uid != os.getuid()
