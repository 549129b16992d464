"""Answers about samples of products; may import what answers may, and answers."""
