"""What the framework would tell others of our requests: nothing, whatever the environment says, and no time is spent on it."""

from __future__ import annotations

from fastapi.telemetry import TelemetryConfig

# Where a variable of the environment is set, it would send requests with their fields, and faults, to a server.
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
