"""The evidence pack: one file to defend each verdict and prove itself unchanged; may import audit and all below it."""
