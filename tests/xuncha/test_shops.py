"""Real audits of the demo shops: each says what its expect.toml says, and no wall or trap ever makes a fail."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from crawler.site import Platform
from probes.text.numbers import licence_numbers
from probes.text.remember import judging_cache
from storage.blobs.picture_words import FOLDER
from storage.db.session import open_store
from tests.shops.brand import DOUYA, LIZILI, Brand
from tests.shops.expectations import expected
from tests.shops.server import names, serve, serving
from tests.wording.faults import unsigned
from tests.wording.said import of_audit
from tests.xuncha.hiding import hidings, judged, worse_than
from xuncha.audit.pipeline import AuditRequest, perform_audit

YEAR = 2026
NOT_SEEN = 3
HIDDEN = 4  # single pages, and as many whole roles, that are hidden in turn
_LINK = re.compile(r'(?:href|src|action)="([^"]+)"')


@pytest.fixture
def data_folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that remembers pictures as one does that audited other shops: each is read by the first shop that shows it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    (shared / FOLDER).mkdir(exist_ok=True)
    (tmp_path / FOLDER).symlink_to(shared / FOLDER, target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("name", names())
@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
async def test_an_audit_says_of_the_shop_what_is_true(name: str, data_folder: Path) -> None:
    wanted = expected(name)
    async with serve(name) as url, open_store(data_folder) as store:
        request = AuditRequest(
            Platform(url),
            wanted.devices,
            wanted.only,
            seconds=wanted.seconds,
            pace=0.0,
            allow_private=True,
            ocr=wanted.ocr,
            timed=wanted.timed,
        )
        done = await perform_audit(store, request, lambda stage, at, planned: None)
    faults = wanted.faults(done.audit.verdicts, done.audit.findings, done.site)
    assert not faults, "\n".join(faults)
    assert unsigned(of_audit(done.site, done.audit.findings, done.audit.verdicts)) == []
    with judging_cache():  # the pages that are left are the same objects, so each is read once for all hidings
        before = judged(done.rules.standard, done.rules.checks, done.site)
        for what, less in hidings(done.site, seed=len(name), most=HIDDEN):
            worse = worse_than(before, judged(done.rules.standard, done.rules.checks, less))
            assert not worse, f"{what} hidden: {'; '.join(worse)}"


@pytest.mark.parametrize("brand", [LIZILI, DOUYA], ids=lambda brand: brand.latin)
def test_the_numbers_of_an_invented_brand_are_well_formed(brand: Brand) -> None:
    shown = f"统一社会信用代码：{brand.uscc}\n{brand.icp}\n{brand.psb_text}\n增值电信业务经营许可证：{brand.vat}\n{brand.food}"
    found = licence_numbers.find_licence_numbers(shown, year=YEAR)
    assert [(number.kind.value, number.reason.value) for number in found] == [
        ("uscc", "ok"),
        ("icp_filing", "ok"),
        ("psb", "ok"),
        ("vat_licence", "ok"),
        ("food_operation", "ok"),
    ]


@pytest.mark.parametrize(("name", "least", "most"), [("complete", 150, 200), ("prechecked", 50, 75)])
def test_no_link_of_a_whole_or_a_small_shop_is_broken(name: str, least: int, most: int) -> None:
    with serving(name) as home, httpx.Client() as client:
        waiting, met = {home}, {home}
        while waiting:
            url = waiting.pop()
            answer = client.get(url)
            assert answer.status_code in (200, 204), url
            if "html" in answer.headers.get("content-type", ""):
                found = {
                    urljoin(url, piece.replace("&amp;", "&")).split("#")[0] for piece in _LINK.findall(answer.text)
                }
                new = {value for value in found if urlsplit(value).netloc == urlsplit(home).netloc} - met
                met |= new
                waiting |= new
    assert least < len(met) < most


@pytest.mark.browser
def test_the_demo_passes_on_what_the_audit_says(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.shops", "--audit", "blocked", "--"]
    words += ["--pace", "0", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")]
    ended = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120)
    assert ended.returncode == NOT_SEEN, ended.stderr
