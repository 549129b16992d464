"""Jobs of registered platforms, done by one process or many workers; may import audit and all below it."""
