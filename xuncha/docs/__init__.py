"""Documents made from tables, run by developers; may import all of xuncha but the command line, and nothing imports it."""
