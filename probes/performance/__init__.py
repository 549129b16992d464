"""Questions about how well the shop works as a piece of technology; may import all but other subjects and run."""
