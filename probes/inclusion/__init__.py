"""Questions about service for elder and disabled people."""
