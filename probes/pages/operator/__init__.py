"""Who runs a shop: licences, honours, own words; may import absence, rules, main, layout, text and schema."""
