"""What a worker counts, for Prometheus: on an address of its own, on this machine alone unless another one is named.

Labels are of small closed sets; no address, name or word of a page is one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.kept import REFUSALS, Kept
from storage.register import Registered
from storage.register_tables import RunKind
from storage.runs import Run
from storage.status import Pulse
from xuncha.logs import name_of, took
from xuncha.run_words import reason_class
from xuncha.target import BadTarget
from xuncha.tasks import Outcome

LOOPBACK = "127.0.0.1"
_PORTS = range(1, 65536)
_BUCKETS = (1, 5, 15, 30, 60, 90, 120, 180, 300, 600, 1200)  # seconds; an audit is meant to end within its budget


class Metrics:
    """Counts runs; implements ``xuncha.tasks.Telling``. ``pulse`` takes what the store says of all workers."""

    def __init__(self, kept: Kept, now: Callable[[], datetime]) -> None:
        self.registry, self._now = CollectorRegistry(), now
        self._going: set[str] = set()  # runs that were told to have begun
        of = self.registry
        self._begun = Counter("xuncha_runs_begun", "Runs this worker began", ("kind",), registry=of)
        self._ended = Counter(
            "xuncha_runs_ended", "Attempts at runs that ended here", ("kind", "outcome", "reason"), registry=of
        )
        self._doing = Gauge("xuncha_runs_doing", "Runs this worker is doing", ("kind",), registry=of)
        self._seconds = Histogram(
            "xuncha_run_seconds", "How long attempts took", ("kind",), buckets=_BUCKETS, registry=of
        )
        self._waiting = Gauge("xuncha_runs_waiting", "Waiting runs, of all workers", ("kind", "when"), registry=of)
        self._running = Gauge("xuncha_runs_running", "Runs being done by any worker", registry=of)
        self._alive = Gauge("xuncha_workers_alive", "Workers that gave a sign of life lately", registry=of)
        self._oldest = Gauge(
            "xuncha_oldest_due_seconds", "For how long the oldest run that may begin is due", registry=of
        )
        self._seen = Gauge(
            "xuncha_store_seen_timestamp_seconds", "When the store was last asked for the queue", registry=of
        )
        for kind in RunKind:  # there from the start, so that a rate of them is right from the first one on
            self._begun.labels(kind.value)
            self._doing.labels(kind.value)
        self.registry.register(_OfStore(kept))
        ProcessCollector(registry=self.registry)

    def began(self, run: Run, known: Registered) -> None:
        self._going.add(run.id)
        self._begun.labels(run.kind.value).inc()
        self._doing.labels(run.kind.value).inc()

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        """How far one run is is no number to add up."""

    def ended(self, run: Run, outcome: Outcome) -> None:
        kind = run.kind.value
        if run.id in self._going:  # what is not registered any more never began
            self._going.discard(run.id)
            self._doing.labels(kind).dec()
        self._ended.labels(kind, name_of(outcome), reason_class(outcome.reason)).inc()
        self._seconds.labels(kind).observe(took(run, self._now()))

    def pulse(self, pulse: Pulse, now: datetime) -> None:
        """Set what is true of all workers together."""
        for kind, (may, later) in pulse.waiting.items():
            self._waiting.labels(kind.value, "now").set(may)
            self._waiting.labels(kind.value, "later").set(later)
        self._running.set(pulse.running)
        self._alive.set(pulse.alive)
        self._oldest.set(0 if pulse.oldest_due_at is None else max(0.0, (now - pulse.oldest_due_at).total_seconds()))
        self._seen.set(now.timestamp())


class _OfStore(Collector):
    """What the store of this process counted itself."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily("xuncha_views_captured", "Views captured by this worker", value=self._kept.views)
        yield CounterMetricFamily(
            "xuncha_evidence_bytes", "Bytes of evidence handed to the store", value=self._kept.bytes
        )
        refusals = CounterMetricFamily("xuncha_store_refusals", "How often the store refused", labels=["fault"])
        for fault in REFUSALS:
            refusals.add_metric([fault.__name__], self._kept.refusals[fault.__name__])
        yield refusals


def address(said: str) -> tuple[str, int]:
    """``PORT`` and ``:PORT`` are of this machine alone; ``HOST:PORT`` and ``[V6]:PORT`` as named. Raises BadTarget."""
    host, _, port = said.strip().rpartition(":")
    host = host.strip("[]") or LOOPBACK
    if not (port.isascii() and port.isdigit() and int(port) in _PORTS) or not _is_host(host):
        raise BadTarget(
            f"--metrics {said[:60]!r}：请写成 9100、127.0.0.1:9100 或 [::1]:9100",
            f"--metrics {said[:60]!r}: write 9100, 127.0.0.1:9100 or [::1]:9100",
        )
    return host, int(port)


def _is_host(host: str) -> bool:
    """An address of a network card, or this machine's name for itself: names are looked up nowhere."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@contextmanager
def served(metrics: Metrics, host: str, port: int) -> Iterator[int]:
    """Answer at that address while the block runs, in a thread of its own; gives the port. Raises BadTarget where it is taken."""
    try:
        server, thread = start_http_server(port, host, metrics.registry)
    except OSError as fault:
        raise BadTarget(
            f"--metrics {host}:{port}：无法监听（{fault.strerror}），请换一个端口",
            f"--metrics {host}:{port} cannot be listened on ({fault.strerror}): take another port",
        ) from fault
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
