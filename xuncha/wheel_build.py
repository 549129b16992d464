"""Builds the wheel: probes.toml stands at the top of the source tree, and beside the probes in what is built."""

from __future__ import annotations

import os

from setuptools.command.build_py import build_py

TABLE = "probes.toml"
PACKAGE = "probes"


class BuildWithTable(build_py):  # type: ignore[misc] # setuptools has no types
    """The build step that copies modules, and the table with them.

    An editable install copies nothing and uses the tree's own table.
    """

    def run(self) -> None:
        """Copy the modules, then the table. Raises OSError where the tree has none: such a wheel could not audit."""
        super().run()
        if not self.editable_mode:
            self.copy_file(TABLE, self._shipped())

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The paths of all built files."""
        return [*super().get_outputs(include_bytecode), *([] if self.editable_mode else [self._shipped()])]

    def get_source_files(self) -> list[str]:
        """All files of the tree that are needed: what an sdist must contain."""
        return [*super().get_source_files(), TABLE]

    def _shipped(self) -> str:
        return os.path.join(self.build_lib, PACKAGE, TABLE)
