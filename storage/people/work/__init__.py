"""What a person works at: what is asked of them, what they typed and said, and the time it took; may import db and errors."""
