"""Pages of our own writing, labelled before anybody looked at the product's words, and how often its readings are right there."""
