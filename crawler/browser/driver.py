"""Restrict the environment of the browser's driver to what its kind of child needs: it has no use for our passwords.

Playwright passes on our whole environment and has no option not to; this module replaces the function that does so.
"""

from __future__ import annotations

from playwright._impl import _driver, transport

from crawler.child_environment import ChildKind, child_environment

_asked = _driver.get_driver_env
assert vars(transport)["get_driver_env"] is _asked  # fails loudly if Playwright renames it


def driver_environment() -> dict[str, str]:
    """The driver's environment: that of its kind, and what Playwright itself sets for it (``PW_*``)."""
    told = {name: value for name, value in _asked().items() if name.startswith("PW_")}
    return {**child_environment(ChildKind.DRIVER), **told}


vars(transport)["get_driver_env"] = driver_environment
