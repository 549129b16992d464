"""The interface for programs, /api/v1; may import security, views and all below the web."""
