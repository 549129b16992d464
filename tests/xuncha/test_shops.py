"""Real audits of the demo shops: each says what its expect.toml says, and no wall or trap ever makes a fail."""

from pathlib import Path

import pytest

from crawler.site import Platform
from storage.session import open_store
from tests.shops import names, serve
from tests.shops.expectations import expected
from xuncha.audit import Request, audit

MOST_SECONDS = 240.0


@pytest.mark.parametrize("name", names())
async def test_an_audit_says_of_the_shop_what_is_true(name: str, tmp_path: Path) -> None:
    wanted = expected(name)
    async with serve(name) as url, open_store(tmp_path) as store:
        request = Request(
            Platform(url),
            wanted.devices,
            wanted.only,
            seconds=MOST_SECONDS,
            pace=0.0,
            allow_private=True,
        )
        done = await audit(store, request, lambda stage, at, planned: None)
    faults = wanted.faults(done.audit.verdicts, done.audit.findings, done.site)
    assert not faults, "\n".join(faults)
