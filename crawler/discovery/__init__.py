"""Where pages are: menus, search, site maps, samples; may import all of the crawler but session, timing, uptime and crawl."""
