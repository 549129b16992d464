"""What visits captured, as it is shown on a host of its own; may import security and all below the web."""
