"""The network: the egress proxy, which addresses it may reach, and recording; may import nothing but crawler's own types."""
