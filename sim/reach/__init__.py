"""How a message travels to people, and how people notice, act and are let go."""
