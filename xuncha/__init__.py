"""All that a person or a clock starts: commands, an audit, reports; may import every room, and none imports it."""
