"""Whether what a lead to goods opened is a product on sale, by what the tour has seen of the shop so far."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.discovery.products import product_page
from crawler.discovery.products.address_templates import Template, fits_template
from crawler.discovery.products.product_signs import read_signs
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import View
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role


def explain_other_lead(
    trip: CrawlState, device: Device, lead: Lead, page: PageReading, known: View | None, templates: Sequence[Template]
) -> LoadFailure | None:
    """Why the page at a product's address is none: no longer sold, or another page. None for leads to anything else.

    ``known``: what was seen before at the page's address. Nearby products need no proof until a list is seen.
    """
    if lead.role is not Role.PRODUCT:
        return None
    if known is not None and (known.role is not Role.PRODUCT or not lead.url):
        said = "it was seen already" if known.role is Role.PRODUCT else f"it leads to <{known.role}>"
        return LoadFailure(GapReason.ERROR_PAGE, f"{product_page.OTHER}{said}")
    enough = len(trip.have(Role.PRODUCT, LANDED, device)) >= role_links.pages_wanted(Role.PRODUCT)
    # Where a list shows goods with their prices, a page without price and button only shows something off.
    sure = enough or any(read_signs(view).is_list for view in trip.have(Role.LIST, LANDED, device))
    named = role_links.speaks_of_goods(lead.url) or fits_template(lead.url, templates)
    proven = lead.found_by is FoundBy.SITE_MAP and not named
    return product_page.explain_no_product(page, sure, templates, proven)
