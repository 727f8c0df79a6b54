"""Rules on one ``info`` that the schema cannot state: times, language, links, resources."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sim.output.cap.nodes import WARNING, Finding, Node, Rule, shown
from sim.output.cap.times import read_time

_TIMES = ("sent", "effective", "onset", "expires")
_MIME = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?", re.DOTALL)
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}|[A-Za-z0-9+/]{27}=")


def dates(alert: Node) -> Iterator[Finding]:
    """3.3.2: UTC is written -00:00."""
    for owner in (alert, *alert.all("info")):
        for name in _TIMES:
            node = owner.first(name)
            if node and node.text.strip().endswith("+00:00"):
                yield node, f"{WARNING}UTC is written -00:00 ({shown(node.text)})"


def expiry(alert: Node) -> Iterator[Finding]:
    """A message is over only after it has begun: expires after sent and after effective."""
    sent = read_time(alert.content("sent"))
    for info in alert.all("info"):
        node = info.first("expires")
        expires = read_time(node.text.strip()) if node else None
        if node is None or expires is None:
            continue
        for name, moment in (("sent", sent), ("effective", read_time(info.content("effective")))):
            if moment and expires <= moment:
                yield node, f"expires must be later than {name} ({shown(node.text)})"
                break
        else:
            onset = read_time(info.content("onset"))
            if onset and expires < onset:
                yield node, f"{WARNING}expires before onset ({shown(node.text)})"


def languages(alert: Node) -> Iterator[Finding]:
    """RFC 3066: the first subtag is an ISO 639 code of two or three letters, or i or x."""
    for info in alert.all("info"):
        node = info.first("language")
        tag = node.text.strip() if node else ""
        if node and tag and not re.match(r"([A-Za-z]{2,3}|[iIxX]-[A-Za-z0-9]+)(-|$)", tag):
            yield node, f"a language is an RFC 3066 code such as ja-JP ({shown(tag)})"


def links(alert: Node) -> Iterator[Finding]:
    """3.2.2: web is a full, absolute URI."""
    for info in alert.all("info"):
        node = info.first("web")
        if node and not is_absolute(node.text.strip()):
            yield node, f"web must be a full, absolute URI ({shown(node.text)})"


def is_absolute(uri: str) -> bool:
    """Whether a text is a full URI, scheme first (RFC 3986, section 4.3)."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", uri) or re.search(r"\s", uri):
        return False
    return bool(parts.netloc if parts.scheme in ("http", "https", "ftp") else parts.netloc or parts.path)


def resources(alert: Node) -> Iterator[Finding]:
    """3.2.3: a MIME type, a size that is a size, a location or the content itself, a SHA-1 digest."""
    for info in alert.all("info"):
        for resource in info.all("resource"):
            yield from _resource(resource)


def _resource(resource: Node) -> Iterator[Finding]:
    kind, size, digest = (resource.first(name) for name in ("mimeType", "size", "digest"))
    if kind and kind.text.strip() and not _MIME.fullmatch(kind.text.strip()):
        yield kind, f"a MIME type has the form type/subtype ({shown(kind.text)})"
    if size and re.fullmatch(r"-0*[1-9][0-9]*", size.text.strip()):
        yield size, f"a size in bytes is not negative ({shown(size.text)})"
    if digest and not _SHA1.fullmatch(digest.text.strip()):
        yield digest, f"a digest is a SHA-1 hash in hexadecimal or base64 ({shown(digest.text)})"
    yield from _location(resource)


def _location(resource: Node) -> Iterator[Finding]:
    uri, content = resource.first("uri"), resource.first("derefUri")
    if uri and not uri.text.strip():
        yield uri, "uri is empty"
    elif uri and not content and not is_absolute(uri.text.strip()):
        yield uri, f"a relative uri needs a derefUri with the content ({shown(uri.text)})"
    if content and not _is_base64(content.text):
        yield content, f"derefUri must hold base64 ({shown(content.text)})"
    if not uri and not content:
        yield resource, f"{WARNING}the resource has neither uri nor derefUri: nobody can read it"


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return False


INFO_RULES: tuple[Rule, ...] = (dates, expiry, languages, links, resources)
