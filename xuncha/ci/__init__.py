"""Audits in a build: shortfalls for machines, those accepted, and what fails a run; may import audit and all below it."""
