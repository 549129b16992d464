"""The evidence pack: one file that holds all that is needed to defend each verdict, and to prove that none of it was changed."""
