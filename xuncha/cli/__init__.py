"""The command line: one module per group of commands; may import every package of xuncha."""
