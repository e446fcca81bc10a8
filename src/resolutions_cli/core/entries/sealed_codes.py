"""The codes of agencies whose names are texts of an entry.

In the entry's own head a code is the text's key, `agency-1`; elsewhere it is that key with the id
of the entry.
"""

import re
from collections.abc import Collection, Mapping

#: The key of a text that holds the name of an agency.
_KEY = re.compile(r"agency-[0-9]{1,4}")

#: A code that an entry gave, as used elsewhere: the key, and as many digits of the entry's id as
#: its file's name has.
_SEALED = re.compile(r"agency-[0-9]{1,4}-[0-9a-f]{16}")
_DIGITS = 16


def is_key(key: str) -> bool:
    """Whether a text with that key holds the name of an agency."""
    return _KEY.fullmatch(key) is not None


def is_sealed(code: str) -> bool:
    """Whether a code is of an agency named only in one dispute, by a text there."""
    return _SEALED.fullmatch(code) is not None


def own_names(id_: str, texts: Collection[str]) -> Mapping[str, str]:
    """The codes that an entry gives, by the keys of its texts."""
    return {key: f"{key}-{id_[:_DIGITS]}" for key in texts if is_key(key)}
