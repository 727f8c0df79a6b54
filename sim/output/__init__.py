"""Results to text and pictures; nothing is simulated here."""
