"""Personal data masked in all that a pack is made of; may import probes' readings and the pack's own types."""
