"""How a process comes by connections to its database; knows no table, may import nothing of storage but its errors."""
