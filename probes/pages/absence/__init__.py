"""What was not seen of a page or a shop, and when absence may be said; may import rules, main, layout, text and schema."""
