"""What pages show, made of stored data; may import all below the web."""
