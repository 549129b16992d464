"""One audit from plan to stored verdict, and its lineage; may import console, settings, judging, reports and status."""
