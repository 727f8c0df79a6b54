"""Docstrings and signatures as they stand in the code: formulas keep their lines, types keep their names.

``SecondsArray`` says more than what numpy makes of it.
"""

import ast
import dataclasses
import inspect
import textwrap
from typing import Any

from pydantic import BaseModel
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


def _signature_as_written(
    _app: Sphinx,
    what: str,
    _name: str,
    thing: Any,
    _options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    if inspect.isclass(thing):
        if dataclasses.is_dataclass(thing):
            return f"({_fields(thing)})", None
        return ("", None) if issubclass(thing, BaseModel) else (signature, returns)
    try:
        node = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(thing)))).body[0]
    except (OSError, TypeError, SyntaxError, IndentationError):
        return signature, returns
    if not isinstance(node, ast.FunctionDef):
        return signature, returns
    if what == "method" and node.args.args[:1] and node.args.args[0].arg in ("self", "cls"):
        del node.args.args[0]
    node = _Unquoted().visit(node)
    return f"({ast.unparse(node.args)})", ast.unparse(node.returns) if node.returns else None


def _fields(thing: type) -> str:
    """The fields of a dataclass, those of its bases first, with the types written there."""
    said: dict[str, str] = {}
    for base in reversed(thing.__mro__):
        for line in _annotations(base) if dataclasses.is_dataclass(base) else ():
            said[line.target.id] = ast.unparse(_Unquoted().visit(line).annotation)  # type: ignore[union-attr]
    init = {field.name for field in dataclasses.fields(thing) if field.init}
    return ", ".join(f"{name}: {type_}" for name, type_ in said.items() if name in init)


def _annotations(base: type) -> list[ast.AnnAssign]:
    body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
    return [line for line in body.body if isinstance(line, ast.AnnAssign)]  # type: ignore[attr-defined]


class _Unquoted(ast.NodeTransformer):
    """Annotations written as text are types all the same."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = self._bare(node.annotation)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.annotation = self._bare(node.annotation)  # type: ignore[assignment]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = self._bare(node.returns)
        self.visit(node.args)
        return node

    @staticmethod
    def _bare(annotation: ast.expr | None) -> ast.expr | None:
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            return ast.parse(annotation.value, mode="eval").body
        return annotation


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-docstring", _formulas_keep_their_lines)
    app.connect("autodoc-process-signature", _signature_as_written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
