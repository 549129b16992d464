"""One step of the tables a file, run by ``storage.db.migrate``; may import nothing of ours."""
