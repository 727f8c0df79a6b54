"""Documented launches: what was announced beside what the model says when it never saw that launch."""

from sim.hindcast.report import Hindcast, documented_files, hindcast

__all__ = ["Hindcast", "documented_files", "hindcast"]
