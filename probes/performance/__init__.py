"""Questions about how well the shop works as a piece of technology."""
