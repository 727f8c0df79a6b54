"""How a broken CAP file is made from a sound one, and what must be said of it."""

from typing import NamedTuple

from tests.output.cap.bases import BASES

NOT_A_TIME = "not accepted by the pattern"
NOT_VALID = "not a valid value"
NO_SUCH_CODE = "is not an element of the set"
ORDER = "not expected"


class Mutation(NamedTuple):
    """One thing broken: text to find (which occurrence), text put there, key and words to report."""

    base: str
    old: str
    new: str
    key: str
    reason: str
    occurrence: int = 1

    @property
    def text(self) -> str:
        parts = BASES[self.base].split(self.old)
        assert len(parts) > self.occurrence, f"{self.old!r} is not in the {self.base}"
        return self.old.join(parts[: self.occurrence]) + self.new + self.old.join(parts[self.occurrence :])


def in_alert(old: str, new: str, key: str, reason: str, occurrence: int = 1) -> Mutation:
    return Mutation("alert", old, new, key, reason, occurrence)


def in_update(old: str, new: str, key: str, reason: str) -> Mutation:
    return Mutation("update", old, new, key, reason)


def in_cancel(old: str, new: str, key: str, reason: str) -> Mutation:
    return Mutation("cancel", old, new, key, reason)


def missing(base: str, element: str, key: str, reason: str, occurrence: int = 1) -> Mutation:
    return Mutation(base, element, "", key, reason, occurrence)


def instead(base: str, name: str, old: str, values: dict[str, str], key: str) -> list[Mutation]:
    """``old`` as the content of the element ``name`` replaced by each value; its partner is the reason."""
    return [
        Mutation(base, f"{name}>{old}</", f"{name}>{value}</", key, reason)
        for value, reason in values.items()
    ]
