"""People: accounts, log-ins, assignments, drafts, signatures and the log of what they did; may import db and errors."""
