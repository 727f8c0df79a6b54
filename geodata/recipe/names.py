"""Names of municipalities: from the code table in Japanese and kana, from the polygon source in English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .packages import BuildError
from .prefectures import PREFECTURES_EN

_COMPASS = re.compile(r"^(Northern|Southern|Eastern|Western) (?=.+ (City|Town|Village)$)")
_EXCEPTION = re.compile(r" \(.*\)$")
_KIND = re.compile(r" (City|Town|Village|Ward)$")

# The source calls every ward of Kyoto "Kyoto City"; these follow the form it uses for the wards of Hiroshima.
# fmt: off
_KYOTO_WARDS = (
    "Kita", "Kamigyo", "Sakyo", "Nakagyo", "Higashiyama", "Shimogyo", "Minami", "Ukyo", "Fushimi",
    "Yamashina", "Nishikyo",
)
# fmt: on
_CORRECTED = {f"{26101 + i}": f"Kyoto City {ward} Ward" for i, ward in enumerate(_KYOTO_WARDS)}


@dataclass(frozen=True)
class Entry:
    """One line of the code table; a ward of a designated city carries the city's name before its own."""

    prefecture_ja: str
    name_ja: str
    name_kana: str


def code_table(prefectures: list[dict[str, Any]]) -> dict[str, Entry]:
    """Five-digit code to entry, of municipalities and of wards, from the package's nested list."""
    table: dict[str, Entry] = {}
    for prefecture in prefectures:
        for town in prefecture["municipalities"]:
            table[town["code"][:5]] = Entry(prefecture["name"], town["name"], town["ruby"])
            for ward in town.get("wards", []):
                names = town["name"] + ward["name"], town["ruby"] + ward["ruby"]
                table[ward["code"][:5]] = Entry(prefecture["name"], *names)
    return table


def english_name(code: str, names: Iterable[str]) -> str:
    """The name of municipality ``code`` from the names of the parts the source splits it into.

    A part is named as "Akan, Kushiro City", "Eastern Sendai City" or "Sasebo City (Uku Area)".
    Raises ``BuildError`` where the parts do not agree.
    """
    found = {_COMPASS.sub("", _EXCEPTION.sub("", name).rpartition(", ")[2]) for name in names}
    if len(found) != 1 or not _KIND.search(min(found)):
        raise BuildError(f"no common English name in {sorted(found)}")
    return _CORRECTED.get(code, found.pop())


def japanese_name(names: list[str], entry: Entry) -> str:
    """The source's own spelling where the municipality is whole there, the code table's where it is split.

    Raises ``BuildError`` where a part's name does not begin with the municipality's.
    """
    if len(names) == 1:
        return names[0]
    if not all(name.startswith(entry.name_ja) for name in names):
        raise BuildError(f"{names} are not parts of {entry.name_ja}")
    return entry.name_ja


def prefecture_properties(code: str, entry: Entry) -> dict[str, str]:
    """The properties that say which prefecture the municipality ``code`` is in."""
    return {
        "prefecture_code": code[:2],
        "prefecture_ja": entry.prefecture_ja,
        "prefecture_en": PREFECTURES_EN[code[:2]],
    }
