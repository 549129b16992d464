"""Removing old evidence, and the locks that keep writers out of its way; may import audits and all below them."""
