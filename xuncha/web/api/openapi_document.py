"""The description of the interface, OpenAPI 3.1, with the shipped JSON Schemas among its components."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from xuncha.reports.record import load_record_schema

SHIPPED = "x-shipped"  # stands for a reference to a shipped schema until the document is put together
PROBLEM = "application/problem+json"
TITLE, VERSION = "Xuncha 巡查", "1"
ABOUT = (
    "Everything a page of the workbench can do for platforms, lists of them, their history, comparisons, audits, items, "
    "evidence, decisions, drafts, documents, readers, jobs, the ranking and packs, but for what persons alone do: signing, settling "
    "disagreements, unmasked originals. "
    "Bring a token as `Authorization: Bearer`. Lists come in parts: pass `next` as `cursor`. What changes something takes an "
    "`Idempotency-Key`. Refusals are problem details (RFC 9457) in Chinese and English."
)


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """The document of that application's routes."""
    made: dict[str, Any] = get_openapi(
        title=TITLE,
        version=VERSION,
        description=ABOUT,
        routes=app.routes,
        servers=[{"url": app.root_path or "/api/v1"}],
    )
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own shape of refusals, which is not ours
        schemas.pop(name, None)
    schemas |= embed_schema("audit", load_record_schema()) | embed_schema("status", load_status_schema())
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            default = operation["responses"].get("default")
            if default is not None:
                default["content"] = {PROBLEM: default["content"]["application/json"]}
    linked: dict[str, Any] = _link(made)
    return linked


@cache
def load_status_schema() -> dict[str, Any]:
    """The JSON Schema of the status."""
    found: dict[str, Any] = json.loads(files("xuncha.status").joinpath("status.schema.json").read_text("utf-8"))
    return found


def embed_schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema and its definitions as components, NAME and NAME.definition."""
    parts = {f"{name}.{key}": value for key, value in schema.get("$defs", {}).items()}
    own = {key: part for key, part in schema.items() if key not in ("$defs", "$schema", "$id")}
    return {key: _moved(name, part) for key, part in {name: own, **parts}.items()}


def _moved(name: str, part: Any) -> Any:
    if isinstance(part, dict):
        return {
            key: f"#/components/schemas/{name}.{inner.removeprefix('#/$defs/')}"
            if key == "$ref" and isinstance(inner, str)
            else _moved(name, inner)
            for key, inner in part.items()
        }
    return [_moved(name, inner) for inner in part] if isinstance(part, list) else part


def _link(part: Any) -> Any:
    if isinstance(part, dict):
        if SHIPPED in part:
            return {"$ref": f"#/components/schemas/{part[SHIPPED]}"}
        return {key: _link(inner) for key, inner in part.items()}
    return [_link(inner) for inner in part] if isinstance(part, list) else part
