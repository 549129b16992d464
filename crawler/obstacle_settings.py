"""How walls and obstacles are recognised: the file obstacles.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class ObstacleLimits:
    """Limits that tell a wall from a page with a stray word."""

    main_chars: Annotated[
        int,
        Setting(
            "a page with more visible text than this has its main content, so a stray word is no wall", "characters"
        ),
    ]
    many_links: Annotated[
        int, Setting("a page with so many visible links is a shop's page, whatever one word on it says")
    ]
    own_entries: Annotated[
        int,
        Setting("an account's page with so many controls and no field greets whoever is not logged in, and is no wall"),
    ]
    login_chars: Annotated[int, Setting("a login form on a page with fewer is the page", "characters")]
    beneath_chars: Annotated[int, Setting("a login dialog or frame over more of content is no wall", "characters")]
    form_depth: Annotated[int, Setting("how far above a field for a password its form is looked for", "boxes")]


@dataclass(frozen=True, slots=True)
class Blocked:
    """Pages that refuse visitors, or ask whether they are human."""

    urls: Annotated[tuple[str, ...], Setting("patterns of its addresses")]
    redirects: Annotated[
        tuple[str, ...], Setting("patterns of where it leads: walls only where the address asked for has no such part")
    ]
    words: Annotated[tuple[str, ...], Setting("that it says")]
    assets: Annotated[tuple[str, ...], Setting("that it loads")]
    statuses: Annotated[tuple[int, ...], Setting("HTTP statuses that it answers with")]


@dataclass(frozen=True, slots=True)
class RegionWall:
    """Pages that refuse visitors from elsewhere."""

    words: Annotated[tuple[str, ...], Setting("that it says")]
    statuses: Annotated[tuple[int, ...], Setting("HTTP statuses that it answers with")]


@dataclass(frozen=True, slots=True)
class WallWords:
    """Walls recognised by words alone."""

    words: Annotated[tuple[str, ...], Setting("that it says")]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Pages that report an error."""

    words: Annotated[tuple[str, ...], Setting("that it says")]
    not_found_words: Annotated[tuple[str, ...], Setting("that it says where there is no such page")]
    lapsed_words: Annotated[tuple[str, ...], Setting("that it says of a page that is lost or lapsed, or of goods")]
    failing_words: Annotated[
        tuple[str, ...], Setting("of a failure or of waiting: beside them it is not told that there is no such page")
    ]
    redirects: Annotated[
        tuple[str, ...], Setting("patterns of the address of a short page to which a request is sent on")
    ]


@dataclass(frozen=True, slots=True)
class LoginWall:
    """Pages that ask for a login."""

    over: Annotated[
        tuple[str, ...], Setting("pages that a login dialog or frame over them does wall off: there one sees its own")
    ]
    beside: Annotated[
        tuple[str, ...],
        Setting("pages on which its words wall off nothing beside as many controls as make links a shop's page"),
    ]
    fields: Annotated[tuple[str, ...], Setting("types of the fields of which its form has one")]
    redirects: Annotated[tuple[str, ...], Setting("patterns of where it leads")]
    words: Annotated[tuple[str, ...], Setting("that it says")]


@dataclass(frozen=True, slots=True)
class ObstacleSettings:
    """The file obstacles.toml: walls and obstacles told apart (criteria 0.4), facts about our view, never about the shop."""

    limits: ObstacleLimits
    blocked: Blocked
    region: RegionWall
    maintenance: WallWords
    error_page: ErrorPage
    login: LoginWall
    app_only: WallWords


FILE = SettingsFile("crawler", "obstacles.toml", ObstacleSettings)
