"""Words that may speak of a thing that no reader found, to be shown to a person; may import answers, pages and text."""
