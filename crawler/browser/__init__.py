"""The browser: contexts, pages, presses and pictures; may import crawler's own types, network and dom."""
