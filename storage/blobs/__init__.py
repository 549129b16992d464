"""Evidence named by its content, in a folder or an object store; may import nothing of storage but its errors."""
