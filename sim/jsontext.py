"""JSON as we write it: numbers to the millisecond, so that equal runs give equal bytes; NaN never. And read back."""

import json
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem

_DECIMALS = 3
_DEGREE_DECIMALS = 6


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text of plain data, floats rounded as ``rounded`` does; raises ``ValueError`` for NaN or infinity."""
    separators = (", ", ": ") if indent is None else (",", ": ")
    return json.dumps(
        rounded(value), ensure_ascii=False, indent=indent, separators=separators, allow_nan=False
    )


def rounded(value: Any, decimals: int = _DECIMALS) -> Any:
    """Plain data with every float rounded to ``decimals``, six under a key in degrees, and no negative zero."""
    if isinstance(value, float):
        return round(value, decimals) + 0.0
    if isinstance(value, dict):
        return {key: rounded(item, _decimals(key, decimals)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, decimals) for item in value]
    return value


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in a file; raises ``InputError`` with the place where it is damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = Problem(str(path), None, None, "", f"cannot be read ({error.strerror or error})")
    except json.JSONDecodeError as error:
        problem = Problem(str(path), error.lineno, error.colno, "", f"is damaged: not JSON ({error.msg})")
    except (UnicodeDecodeError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else error
        problem = Problem(str(path), None, None, "", f"is damaged: not JSON ({why})")
    else:
        if isinstance(value, dict):
            return value
        problem = Problem(str(path), 1, 1, "", "is damaged: not a JSON object")
    raise InputError([problem])


def _decimals(key: object, decimals: int) -> int:
    return _DEGREE_DECIMALS if str(key).endswith("_deg") else decimals
