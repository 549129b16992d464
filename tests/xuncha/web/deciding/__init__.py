"""Deciding, agreeing, signing and handing out, by one person and by two."""
