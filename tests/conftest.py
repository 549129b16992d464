"""What tests of several rooms need: their lanes, and an object store, started once and only where a test asks for it."""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests import source_trees as sources
from tests.failures import pytest_configure
from tests.lanes import pytest_collection_modifyitems, pytest_runtest_protocol, pytest_runtest_teardown
from tests.storage.objects import BUCKET, ObjectServer, objects
from tests.storage.servers import NoServer
from tests.wording.watching import pytest_runtest_call
from tests.worker_groups import pytest_configure_node, pytest_xdist_make_scheduler, tell_groups

__all__ = [
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_runtest_call",
    "pytest_runtest_protocol",
    "pytest_runtest_teardown",
    "pytest_xdist_make_scheduler",
]
gc.set_threshold(20_000, 50, 100)  # thousands of tests and modules are read at once, and none of them is garbage
# A busy machine is no fault of what is tested; all else as hypothesis chooses it, which in CI is the same examples every time.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")
collect_ignore = ["cases", "data", "shops"]  # thousands of folders without a test in them
_numbers = itertools.count(1)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nearly all that is made while tests are read stays: to look for garbage meanwhile was an eighth of the time and found next to none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """A worker tells its groups. What was read to run tests lives as long as the process: no collection of garbage need walk through it."""
    tell_groups(session)
    gc.freeze()


@pytest.fixture(scope="module")
def source_trees() -> Iterator[None]:
    """For tests that read our sources as trees, which are let go when those of a file have ended."""
    yield
    sources.parse_source.cache_clear()


@pytest.fixture
def forked_judging() -> Iterator[None]:
    """For tests that audit and are not about how the judging process starts: theirs is forked from one that has loaded our modules."""
    from tests.xuncha.judging.lending import fork_judging  # only where a test asks for it: that loads much

    with fork_judging():
        yield


@pytest.fixture(scope="session")
def object_server() -> Iterator[ObjectServer]:
    """An S3 server; skips where none can be started."""
    try:
        with objects() as server:
            yield server
    except NoServer as reason:
        pytest.skip(f"no object store: {reason}")


@pytest.fixture
def bucket(object_server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address of its own in the S3 server, which the environment leads to."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in object_server.environment().items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/test-{next(_numbers)}/evidence"
