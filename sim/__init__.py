"""Overflight: who is warned, when, by what, and when are they let go."""

__version__ = "0.1.0"
