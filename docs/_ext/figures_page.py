"""Every figure of the main scenario with what it rests on: a source, or the word assumption."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from markdown import code, prose, table

from sim.shipped import shipped_folder

_BASIS = ("source", "assumption")
_WORDS = (
    "name",
    "title",
    "title_ja",
    "kind",
    "note",
    "track",
    "end",
    "by",
    "role",
    "milestone",
    "time",
    "object",
)


def text() -> str:
    file = shipped_folder("scenarios") / "okinawa-2023-08-24.yaml"
    scenario = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    sections: dict[str, list[tuple[str, ...]]] = {}
    for part in ("objects", "gate", "authority", "reach"):
        for path, values, basis, why in _figures(part, scenario[part]):
            section, key = _divided(path)
            row = (code(key), code(values) if values else "", basis, prose(why))
            sections.setdefault(section, []).append(row)
    return "\n".join(
        f"## {code(section)}\n\n{table(['key', 'value', 'rests on', 'which'], rows)}"
        for section, rows in sections.items()
    )


def _divided(path: str) -> tuple[str, str]:
    """The part a figure belongs to, and its key inside; every channel is a part of its own."""
    names = path.split(".")
    if len(names) < 3:
        return names[0], names[-1]
    depth = 3 if names[1] == "channels" else 2 if names[0] == "reach" else 1
    return ".".join(names[:depth]), ".".join(names[depth:]) or names[-1]


def _figures(path: str, value: Any) -> Iterator[tuple[str, str, str, str]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            label = item.get("name", number) if isinstance(item, Mapping) else number
            yield from _figures(f"{path}.{label}", item)
    elif isinstance(value, Mapping):
        for basis in _BASIS:
            if basis in value:
                yield path, _said(value), basis, value[basis]
        for key, inner in value.items():
            yield from _figures(f"{path}.{key}", inner)


def _said(value: Mapping[str, Any]) -> str:
    """The plain figures beside the basis; those of parts inside stand in rows of their own."""
    plain = {k: v for k, v in value.items() if k not in (*_BASIS, *_WORDS) and isinstance(v, str)}
    shares = [f"{point['at']} {point['share']}" for point in value.get("day", ())]
    return ", ".join([*(f"{key} {said}" for key, said in plain.items()), *shares])
