"""Looking: the live web becomes a frozen Site. Knows no probe and no item of the standard."""
