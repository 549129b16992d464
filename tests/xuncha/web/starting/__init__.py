"""From nothing to a first audit in the browser."""
