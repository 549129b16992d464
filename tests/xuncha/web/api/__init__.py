"""The interface for programs over real stores."""
