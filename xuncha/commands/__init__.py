"""One module per command: options become calls, results become lines and an exit code; may import all but cli."""
