"""Answers about complaints and customer service; may import what answers may, and answers."""
