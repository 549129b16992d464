"""Jobs of registered platforms: planned, claimed, done, orphaned; may import visits, platforms and db."""
