"""What links and controls lead to, told by their words; may import crawler's own types, dom, network and browser."""
