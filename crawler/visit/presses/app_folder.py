"""Links of an app that lives in a folder of its host and names its pages without it: a press opens them, their address does not.

An app drawn in the browser keeps its folder (/mobile/ of /mobile/pages/goods) to itself: a link says /pages/goods, and a press
on it is caught and goes to the app's own page. Opened as an address, it leads to the home page again, or to nothing.
"""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

from crawler.failure import LoadFailure
from crawler.links import fitting
from crawler.links.role_links import Lead
from crawler.site import View
from crawler.urls import page_identity, same_site
from crawler.visit.presses.pressing_settings import FILE
from crawler.vocabulary import Role

_LEADS_HOME = f"it leads to <{Role.HOME}>"


class AppFolder:
    """What one device found of the folder that links leave out."""

    def __init__(self) -> None:
        self._left: int = FILE.load().limits.astray
        self._folders: dict[tuple[str, str], str] = {}  # by the host and the first step of the links

    def may_press(self, lead: Lead, stop: LoadFailure, home: View | None) -> bool:
        """Whether a link that opened nothing leads out of the folder that home and its own page are in, so that a press may tell more."""
        if home is None or lead.element is None or not lead.url or self._left <= 0:
            return False
        folder = _first_step(home.url)
        within = bool(folder) and same_site(home.url, lead.on) and _first_step(lead.on) == folder
        return within and same_site(home.url, lead.url) and _first_step(lead.url) != folder and _is_astray(stop)

    def learn(self, lead: Lead, pressed: View | LoadFailure) -> None:
        """Take from what a press brought up how the addresses of such links really begin."""
        if isinstance(pressed, LoadFailure):
            self._left -= 1
            return
        said, came = urlsplit(lead.url), urlsplit(pressed.url)
        folder = came.path.removesuffix(said.path)
        if folder and page_identity(came._replace(path=said.path).geturl()) == page_identity(lead.url):
            self._folders[said.netloc, _first_step(lead.url)] = folder

    def move(self, url: str) -> str:
        """The address with its app's folder, where links that begin like it proved to lack it."""
        if not self._folders or not url:
            return url
        parts = urlsplit(url)
        folder = self._folders.get((parts.netloc, _first_step(url)))
        return url if folder is None else parts._replace(path=folder + parts.path).geturl()

    def with_folder(self, lead: Lead) -> Lead:
        """The lead, with the address that opens its page."""
        url = self.move(lead.url)
        return lead if url == lead.url else dataclasses.replace(lead, url=url)


def _first_step(url: str) -> str:
    """The first folder of an address, "" if its page lies in none."""
    steps = urlsplit(url).path.split("/")[1:-1]
    return steps[0] if steps else ""


def _is_astray(stop: LoadFailure) -> bool:
    return stop == fitting.HOME_AGAIN or stop.says_none or stop.detail.endswith(_LEADS_HOME)
