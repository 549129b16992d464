"""Cold loads and what they tell of a site's speed; may import all of the crawler but uptime and crawl."""
