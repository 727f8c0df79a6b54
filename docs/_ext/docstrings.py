"""Docstrings and signatures as they stand in the code: formulas keep their lines, types keep their names.

``SecondsArray`` says more than what numpy makes of it.
"""

import ast
import copy
import dataclasses
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from pydantic import BaseModel
from sphinx import addnodes
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
        if hasattr(thing, "_fields"):
            return f"({', '.join(f'{name}: {type_}' for name, type_ in _said(thing))})", None
        return ("", None) if issubclass(thing, BaseModel) else (signature, returns)
    node = _written(inspect.unwrap(thing))
    if not isinstance(node, ast.FunctionDef):
        return signature, returns
    node = copy.deepcopy(node)
    if what == "method" and node.args.args[:1] and node.args.args[0].arg in ("self", "cls"):
        del node.args.args[0]
    node = _Unquoted().visit(node)
    return f"({ast.unparse(node.args)})", ast.unparse(node.returns) if node.returns else None


def _fields(thing: type) -> str:
    """The fields of a dataclass, those of its bases first, with the types written there."""
    said: dict[str, str] = {}
    for base in reversed(thing.__mro__):
        said.update(_said(base) if dataclasses.is_dataclass(base) else ())
    init = {field.name for field in dataclasses.fields(thing) if field.init}
    return ", ".join(f"{name}: {type_}" for name, type_ in said.items() if name in init)


def _said(base: type) -> Iterator[tuple[str, str]]:
    """The annotated names of a class itself, with the types written there."""
    node = copy.deepcopy(_written(base))
    for line in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, ast.unparse(_Unquoted().visit(line).annotation)


def _written(thing: Any) -> ast.stmt | None:
    """The definition of a function or class of ours, as it stands in its file."""
    module, name = getattr(thing, "__module__", None) or "", getattr(thing, "__qualname__", "")
    return _definitions(module).get(name) if module.split(".")[0] == "sim" else None


@cache
def _definitions(module: str) -> dict[str, ast.stmt]:
    file = sys.modules[module].__file__ or ""
    return dict(_inside(ast.parse(Path(file).read_text(encoding="utf-8")), ""))


def _inside(scope: ast.AST, prefix: str) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield prefix + node.name, node
            yield from _inside(node, f"{prefix}{node.name}.")


def _property_as_written(_app: Sphinx, _domain: str, kind: str, content: nodes.Element) -> None:
    """The type of a property is not part of any signature that could be asked for above."""
    shown = content.parent[0]
    node = _definitions(shown["module"]).get(shown["fullname"]) if kind == "property" else None
    if not isinstance(node, ast.FunctionDef) or node.returns is None:
        return
    types = [part for part in shown.findall(addnodes.desc_annotation) if part.astext().startswith(":")]
    for part in types:
        part[:] = [nodes.Text(f": {ast.unparse(_Unquoted().visit(copy.deepcopy(node)).returns)}")]


def _left_out(_app: Sphinx, _what: str, _name: str, thing: object, skip: bool, _options: object) -> bool:
    """Fields of named tuples stand in the signature; python's words about them say nothing."""
    return skip or str(getattr(thing, "__doc__", "")).startswith("Alias for field number")


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
    app.connect("autodoc-skip-member", _left_out)
    app.connect("object-description-transform", _property_as_written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
