"""Whether a page of no known kind was lost to us that may be the one that speaks of what was not found."""

from __future__ import annotations

from crawler.site import Site
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Role
from probes.pages.lists.goods_names import leads_to_shelf
from probes.text.remember import per_site


@per_site
def has_lost_page(explored: Site) -> bool:
    """Whether any was, on the device in all looks: seeing less makes no fail.

    A page that its links name after kinds of goods alone is a shelf, and speaks of nothing else.
    """
    lost = {gap.url for gap in explored.gaps if gap.role is Role.OTHER and not gap.reason.about_them}
    return bool(lost) and not (
        {page_identity(url) for url in lost if url} <= _find_shelves(explored) and "" not in lost
    )


@per_site
def _find_shelves(explored: Site) -> frozenset[str]:
    """Pages to which no link leads but those that say so."""
    shelves: dict[str, bool] = {}
    for view in explored.views:
        for element in view.elements:
            if is_openable(element.href):
                page = page_identity(element.href)
                shelves[page] = shelves.get(page, True) and leads_to_shelf(view, element)
    return frozenset(page for page, only in shelves.items() if only)
