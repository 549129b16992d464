"""A worker's Prometheus metrics, on an address of its own; only for this machine unless another is named.

Labels are of small closed sets; no address, name or page text is one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.db.register_tables import JobKind
from storage.jobs.jobs import Job
from storage.jobs.queue_status import QueueHealth
from storage.platforms import RegisteredPlatform
from storage.store_counters import REFUSALS, StoreCounters
from xuncha.fleet.task import JobOutcome
from xuncha.settings.target import InvalidInput
from xuncha.status.job_words import classify_reason
from xuncha.telemetry.logs import measure_job_seconds, name_outcome

LOOPBACK = "127.0.0.1"
_PORTS = range(1, 65536)
_BUCKETS = (1, 5, 15, 30, 60, 90, 120, 180, 300, 600, 1200)  # seconds; an audit is meant to end within its budget


class JobMetrics:
    """Counts jobs; implements ``xuncha.fleet.task.JobListener``. ``pulse`` takes what the store says of all workers."""

    def __init__(self, kept: StoreCounters, now: Callable[[], datetime]) -> None:
        self.registry, self._now = CollectorRegistry(), now
        self._going: set[str] = set()  # jobs whose beginning was reported
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
        for kind in JobKind:  # present from the start, so that a rate of them is right from the first one
            self._begun.labels(kind.value)
            self._doing.labels(kind.value)
        self.registry.register(_OfStore(kept))
        ProcessCollector(registry=self.registry)

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        """Count a job that began."""
        self._going.add(job.id)
        self._begun.labels(job.kind.value).inc()
        self._doing.labels(job.kind.value).inc()

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Do nothing: the progress of one job is no number to add up."""

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Count a job that ended."""
        kind = job.kind.value
        if job.id in self._going:  # a job whose platform is not registered any more never began
            self._going.discard(job.id)
            self._doing.labels(kind).dec()
        self._ended.labels(kind, name_outcome(outcome), classify_reason(outcome.reason)).inc()
        self._seconds.labels(kind).observe(measure_job_seconds(job, self._now()))

    def pulse(self, pulse: QueueHealth, now: datetime) -> None:
        """Set what concerns all workers together."""
        for kind, (may, later) in pulse.waiting.items():
            self._waiting.labels(kind.value, "now").set(may)
            self._waiting.labels(kind.value, "later").set(later)
        self._running.set(pulse.running)
        self._alive.set(pulse.alive)
        self._oldest.set(0 if pulse.oldest_due_at is None else max(0.0, (now - pulse.oldest_due_at).total_seconds()))
        self._seen.set(now.timestamp())


class _OfStore(Collector):
    """What this process's store has counted itself."""

    def __init__(self, kept: StoreCounters) -> None:
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


def parse_metrics_address(said: str) -> tuple[str, int]:
    """Parse ``PORT`` and ``:PORT`` (this machine only), ``HOST:PORT`` and ``[V6]:PORT``. Raises InvalidInput."""
    host, _, port = said.strip().rpartition(":")
    host = host.strip("[]") or LOOPBACK
    if not (port.isascii() and port.isdigit() and int(port) in _PORTS) or not _is_host(host):
        raise InvalidInput(
            f"--metrics {said[:60]!r}：请写成 9100、127.0.0.1:9100 或 [::1]:9100",
            f"--metrics {said[:60]!r}: write 9100, 127.0.0.1:9100 or [::1]:9100",
        )
    return host, int(port)


def _is_host(host: str) -> bool:
    """Whether it is a network card's address, or this machine's own name: no name is looked up."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@contextmanager
def serve_metrics(metrics: JobMetrics, host: str, port: int) -> Iterator[int]:
    """Serve the metrics while the block runs, in a thread; yields the port. Raises InvalidInput where it is taken."""
    try:
        server, thread = start_http_server(port, host, metrics.registry)
    except OSError as fault:
        raise InvalidInput(
            f"--metrics {host}:{port}：无法监听（{fault.strerror}），请换一个端口",
            f"--metrics {host}:{port} cannot be listened on ({fault.strerror}): take another port",
        ) from fault
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
