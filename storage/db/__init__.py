"""The database: sessions, tables, migrations, and how records become bytes; may import storage's errors, counters and blobs."""
