"""Many scenarios that differ in few keys: kept, and sent to workers, as what sets each apart from the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from sim.scenario import Scenario


@dataclass(frozen=True)
class _Changed:
    """Fields of a model, or items of a tuple, that differ, each with its own change."""

    parts: Mapping[str | int, Any]


@dataclass(frozen=True)
class _New:
    """Another value altogether."""

    value: Any


@dataclass(frozen=True)
class _Variant:
    spec: Any
    others: Mapping[str, Any]


@dataclass
class Variants:
    """Scenarios by number, each the ``base`` but for a few keys."""

    base: Scenario
    _own: list[_Variant] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._own)

    def __getitem__(self, number: int) -> Scenario:
        own = self._own[number]
        return replace(self.base, spec=_applied(self.base.spec, own.spec), **own.others)

    def add(self, scenario: Scenario) -> None:
        """Keep one more, by its difference from the base."""
        others = {
            name: value
            for name, value in vars(scenario).items()
            if name != "spec" and value != getattr(self.base, name)
        }
        self._own.append(_Variant(_difference(self.base.spec, scenario.spec), others))


def _difference(base: Any, other: Any) -> Any:
    """What makes ``other`` of ``base``; ``None`` where they are the same."""
    if type(base) is type(other) and base == other:
        return None
    if type(base) is type(other) and isinstance(base, BaseModel):
        own = {
            name: _difference(getattr(base, name), getattr(other, name)) for name in type(base).model_fields
        }
        return _Changed({name: change for name, change in own.items() if change is not None})
    if isinstance(base, tuple) and isinstance(other, tuple) and len(base) == len(other):
        items = [_difference(one, two) for one, two in zip(base, other, strict=True)]
        return _Changed({k: change for k, change in enumerate(items) if change is not None})
    return _New(other)


def _applied(base: Any, change: Any) -> Any:
    if change is None:
        return base
    if isinstance(change, _New):
        return change.value
    if isinstance(base, tuple):
        return tuple(_applied(item, change.parts.get(k)) for k, item in enumerate(base))
    return base.model_copy(
        update={name: _applied(getattr(base, name), own) for name, own in change.parts.items()}
    )
