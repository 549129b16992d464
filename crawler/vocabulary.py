"""The closed lists used to describe views, gaps and elements."""

from enum import StrEnum
from typing import Final

# The answers of HTTP by which a server itself says that there is no such page; other refusals may be meant for us (RFC 9110, 15.5).
NO_SUCH_PAGE: Final = frozenset({404, 410})


class Role(StrEnum):
    """What a page is for; roles.toml says how each is found."""

    HOME = "home"
    LICENCE = "licence"
    AGREEMENT = "agreement"
    RULES = "rules"
    PRIVACY = "privacy"
    HELP = "help"
    SERVICE = "service"
    COMPLAINT = "complaint"
    AFTER_SALES = "after_sales"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    CREDIT = "credit"
    MEMBER = "member"
    SELLER = "seller"
    ABOUT = "about"
    SOCIAL = "social"
    LOGIN = "login"
    REGISTER = "register"
    SEARCH = "search"
    LIST = "list"
    PRODUCT = "product"
    CART = "cart"
    ERROR = "error"
    OTHER = "other"  # a page of the shop that no role's words name


class Device(StrEnum):
    """The two devices: desktop 1366x768, mobile 390x844 with touch."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


# States every audit knows; acts of probes name further ones.
ARRIVED = "arrived"  # before any overlay is closed: pop-ups are judged here
LANDED = "landed"  # scrolled to a stable height, overlays closed
CONSENTED = "consented"  # only where nothing else gives the page
ELDER = "elder"  # the shop's own elder mode is switched on
FURTHER = "further"  # only of a gap: pages that a page of that role links to, too many of which failed to load
MENUS = "menus"  # what hovering or focusing the home page's menus brings up


class GapReason(StrEnum):
    """Why a planned view is missing."""

    NOT_OFFERED = "not_offered"  # about them: no such entry
    LOGIN = "login"
    APP_ONLY = "app_only"
    BLOCKED = "blocked"  # captcha, WAF or rate limit: the kind is in the detail
    REGION = "region"
    MAINTENANCE = "maintenance"
    ERROR_PAGE = "error_page"
    BLANK = "blank"
    CONTROL = "control"  # a control without an address did nothing, or could not be pressed: which, is in the detail
    NOT_TRIED = "not_tried"  # what we could have done but do not do by ourselves
    TIMEOUT = "timeout"
    ROBOTS = "robots"
    UNREACHABLE = "unreachable"  # dns, tls or connect: in the detail
    REFUSED_BY_GUARD = "refused_by_guard"
    TRAP = "trap"
    BUDGET = "budget"
    CRASHED = "crashed"

    @property
    def about_them(self) -> bool:
        """True only if the gap is a fact about the shop, not about our view of it."""
        return self is GapReason.NOT_OFFERED

    @property
    def not_public(self) -> bool:
        """Whether the public pages cannot show it, however often we look."""
        return self in (GapReason.LOGIN, GapReason.APP_ONLY)


class Region(StrEnum):
    """Where on the page an element is."""

    HEADER = "header"
    NAV = "nav"
    MAIN = "main"
    SIDE = "side"
    FOOTER = "footer"
    FLOATING = "floating"  # fixed or sticky widget
    DIALOG = "dialog"  # modal layer


class Unseen(StrEnum):
    """Why an element in the document is not visible."""

    DISPLAY_NONE = "display_none"
    HIDDEN = "hidden"  # visibility, content-visibility, hidden attribute, closed details
    TRANSPARENT = "transparent"  # opacity product < 0.1
    ZERO_SIZE = "zero_size"
    TINY = "tiny"  # text below 6 px or a box of 1x1
    CLIPPED = "clipped"
    COVERED = "covered"
    OFF_SCREEN = "off_screen"
    SAME_COLOUR = "same_colour"  # text blended into its background, contrast < 1.2


class FoundBy(StrEnum):
    """How a view's address was found."""

    GIVEN = "given"  # the address asked for
    LINK = "link"
    MENU = "menu"  # a link that shows only after hover or focus
    CLICK = "click"  # a control without an address (script navigation, modal)
    HINT = "hint"  # the platform's own hint
    KNOWN_PATH = "known_path"
    SITE_MAP = "site_map"
    OTHER_DEVICE = "other_device"  # its address was found on another device; no entry on this one led to it
    FORM = "form"  # a GET search
    HAND = "hand"  # a person opened it in our browser


# A note of a view's thoroughness: this page was looked at twice, all it asked for came, nothing failed, and it holds nothing.
EMPTY = "opened wholly and holds nothing"
# How a note of it begins where our own gate kept from a private shop's page what it asked for: a person may not have named all its places.
KEPT_BACK = "our gate refused "
