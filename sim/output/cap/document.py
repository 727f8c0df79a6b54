"""One CAP 1.2 message of the simulator: only what it writes, and never what it must not say.

Every constructor refuses, with ``ValueError``, what the schema or the standard's prose forbids, so a message
that exists is a message that validates. It is an Exercise or a Test, carries a note saying so, speaks both
languages, and marks its texts in both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sim.output.cap.rings import DECIMALS, Ring, ring_faults
from sim.output.cap.times import cap_time
from sim.output.cap.vocabulary import (
    LANGUAGES,
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapResponseType,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
    mark_of,
)

# Spaces, commas, < and & are the standard's; quotes and backslashes break readers that split like a shell.
_NAME = re.compile(r"[^\s,<&\"'\\]+")
# XML 1.0, production [2]; a carriage return is legal but no parser returns it.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Code = TypeVar("_Code", bound=StrEnum)


@dataclass(frozen=True)
class CapReference:
    """Names an earlier message; written ``sender,identifier,sent``."""

    sender: str
    identifier: str
    sent: datetime

    def __post_init__(self) -> None:
        _check_name("sender", self.sender)
        _check_name("identifier", self.identifier)
        cap_time(self.sent)

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{cap_time(self.sent)}"


@dataclass(frozen=True)
class CapArea:
    """Where: rings of (latitude, longitude) degrees from `rings_of`, and (valueName, value) geocodes."""

    area_desc: str
    polygons: tuple[Ring, ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _check_text("area_desc", self.area_desc)
        _check_pairs("geocodes", self.geocodes)
        if not (self.polygons or self.geocodes):
            raise ValueError(f"an area needs a polygon or a geocode ({self.area_desc!r})")
        for ring in self.polygons:
            for fault in ring_faults(ring):
                raise ValueError(f"polygon of {self.area_desc!r}: {fault}")
            if any(round(angle_deg, DECIMALS) != angle_deg for point in ring for angle_deg in point):
                raise ValueError(
                    f"polygon of {self.area_desc!r}: more than {DECIMALS} decimals; use rings_of"
                )


@dataclass(frozen=True)
class CapInfo:
    """What is said in one language."""

    language: str
    categories: tuple[CapCategory, ...]
    event: str
    urgency: CapUrgency
    severity: CapSeverity
    certainty: CapCertainty
    headline: str
    description: str
    instruction: str = ""
    response_types: tuple[CapResponseType, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    areas: tuple[CapArea, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"a message is written in {' and '.join(LANGUAGES)}, not in {self.language!r}")
        if not self.categories:
            raise ValueError("an info needs at least one category")
        _set_codes(self, "categories", CapCategory)
        _set_codes(self, "response_types", CapResponseType)
        _set_code(self, "urgency", CapUrgency)
        _set_code(self, "severity", CapSeverity)
        _set_code(self, "certainty", CapCertainty)
        for name in ("event", "headline", "description"):
            _check_text(name, getattr(self, name))
        for name in ("instruction", "sender_name"):
            if getattr(self, name):
                _check_text(name, getattr(self, name))
        _check_pairs("parameters", self.parameters)
        for moment in (self.effective, self.onset, self.expires):
            if moment is not None:
                cap_time(moment)
        if self.expires and self.effective and self.expires <= self.effective:
            raise ValueError("expires must be later than effective")


@dataclass(frozen=True)
class CapAlert:
    """One message. ``references`` is empty for an Alert and names what an Update or a Cancel replaces."""

    identifier: str
    sender: str
    sent: datetime
    status: CapStatus
    message_type: CapMessageType
    note: str
    infos: tuple[CapInfo, ...]
    references: tuple[CapReference, ...] = ()
    scope: CapScope = CapScope.PUBLIC
    restriction: str = ""
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _set_status(self)
        _set_code(self, "message_type", CapMessageType)
        _set_code(self, "scope", CapScope)
        _check_name("identifier", self.identifier)
        _check_name("sender", self.sender)
        cap_time(self.sent)
        _check_text("note", self.note)
        self._check_scope()
        self._check_references()
        self._check_infos()

    @property
    def reference(self) -> CapReference:
        """How a later message names this one."""
        return CapReference(self.sender, self.identifier, self.sent)

    def _check_scope(self) -> None:
        if bool(self.restriction) != (self.scope is CapScope.RESTRICTED):
            raise ValueError("a restriction goes with scope Restricted, and only with it")
        if bool(self.addresses) != (self.scope is CapScope.PRIVATE):
            raise ValueError("addresses go with scope Private, and only with it")
        if self.restriction:
            _check_text("restriction", self.restriction)
        for address in self.addresses:
            _check_text("addresses", address)
            if '"' in address:
                raise ValueError(f"an address cannot hold a double quote ({address!r})")

    def _check_references(self) -> None:
        if bool(self.references) != (self.message_type is not CapMessageType.ALERT):
            raise ValueError(
                "an Update and a Cancel name earlier messages in references, an Alert names none"
            )
        if len(set(self.references)) != len(self.references):
            raise ValueError("a message is referenced twice")
        for reference in self.references:
            if (reference.sender, reference.identifier) == (self.sender, self.identifier):
                raise ValueError(f"a message cannot reference itself ({reference})")
            if reference.sent > self.sent:
                raise ValueError(f"a message cannot reference a later one ({reference})")

    def _check_infos(self) -> None:
        if sorted(info.language for info in self.infos) != sorted(LANGUAGES):
            raise ValueError(f"a message has one info in each of {' and '.join(LANGUAGES)}")
        for info in self.infos:
            if info.expires and info.expires <= self.sent:
                raise ValueError("expires must be later than sent")
            mark = mark_of(self.status, info.language)
            for name in ("headline", "description", "instruction"):
                text = getattr(info, name)
                if text and not text.startswith(mark):
                    raise ValueError(f"the {info.language} {name} must begin with {mark!r} ({text!r})")


def _set_status(alert: CapAlert) -> None:
    try:
        _set_code(alert, "status", CapStatus)
    except ValueError:
        message = f"a simulated message has status Exercise or Test, nothing else ({alert.status!r})"
        raise ValueError(message) from None


def _set_code(owner: Any, name: str, kind: type[_Code]) -> None:
    # Annotations are not checked at run time: a plain string must not get past the vocabulary.
    object.__setattr__(owner, name, kind(getattr(owner, name)))


def _set_codes(owner: Any, name: str, kind: type[_Code]) -> None:
    object.__setattr__(owner, name, tuple(kind(value) for value in getattr(owner, name)))


def _check_name(name: str, value: str) -> None:
    if not _NAME.fullmatch(value) or _NOT_XML.search(value):
        raise ValueError(
            f"{name} must be non-empty, without spaces, commas, <, &, quotes or backslashes ({value!r})"
        )


def _check_text(name: str, value: str) -> None:
    if not value or value != value.strip():
        raise ValueError(f"{name} must not be empty nor begin or end with a space ({value!r})")
    if _NOT_XML.search(value):
        raise ValueError(f"{name} holds a character that XML cannot carry ({value!r})")


def _check_pairs(name: str, pairs: Sequence[tuple[str, str]]) -> None:
    for value_name, value in pairs:
        _check_text(f"{name} name", value_name)
        _check_text(f"{name} {value_name}", value)
