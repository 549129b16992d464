"""Questions about privacy: are personal data collected with consent and kept confidential; may import all but other subjects and run."""
