"""The browser: contexts, pages, clicks and screenshots; may import crawler's own types, network and dom."""
