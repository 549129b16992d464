"""Privacy: is personal data collected with notice and consent, and kept confidential?"""
