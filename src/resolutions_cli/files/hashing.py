"""The SHA-256 by which files are named and held against what was recorded of them."""

from hashlib import sha256


def digest_of(raw: bytes) -> str:
    """The hex SHA-256 of some bytes."""
    return sha256(raw).hexdigest()
