"""Stored visits judged under today's rules by several processes; may import errors, audit and all below it."""
