"""The bench around the real binary: its process, faulty wires, obedient clients, the checker."""
