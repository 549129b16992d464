"""The closed lists that views, gaps and elements are described with."""

from enum import StrEnum


class Role(StrEnum):
    """What a page is for; how each is found is data in roles.toml."""

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


class Device(StrEnum):
    """The two surfaces looked at: desktop 1366x768, mobile 390x844 with touch."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


# States every audit knows; acts of probes name further ones.
ARRIVED = "arrived"  # before any layer is closed: pop-ups are judged here
LANDED = "landed"  # scrolled to a stable height, layers closed
CONSENTED = "consented"  # only where nothing else gives the page
ELDER = "elder"  # the shop's own elder mode is switched on
FURTHER = "further"  # of a gap alone: pages that a page of that role links, of which we could not have enough
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
    NOT_TRIED = "not_tried"  # what we could have done and do not do by ourselves
    TIMEOUT = "timeout"
    ROBOTS = "robots"
    UNREACHABLE = "unreachable"  # dns, tls or connect: in the detail
    REFUSED_BY_GUARD = "refused_by_guard"
    TRAP = "trap"
    BUDGET = "budget"
    CRASHED = "crashed"

    @property
    def about_them(self) -> bool:
        """True only where the gap is a fact about the shop rather than about our eyes."""
        return self is GapReason.NOT_OFFERED

    @property
    def not_public(self) -> bool:
        """True where the public surface cannot show it, however often we look."""
        return self in (GapReason.LOGIN, GapReason.APP_ONLY)


class Region(StrEnum):
    """Where on the page an element stands."""

    HEADER = "header"
    NAV = "nav"
    MAIN = "main"
    SIDE = "side"
    FOOTER = "footer"
    FLOATING = "floating"  # fixed or sticky widget
    DIALOG = "dialog"  # modal layer


class Unseen(StrEnum):
    """Why an element that is in the document cannot be seen."""

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
    """How a view's address was come by."""

    GIVEN = "given"  # the address asked for
    LINK = "link"
    MENU = "menu"  # a link that shows only after hover or focus
    CLICK = "click"  # a control without an address (script navigation, modal)
    HINT = "hint"  # the platform's own hint
    KNOWN_PATH = "known_path"
    SITE_MAP = "site_map"
    FORM = "form"  # a GET search
    HAND = "hand"  # a person opened it in our browser


# A note of a view's thoroughness: this page was looked at twice, all it asked for came, nothing failed, and it holds nothing.
EMPTY = "opened wholly and holds nothing"
