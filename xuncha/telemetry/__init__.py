"""Progress, logs, metrics and signs of life of long-running commands; may import fleet and all below it."""
