"""The workbench, asked over its own interface with real stores."""
