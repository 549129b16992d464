"""What goes on with registered platforms, in words, as tables and JSON; may import settings, judging and console."""
