"""Looking: the live web becomes a frozen Site; may import no other room, and knows no probe and no item of the standard."""
