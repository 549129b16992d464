"""Light looks by HTTP alone: whether pages answer; may import crawler's own types, dom, network and politeness."""
