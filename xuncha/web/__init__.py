"""The workbench in a browser; may import every shelf of xuncha but cli."""
