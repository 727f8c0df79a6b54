"""Docstrings as they stand in the code, made readable on a page: indented formulas keep their lines."""

from sphinx.application import Sphinx


def _formulas_keep_their_lines(
    _app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]
) -> None:
    """An indented block after a paragraph is a formula or a table of symbols: shown line by line."""
    kept: list[str] = []
    for line in lines:
        begins = line.startswith("    ") and (not kept or not kept[-1].strip())
        before = next((text for text in reversed(kept) if text.strip()), "")
        if begins and not before.startswith((" ", "-", "*", ".. ")) and not before.endswith("::"):
            kept += ["::", ""]
        kept.append(line)
    lines[:] = kept


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-docstring", _formulas_keep_their_lines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
