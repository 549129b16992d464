"""Every sentence that is said to people, held against the rules of its language."""
