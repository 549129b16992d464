"""What a forger would change in what an audit concludes, each change one that leaves the record in its shape."""

from __future__ import annotations

from typing import Any


def verdict(audit: dict[str, Any]) -> None:
    item = next(item for item in audit["items"] if item["verdict"] != "pass")
    item["verdict"], item["value"] = "pass", 1.0


def score(audit: dict[str, Any]) -> None:
    audit["scores"]["auto"]["high"] -= 0.1


def quote(audit: dict[str, Any]) -> None:
    evidence = pointing(audit, "quote")
    evidence["quote"] = f"不{evidence['quote']}"


def box(audit: dict[str, Any]) -> None:
    evidence = pointing(audit, "box")
    evidence["box"] = [evidence["box"][0], 99_999.0, *evidence["box"][2:]]


def box_within(audit: dict[str, Any]) -> None:
    evidence = pointing(audit, "box")
    evidence["box"] = [side + 1 for side in evidence["box"]]


def selector(audit: dict[str, Any]) -> None:
    pointing(audit, "box")["selector"] += " > b"


def other_hash(audit: dict[str, Any]) -> None:
    pointing(audit, "sha256")["sha256"] = "0" * 64


def other_picture(audit: dict[str, Any]) -> None:
    audit["views"][0]["screenshot"] = audit["views"][-1]["screenshot"]


def view(audit: dict[str, Any]) -> None:
    pointing(audit, "quote")["view"] = "another"


def no_view(audit: dict[str, Any]) -> None:
    pointing(audit, "quote")["view"] = ""


def page(audit: dict[str, Any]) -> None:
    audit["views"][0]["url"] = "https://other.example/"


def missing_view(audit: dict[str, Any]) -> None:
    audit["views"].append({**audit["views"][0], "id": "added"})


def other_audit(audit: dict[str, Any]) -> None:
    audit["audit"]["id"] = "another"


def other_target(audit: dict[str, Any]) -> None:
    audit["target"]["name"] = "另一家"


def other_ruleset(audit: dict[str, Any]) -> None:
    audit["ruleset"] = "0" * 64


def pointing(audit: dict[str, Any], what: str) -> dict[str, Any]:
    """The first evidence with that, of a probe that quotes pages."""
    quoting = (
        piece
        for found in audit["findings"]
        if found["probe"].startswith("disclosure.icp")
        for piece in found["evidence"]
    )
    found: dict[str, Any] = next(piece for piece in quoting if piece[what])
    return found


NAMES = (other_audit, other_target, other_ruleset)  # which the manifest gives too
CHANGES = [
    verdict, score, quote, box, box_within, selector, other_hash, other_picture, view, no_view, page, missing_view,
    other_audit, other_target, other_ruleset,
]  # fmt: skip
