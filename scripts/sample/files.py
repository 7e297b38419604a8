"""Write containers so that equal contents make equal bytes."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def compact(value: object) -> bytes:
    """Return JSON without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip whose members have one date, in the order given."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            entry = ZipInfo(name, (2026, 7, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the members of a zip, whose own bytes may differ between builds of zlib."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
