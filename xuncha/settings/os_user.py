"""Who runs a command: the operating system's user, as the log names it."""

from __future__ import annotations

import getpass
import os
import sys


def name_cli_actor() -> str:
    """«cli:USER». The system is asked, not the environment, where anybody could call themselves anything."""
    if sys.platform == "win32":
        return f"cli:{getpass.getuser()}"
    import pwd

    try:
        return f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:  # a container's user without a name
        return f"cli:{os.getuid()}"
