"""A message as XML: elements in the order of the official schema, the same bytes every time."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from sim.output.cap.document import CapAlert, CapArea, CapInfo
from sim.output.cap.rings import ring_text
from sim.output.cap.times import cap_time
from sim.output.cap.vocabulary import NAMESPACE, CapStatus

_DEFAULT_NAMESPACE: Any = {None: NAMESPACE}


def write_cap(alert: CapAlert) -> bytes:
    """UTF-8 XML of one message. ``ValueError`` if its status is neither Exercise nor Test."""
    # A frozen dataclass can still be forced open; the last gate before bytes is here.
    status = CapStatus(alert.status)
    root = etree.Element(_tag("alert"), nsmap=_DEFAULT_NAMESPACE)
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", cap_time(alert.sent))
    _add(root, "status", status)
    _add(root, "msgType", alert.message_type)
    _add(root, "scope", alert.scope)
    _add(root, "restriction", alert.restriction)
    _add(root, "addresses", " ".join(map(_quoted, alert.addresses)))
    _add(root, "note", alert.note)
    _add(root, "references", " ".join(str(reference) for reference in alert.references))
    for info in alert.infos:
        _add_info(root, info)
    etree.indent(root, space="  ")
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _add_info(root: etree._Element, info: CapInfo) -> None:
    element = etree.SubElement(root, _tag("info"))
    _add(element, "language", info.language)
    _add_each(element, "category", info.categories)
    _add(element, "event", info.event)
    _add_each(element, "responseType", info.response_types)
    _add(element, "urgency", info.urgency)
    _add(element, "severity", info.severity)
    _add(element, "certainty", info.certainty)
    for name, moment in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        if moment is not None:
            _add(element, name, cap_time(moment))
    _add(element, "senderName", info.sender_name)
    _add(element, "headline", info.headline)
    _add(element, "description", info.description)
    _add(element, "instruction", info.instruction)
    _add_pairs(element, "parameter", info.parameters)
    for area in info.areas:
        _add_area(element, area)


def _add_area(info: etree._Element, area: CapArea) -> None:
    element = etree.SubElement(info, _tag("area"))
    _add(element, "areaDesc", area.area_desc)
    _add_each(element, "polygon", map(ring_text, area.polygons))
    _add_pairs(element, "geocode", area.geocodes)


def _add_pairs(parent: etree._Element, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    for value_name, value in pairs:
        element = etree.SubElement(parent, _tag(name))
        _add(element, "valueName", value_name)
        _add(element, "value", value)


def _add_each(parent: etree._Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _add(parent, name, text)


def _add(parent: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, _tag(name)).text = str(text)


def _quoted(address: str) -> str:
    return f'"{address}"' if any(map(str.isspace, address)) else address


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
