"""Scenario files: YAML text to one frozen ``Scenario``, every mistake located."""
