"""Visits as they are captured, resumed, continued and read back; may import uptime, db, blobs and storage's errors."""
