"""Which pictures of a page are read, within what budget, and which stand on cards of goods; may import what a visit may."""
