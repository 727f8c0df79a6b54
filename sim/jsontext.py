"""JSON as we write it: numbers to the millisecond, so that equal runs give equal bytes; NaN never."""

import json
from typing import Any

_DECIMALS = 3


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text of plain data, floats rounded to three decimals; raises ``ValueError`` for NaN or infinity."""
    separators = (", ", ": ") if indent is None else (",", ": ")
    return json.dumps(
        rounded(value), ensure_ascii=False, indent=indent, separators=separators, allow_nan=False
    )


def rounded(value: Any) -> Any:
    """Plain data with every float rounded to three decimals, and no negative zero."""
    if isinstance(value, float):
        return round(value, _DECIMALS) + 0.0
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value
