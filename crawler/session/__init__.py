"""One visit from first page to last; may import all of the crawler but timing, uptime and crawl."""
