"""Moments that a scenario gives as text."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

_ISO = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?P<seconds>:\d\d(\.\d{1,6})?)?(?P<offset>Z|[+-](0\d|1[0-4]):[0-5]\d)?",
    re.ASCII,
)
_YEARS = range(1957, 2101)  # from the first orbital launch on; a year outside is a slip of the pen


def instant(value: Any) -> datetime:
    """The time a scenario gives as text. Raises ``ValueError`` with the reason where it gives none."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00")
    if match["offset"] is None:
        raise ValueError("needs an offset from UTC, such as +09:00")
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("is a date or a time of day that does not exist") from None
    if time.year not in _YEARS:
        raise ValueError(f"must lie in the years {_YEARS[0]} to {_YEARS[-1]}")
    return time


_INSTANT_SCHEMA = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
    "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$",
}

Instant = Annotated[datetime, BeforeValidator(instant), WithJsonSchema(_INSTANT_SCHEMA)]
