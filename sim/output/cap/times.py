"""The date form of CAP 1.2: whole seconds, a numeric offset, UTC written -00:00 (section 3.3.2)."""

import re
from datetime import UTC, datetime, timedelta, timezone

_FORM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}:[0-9]{2})([-+])([0-9]{2}):([0-9]{2})")
_WIDEST_OFFSET = timedelta(hours=14)  # XML Schema Part 2, section 3.2.7


def cap_time(moment: datetime) -> str:
    """Write an aware ``moment``; ``ValueError`` if it is naive or cannot be said in this form."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a CAP time needs an offset from UTC ({moment.isoformat()})")
    if moment.microsecond or offset % timedelta(minutes=1) or abs(offset) > _WIDEST_OFFSET:
        told = "a CAP time has whole seconds and an offset of whole minutes up to 14 hours"
        raise ValueError(f"{told} ({moment.isoformat()})")
    text = moment.isoformat(timespec="seconds")
    return text[:-6] + "-00:00" if text.endswith("+00:00") else text


def read_time(text: str) -> datetime | None:
    """Read a CAP time; None where the schema's own check has already said what is wrong.

    24:00:00 is the end of the day, as in XML Schema Part 2.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    day, hour, rest, sign, offset_hours, offset_minutes = match.groups()
    midnight = hour == "24" and rest == "00:00"
    try:
        offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes))
        zone = timezone(-offset if sign == "-" else offset) if offset else UTC
        moment = datetime.fromisoformat(f"{day}T{'00' if midnight else hour}:{rest}").replace(tzinfo=zone)
        return moment + timedelta(days=1) if midnight else moment
    except (ValueError, OverflowError):
        return None
