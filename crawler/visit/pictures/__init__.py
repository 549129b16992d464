"""Within what budget pictures of a page are read, which wait, which stand on cards of goods; may import the crawler's own types, links and dom."""
