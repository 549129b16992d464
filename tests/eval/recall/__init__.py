"""How often each reader finds what is there: samples from pages, policies, names and wordings, counted into probes/recall.toml."""
