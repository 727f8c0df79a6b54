"""Many replicates of one scenario: the same morning on other draws, as arrays."""
