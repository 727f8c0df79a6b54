"""Policies side by side on the same random numbers: what each costs, what each saves, and by how much they differ."""
