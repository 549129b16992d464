"""Keys, signatures, manifest, and proof that a pack is what it was; may import all of the pack but its making."""
