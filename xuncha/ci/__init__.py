"""Audits in a build: shortfalls as a machine reads them, those that were accepted, and what fails a run."""
