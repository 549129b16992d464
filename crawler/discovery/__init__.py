"""Where pages are: links, menus, search, samples; may import crawler's own types, browser and dom."""
