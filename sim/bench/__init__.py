"""Benchmarks that run from an installed package; they measure and report, nothing of the model depends on them."""
