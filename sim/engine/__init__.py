"""One seeded run: SimPy carries what waits, the event log carries what happened."""
