"""SHA-256 as the interpreter itself brings it.

`hashlib` loads OpenSSL first, which takes as long as all else from the standard library that
reading a dispute needs, and for files of an entry's size is no quicker.
"""

import sys
from importlib import import_module
from typing import Any


def _sha256() -> Any:
    built_in = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    try:
        return import_module(built_in).sha256
    except (ImportError, AttributeError):  # an interpreter that was built without
        return import_module("hashlib").sha256


_HASH = _sha256()


def digest_of(raw: bytes) -> str:
    """The hex SHA-256 of some bytes."""
    digest: str = _HASH(raw).hexdigest()
    return digest
