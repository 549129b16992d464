"""Questions about service for elder and disabled people; may import all but other subjects and run."""
