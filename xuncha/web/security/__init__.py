"""Who is let in, and what a request may do; may import overview and all below the web."""
