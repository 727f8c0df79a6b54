"""Pictures of a run folder: one style, one map, one time axis. Only here is matplotlib imported."""
