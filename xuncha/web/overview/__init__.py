"""All platforms held in memory for the pages over all of them; may import all below the web."""
