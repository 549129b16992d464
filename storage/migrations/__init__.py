"""Alembic's way into the tables, run by ``storage.db.migrate``; may import db."""
