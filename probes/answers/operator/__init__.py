"""Answers about licences and honours of who runs a shop; may import what answers may, and answers."""
