"""Texts with a form: names, codes and clock times, and what each form asks for in words."""

from typing import Annotated

from pydantic import Field

_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
_TIMEZONE = r"^[A-Za-z]{2,5}$"
AREA_CODE = r"^[0-9A-Za-z_-]{1,32}$"
_PREFECTURE = r"^[0-9]{2}$"
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

PATTERN_WORDS = {
    _NAME: "must start with a letter or digit and hold only letters, digits and . _ -",
    _TIMEZONE: "must be the letters of a time zone, such as JST",
    AREA_CODE: "must be an area code: letters, digits, _ and - only",
    _PREFECTURE: "must be a prefecture code of two digits, such as 47",
    _CLOCK: "must be a time of day, such as 07:30",
}

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=_NAME)]
Text = Annotated[str, Field(min_length=1)]
ZoneLetters = Annotated[str, Field(pattern=_TIMEZONE)]
AreaCode = Annotated[str, Field(pattern=AREA_CODE)]
PrefectureCode = Annotated[str, Field(pattern=_PREFECTURE)]
Clock = Annotated[str, Field(pattern=_CLOCK)]
