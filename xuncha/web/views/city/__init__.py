"""What pages over many platforms show, made of stored data; may import all below the web."""
