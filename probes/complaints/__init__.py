"""Questions about complaints: can a buyer find where to complain, and what happens then; may import all but other subjects and run."""
