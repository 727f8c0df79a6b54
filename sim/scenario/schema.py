"""The JSON Schema of a scenario file, for editors; the same models that check the file."""

from typing import Any

from sim.scenario.spec import ScenarioSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12). What needs other keys or files is checked by ``load_scenario`` only."""
    schema = ScenarioSpec.model_json_schema()
    return {"$schema": DIALECT, "title": "Overflight scenario", **_untitled(schema)}


def _untitled(node: Any) -> Any:
    """Without the titles derived from key names: editors show them in place of the keys."""
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _untitled(item) for key, item in node.items() if key != "title" or isinstance(item, dict)}
