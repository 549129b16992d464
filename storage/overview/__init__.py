"""All platforms at once, as pages over a whole city read them; may import standings and all below it."""
