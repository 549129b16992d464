"""Pages that no role's words named, entries without an address, and files that are no pages; may import what discovery may."""
