"""Scenario files: YAML text to one frozen ``Scenario``, every mistake located.

``load_scenario`` walks through the room in this order: bytes to text (``textfile``), text to a tree that
knows its places (``yamltext``, ``scalars``, ``syntax``, ``nodes``), ``--set`` into the tree (``overrides``),
the tree against the models (``spec``, ``delay``, ``basis``) and across keys (``checks``, ``layers``), the
track files (``tracks``, ``trackfile``), and at last the words (``words``, ``shape``, ``hints``).
"""

from sim.scenario.load import Scenario, load_scenario
from sim.scenario.schema import scenario_schema
from sim.scenario.spec import ScenarioSpec

__all__ = ["Scenario", "ScenarioSpec", "load_scenario", "scenario_schema"]
