"""Tracks of the objects in flight: knots to positions."""
