"""What was learnt from labelled texts: weights by which a text is heard; may import what text may, and text."""
