"""All that a person or a clock starts: the command line, one audit's story, reports. Nothing imports this room."""
