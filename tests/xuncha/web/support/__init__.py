"""Servers, clients, hostile shops and keys that tests of the workbench share."""
