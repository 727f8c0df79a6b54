"""The code values of CAP 1.2 that a simulated message may use, and the marks that say it is not real.

Values: OASIS Standard CAP 1.2 (1 July 2010), section 3.2. ``CapStatus`` leaves out the value for live alerts
on purpose: a status that cannot be named cannot be written.
"""

from enum import StrEnum

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

LANGUAGES = ("ja-JP", "en-US")

EXERCISE_NOTE = (
    "EXERCISE: simulation by Overflight, not a real alert, never sent. 【訓練】これはシミュレーションです。"
)

# CAP leaves the valueName of a geocode to its user; no registered name for Japanese area codes was found, so
# the names are those of the standards that assign the codes.
GEOCODE_PREFECTURE = "JIS X 0401"
GEOCODE_MUNICIPALITY = "JIS X 0402"


class CapStatus(StrEnum):
    """``status``: never the value for live alerts."""

    EXERCISE = "Exercise"
    TEST = "Test"


class CapMessageType(StrEnum):
    """``msgType``: a first message, one that replaces it, one that takes it back."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class CapScope(StrEnum):
    """``scope``: whom a message is for."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class CapCategory(StrEnum):
    """``category``: what it is about."""

    SAFETY = "Safety"
    SECURITY = "Security"
    TRANSPORT = "Transport"
    OTHER = "Other"


class CapResponseType(StrEnum):
    """``responseType``: what people are asked to do."""

    SHELTER = "Shelter"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class CapUrgency(StrEnum):
    """``urgency``: how soon."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class CapSeverity(StrEnum):
    """``severity``: how bad."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class CapCertainty(StrEnum):
    """``certainty``: how sure."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


_MARKS = {
    (CapStatus.EXERCISE, "ja-JP"): "【訓練】",
    (CapStatus.EXERCISE, "en-US"): "EXERCISE: ",
    (CapStatus.TEST, "ja-JP"): "【試験】",
    (CapStatus.TEST, "en-US"): "TEST: ",
}


def mark_of(status: CapStatus, language: str) -> str:
    """What headline, description and instruction begin with; ``KeyError`` for another language."""
    return _MARKS[status, language]


def marked(text: str, status: CapStatus, language: str) -> str:
    """``text`` with its mark in front, once."""
    mark = mark_of(status, language)
    return text if text.startswith(mark) else mark + text


def jis_geocode(code: str) -> tuple[str, str]:
    """The geocode of a two-digit prefecture or five-digit municipality code; else ``ValueError``."""
    if not (code.isascii() and code.isdigit() and len(code) in (2, 5)):
        raise ValueError(f"a JIS area code has two or five digits, not {code!r}")
    return (GEOCODE_PREFECTURE if len(code) == 2 else GEOCODE_MUNICIPALITY, code)
