"""The pages of the workbench, one module a group of routes; may import security, evidence and all below the web."""

from __future__ import annotations

from fastapi import APIRouter

from xuncha.web.pages import (
    agreement_page,
    assign_page,
    audit_pages,
    batch_page,
    beside_pages,
    city_pages,
    compare_pages,
    deciding_pages,
    import_pages,
    item_pages,
    people,
    platform_pages,
    queue_page,
    run_pages,
    sign_pages,
    start_pages,
)

# Each is asked in turn whether an address is its own: what is looked at most comes first, but fixed addresses come before those with a
# part that may be anything, /audits/new before /audits/{id}.
PAGES: tuple[APIRouter, ...] = (
    start_pages.router, item_pages.router, audit_pages.router, queue_page.router, deciding_pages.router, city_pages.router,
    import_pages.router, platform_pages.router, compare_pages.router, run_pages.router, beside_pages.router, assign_page.router,
    agreement_page.router, batch_page.router, sign_pages.router, *people.ROUTERS,
)  # fmt: skip
