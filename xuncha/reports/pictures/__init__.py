"""Crops, figures and drawings of a report; may import nothing else of reports but the order of things."""
