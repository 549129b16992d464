"""Numbers in plain text with what they mean: dates, hours, periods, prices, phones, licences; may import what text may, and text."""
