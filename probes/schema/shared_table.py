"""A table of a reading that names shared lists of words among its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from crawler.settings_file import SettingsFile
from crawler.table_builder import ConfigurationError
from probes.schema.shared_words import expand_table, name_nearest_list

T = TypeVar("T")


class SharedTable(SettingsFile[T]):
    """A settings file in whose lists the names of shared lists ("@buying.cart") stand for their words."""

    __slots__ = ()

    def read_table(self, raw: Mapping[str, Any], called: str = "") -> T:
        """Like that of any settings file, after the shared lists are put in. Raises ConfigurationError, also for an unknown one."""
        try:
            return super().read_table(expand_table(raw), called)
        except KeyError as fault:
            name = str(fault.args[0])
            raise ConfigurationError(
                f"{called or self.path}: no shared list '{name}'{name_nearest_list(name)}"
            ) from fault
