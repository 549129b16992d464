"""Products, their cards, lists and samples; may import what discovery may."""
