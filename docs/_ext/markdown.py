"""Markdown that survives what people write in help texts and sources."""

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def code(text: object) -> str:
    return f"`{text}`"


def prose(text: str) -> str:
    """Plain words for a cell: addresses become links, everything else stands as it is."""
    words = re.split(r"(https?://[^\s,;)]+)", " ".join(text.split()))
    return "".join(f"[{_short(word)}](<{word}>)" if k % 2 else _escaped(word) for k, word in enumerate(words))


def _short(address: str) -> str:
    host = address.split("/")[2]
    return host.removeprefix("www.")


def _escaped(text: str) -> str:
    return re.sub(r"([\\*_<>\[\]$~`])", r"\\\1", text)
