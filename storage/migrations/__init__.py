"""One step of the tables a file; run by ``storage.migrate``."""
