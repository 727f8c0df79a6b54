"""What an authority does: reports, belief, targeting, the life cycle of a warning."""
