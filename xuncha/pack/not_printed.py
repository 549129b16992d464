"""What a pack needs that not every machine has: a browser to print its report."""

from __future__ import annotations

from probes.finding import Text


class NotPrinted(Exception):
    """There is no browser to print the report, or it does not print; the message says how to fix it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
