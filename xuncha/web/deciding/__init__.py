"""How what a person says in a browser becomes a decision; may import views, security and all below the web."""
