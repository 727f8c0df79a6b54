"""What an unknown key or choice was probably meant to be."""

import difflib
from collections.abc import Iterable

UNITS = {
    "_km_s": "km/s",
    "_m_s": "m/s",
    "_s": "seconds",
    "_km": "kilometres",
    "_m": "metres",
    "_deg": "degrees",
}
_WRITTEN_UNITS = sorted(
    {
        *UNITS,
        *(
            "_ms",
            "_sec",
            "_secs",
            "_seconds",
            "_min",
            "_mins",
            "_minutes",
            "_h",
            "_hr",
            "_hours",
            "_kmh",
            "_km_h",
        ),
        *(
            "_cm",
            "_meters",
            "_metres",
            "_kilometers",
            "_kilometres",
            "_ft",
            "_feet",
            "_mi",
            "_miles",
            "_nm",
            "_kt",
        ),
        *("_mps", "_kms", "_knots", "_rad", "_radians", "_degree", "_degrees", "_mrad"),
    },
    key=len,
    reverse=True,
)


_LONGEST = 80  # characters; comparing takes time that grows with the square


def unit_of(key: str) -> str | None:
    """The unit in which a key is measured, in words; longest suffix first."""
    return next((unit for suffix, unit in UNITS.items() if key.endswith(suffix)), None)


def meant(key: str, known: Iterable[str]) -> str | None:
    """The known key that ``key`` was probably meant to be."""
    if len(key) > _LONGEST:
        return None
    candidates = list(known)
    same = [name for name in candidates if without_unit(name) == without_unit(key.lower())]
    close = difflib.get_close_matches(key.lower(), candidates, n=1)
    return next(iter(same + close), None)


def without_unit(key: str) -> str:
    """The key less the unit that somebody may have put at its end."""
    return next((key.removesuffix(unit) for unit in _WRITTEN_UNITS if key.endswith(unit)), key)
