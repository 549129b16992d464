"""One page of a visit: its state, its verbs, its capture; may import crawler's own types, links, browser, dom and network."""
