"""A second reader for the topics that are not privacy: sentences of our own, what is learnt from them, and what it is worth."""
