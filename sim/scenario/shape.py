"""The scenario models read as a shape: which keys stand where, and which key chooses among alternatives."""

import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from sim.scenario.nodes import Path

Model: TypeAlias = type[BaseModel]


@dataclass(frozen=True)
class Choice:
    """Alternatives told apart by the value of ``key``, such as ``kind``; by which keys there are if it is empty."""

    key: str
    members: dict[str, Model]


@dataclass(frozen=True)
class Spot:
    """A place in the shape: its key path, the enclosing model, its alternatives, and the model here."""

    path: Path
    model: Model | None
    choice: Choice | None
    target: Model | None


def walk(loc: Sequence[str | int], model: Model) -> Spot:
    """Follow a pydantic error location; the tags it inserts for alternatives are no part of the key path."""
    kind: Any = model
    path: list[str | int] = []
    inside: Model | None = None
    choice: Choice | None = None
    for part in loc:
        kind = _bare(kind)
        if isinstance(kind, Choice):
            choice, kind = kind, kind.members.get(str(part))
            continue
        if _is_model(kind):
            inside, choice = kind, choice if choice and kind in choice.members.values() else None
            field = kind.model_fields.get(str(part))
            kind = field.annotation if field else None
        elif get_origin(kind) is tuple:
            inside, choice, kind = None, None, get_args(kind)[0]
        elif get_origin(kind) is dict:
            inside, choice, kind = None, None, get_args(kind)[1]
        elif isinstance(part, str) and kind is not None:
            continue  # the name of one alternative of a plain union
        path.append(part)
    kind = _bare(kind)
    target = kind if _is_model(kind) else None
    return Spot(tuple(path), inside, kind if isinstance(kind, Choice) else choice, target)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _bare(kind: Any) -> Any:
    """Without ``Annotated`` and ``None``; a union of models becomes a ``Choice``."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    arms = [arm for arm in get_args(kind) if arm is not type(None)]
    members = [_bare(arm) for arm in arms]
    if len(members) == 1:
        return members[0]
    if not all(_is_model(member) for member in members):
        return kind
    return _choice(members) or _tagged(arms, members)


def _choice(members: list[Model]) -> Choice | None:
    for key in members[0].model_fields:
        tags = [(tag, member) for member in members for tag in _tags(member, key)]
        told_apart = len(dict(tags)) == len(tags)
        if told_apart and all(_tags(member, key) for member in members):
            return Choice(key, dict(tags))
    return None


def _tagged(arms: list[Any], members: list[Model]) -> Choice | None:
    """Alternatives that pydantic tells apart by a function: the tags it gives them."""
    tags = [mark.tag for arm in arms for mark in getattr(arm, "__metadata__", ()) if isinstance(mark, Tag)]
    return Choice("", dict(zip(tags, members, strict=True))) if len(tags) == len(members) else None


def _tags(member: Model, key: str) -> tuple[str, ...]:
    field = member.model_fields.get(key)
    literal = field is not None and get_origin(field.annotation) is Literal
    return tuple(map(str, get_args(field.annotation))) if field and literal else ()
